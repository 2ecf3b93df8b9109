import { Button, Group, Text, TextInput, Title } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useLive, watchLive } from '../../store/live.ts'
import { useWhileSeen } from '../../store/useWhileSeen.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { technologyFacts } from '../../ui/technologies.ts'
import { EngineNotes } from '../instances/EngineNotes.tsx'
import { InstanceDrawer } from '../instances/InstanceDrawer.tsx'
import { closeAll, useInstanceView } from '../instances/instanceView.ts'
import { QuestionDialog } from '../instances/QuestionDialog.tsx'
import { RowMenu } from '../instances/RowMenu.tsx'
import { listFound } from './arrangeRows.ts'
import { classes } from './classes.ts'
import { InstanceGrid } from './InstanceGrid.tsx'
import { useLiveView } from './liveView.ts'
import { NothingHere } from './NothingHere.tsx'
import { PausedNotice } from './PausedNotice.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { TotalsPanel } from './TotalsPanel.tsx'
import { useLiveRows } from './useLiveRows.ts'

/** Everything that exists on this machine, side by side, with what it uses now. */
export function LivePage() {
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads anew
  const read = useCallback((signal: AbortSignal) => watchLive(signal), [attempt])
  useWhileSeen(read)
  useEffect(() => closeAll, [])
  const problem = useLive((state) => state.problem)
  const paused = useLive((state) => state.paused)
  return (
    <>
      <Group gap={10} align="baseline" className={classes.title}>
        <Title order={1}>Live</Title>
        <Text size="sm" c="dimmed">
          what exists on this machine, and what it uses now
        </Text>
      </Group>
      {problem && (
        <>
          <ProblemNotice title="What exists could not be read" problem={problem} />
          <Group className={classes.title}>
            <Button size="compact-sm" variant="default" onClick={() => setAttempt(attempt + 1)}>
              Try again
            </Button>
          </Group>
        </>
      )}
      {paused !== null && <PausedNotice why={paused} />}
      <TotalsPanel />
      <EngineNotes onCheckAgain={() => setAttempt(attempt + 1)} />
      <Instances />
      <InstanceDrawer />
      <QuestionDialog />
    </>
  )
}

function Instances() {
  const [isPointed, setPointed] = useState(false)
  const isBusy = useInstanceView(({ menu, question }) => menu !== null || question !== null)
  const search = useLiveView((state) => state.search)
  const { table, items, isOrderLive } = useLiveRows(isPointed || isBusy)
  const found = listFound(items)
  const engines = useLive((state) => state.engines)
  const asked = (engines ?? []).filter(({ state }) => state === 'asking')
  const away = (engines ?? []).flatMap((one) => (one.state === 'away' ? [technologyFacts[one.technology].title] : []))
  const hasFailed = useLive((state) => state.problem !== null)
  const total = useLive(({ instances }) => instances.length)
  return (
    <section className={classes.instances} aria-label="Instances">
      <div className={classes.tools}>
        <TextInput
          size="xs"
          w={260}
          type="search"
          placeholder="Search name, image, state, owner"
          aria-label="Search instances"
          value={search}
          onChange={(event) => useLiveView.setState({ search: event.currentTarget.value })}
        />
        <Text size="xs" c="dimmed" className={classes.toolNote} role="status">
          {describeCount(found.length, total, search)}
          {asked.length > 0 &&
            ` · asking ${asked.map(({ technology }) => technologyFacts[technology].title).join(', ')}…`}
          {isOrderLive && isPointed && ' · order held while you point at it'}
        </Text>
        <SelectionBar found={found} />
      </div>
      {items.length > 0 ? (
        <InstanceGrid items={items} table={table} onHold={setPointed} />
      ) : hasFailed ? null : (
        <NothingHere isAsking={engines === null || asked.length > 0} away={away} search={search} />
      )}
      <RowMenu />
    </section>
  )
}

function describeCount(shown: number, total: number, search: string): string {
  if (search.trim() !== '') return `${shown} of ${total}`
  return total === 1 ? '1 instance' : `${total} instances`
}
