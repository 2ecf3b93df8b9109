import { Button, Loader, Text, TextInput, Title } from '@mantine/core'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import type { Instance } from '../../../main/contract/instance.ts'
import type { ListedInstance } from '../../../main/contract/live.ts'
import type { Technology } from '../../../main/contract/technology.ts'
import { useLive } from '../../store/live.ts'
import { beginMaking, endMaking, useMaking } from '../../store/making.ts'
import { useWhileSeen } from '../../store/useWhileSeen.ts'
import { rescueFocus } from '../../ui/lostFocus.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { technologyFacts } from '../../ui/technologies.ts'
import { EngineNotes } from './EngineNotes.tsx'
import { InstanceDrawer } from './InstanceDrawer.tsx'
import { type InstanceColumn, InstanceTable } from './InstanceTable.tsx'
import shared from './instances.module.css'
import { closeAll, selectMade, useInstanceView } from './instanceView.ts'
import { QuestionDialog } from './QuestionDialog.tsx'
import { type RowAction, RowMenu } from './RowMenu.tsx'
import { searchInstances } from './searchInstances.ts'
import classes from './table.module.css'
import { WorkList } from './WorkList.tsx'

interface ManagedPageProps {
  readonly page: Parameters<typeof beginMaking>[0]
  readonly title: string
  readonly lead: string
  /** Whose instances it lists. */
  readonly technologies: readonly Technology[]
  /** Of which of them it says that they are missing or do not answer: all where left out. */
  readonly notesOf?: readonly Technology[]
  /** Several of them, such as `environments`. */
  readonly things: string
  /** What the button says, such as `New environment…`; null where nothing can be made here. */
  readonly newLabel: string | null
  /** The dialog; the page marks the row of what it has made. */
  readonly renderNew?: (ways: { onMade: (instance: Instance) => void; onClose: () => void }) => ReactNode
  readonly columns: readonly InstanceColumn[]
  /** Until aborted: what exists, with or without what it uses. */
  readonly watch: (signal: AbortSignal) => Promise<void>
  /** In the drawer, below what every instance has. */
  readonly renderMore?: (instance: ListedInstance) => ReactNode
  /** In the menu of a row, beside what every instance has. */
  readonly listMore?: (instance: ListedInstance) => readonly RowAction[]
  /** Beside the search. */
  readonly tools?: ReactNode
  /** Other ways to one, beside the button for a new one. */
  readonly ways?: ReactNode
  /** Between the head of the page and the list. */
  readonly above?: ReactNode
  /** What they are for, where there are none yet; null where what stands above says it. */
  readonly purpose: string | null
  /** Dialogs of its own. */
  readonly children?: ReactNode
}

/** A page for what is made and kept: a list, a dialog for a new one, details beside it, and what is being done. */
export function ManagedPage(props: ManagedPageProps) {
  const { page, title, lead, technologies, newLabel, watch, renderNew, renderMore, listMore, children } = props
  const [attempt, setAttempt] = useState(0)
  const isMaking = useMaking((state) => state.page === page)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads anew
  const read = useCallback((signal: AbortSignal) => watch(signal), [watch, attempt])
  useWhileSeen(read)
  useEffect(() => {
    closeAll()
    return () => {
      closeAll()
      endMaking(page)
    }
  }, [page])
  // What opened the dialog may be gone, such as a command of the palette.
  useEffect(() => (isMaking ? () => rescueFocus('[data-new]') : undefined), [isMaking])
  const problem = useLive((state) => state.problem)
  return (
    <>
      <div className={classes.title}>
        <Title order={1}>{title}</Title>
        <Text size="sm" c="dimmed">
          {lead}
        </Text>
        <div className={classes.ways}>
          {props.ways}
          {newLabel !== null && (
            <Button size="xs" data-new onClick={() => beginMaking(page)}>
              {newLabel}
            </Button>
          )}
        </div>
      </div>
      {problem && (
        <>
          <ProblemNotice title="What exists could not be read" problem={problem} />
          <div>
            <Button size="compact-sm" variant="default" onClick={() => setAttempt(attempt + 1)}>
              Try again
            </Button>
          </div>
        </>
      )}
      <WorkList technologies={technologies} />
      <EngineNotes technologies={props.notesOf ?? technologies} onCheckAgain={() => setAttempt(attempt + 1)} />
      {props.above}
      <ManagedList {...props} />
      <RowMenu {...(listMore && { listMore })} />
      <InstanceDrawer {...(renderMore && { renderMore })} />
      <QuestionDialog />
      {isMaking && renderNew?.({ onMade: selectMade, onClose: () => endMaking(page) })}
      {children}
    </>
  )
}

function ManagedList(props: ManagedPageProps) {
  const { page, technologies, things, newLabel, columns, tools, purpose } = props
  const [search, setSearch] = useState('')
  const selected = useInstanceView((state) => state.made)
  const all = useLive((state) => state.instances)
  const engines = useLive((state) => state.engines)
  const own = all.filter(({ technology }) => technologies.includes(technology))
  const shown = searchInstances(own, search)
  const asked = engines?.filter(({ technology, state }) => state === 'asking' && technologies.includes(technology))
  if (own.length === 0) {
    return asked === undefined || asked.length > 0 ? (
      <div className={shared.nothing}>
        <Text size="sm" className={shared.inline}>
          <Loader size={14} /> Asking what exists…
        </Text>
      </div>
    ) : purpose === null ? null : (
      <div className={shared.nothing}>
        <Title order={2} mb={6}>
          No {things} yet
        </Title>
        <Text size="sm" maw="72ch">
          {purpose}
        </Text>
        {newLabel !== null && (
          <Button size="xs" mt={12} onClick={() => beginMaking(page)}>
            {newLabel}
          </Button>
        )}
      </div>
    )
  }
  return (
    <section aria-label={`All ${things}`}>
      <div className={classes.tools}>
        <TextInput
          size="xs"
          w={260}
          type="search"
          placeholder={`Search ${things}`}
          aria-label={`Search ${things}`}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Text size="xs" c="dimmed" className={classes.toolNote} role="status">
          {shown.length === own.length ? own.length : `${shown.length} of ${own.length}`}
          {asked &&
            asked.length > 0 &&
            ` · asking ${asked.map(({ technology }) => technologyFacts[technology].title).join(', ')}…`}
        </Text>
        {tools}
      </div>
      {shown.length > 0 ? (
        <InstanceTable label={`All ${things}`} instances={shown} columns={columns} selected={selected} />
      ) : (
        <div className={shared.nothing}>
          <Text size="sm" mb={8}>
            Nothing here has “{search.trim()}” in its name, place, origin or state.
          </Text>
          <Button size="xs" variant="default" onClick={() => setSearch('')}>
            Show all
          </Button>
        </div>
      )}
    </section>
  )
}
