import { Button, Group, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { useContainerFacts, useContainerFactsRead } from '../../store/containerFacts.ts'
import { watchLive } from '../../store/live.ts'
import { useAway } from '../../store/useAway.ts'
import { Facts } from '../../ui/Facts.tsx'
import { ChangesView } from '../docker/containers/ChangesView.tsx'
import { CommitDialog } from '../docker/containers/CommitDialog.tsx'
import { RunDialog } from '../docker/run/RunDialog.tsx'
import { TerminalDialog } from '../docker/terminal/TerminalDialog.tsx'
import { dash } from '../instances/describeUse.ts'
import shared from '../instances/instances.module.css'
import { LastFailures } from '../instances/LastFailures.tsx'
import { ManagedPage } from '../instances/ManagedPage.tsx'
import type { RowAction } from '../instances/RowMenu.tsx'
import { containerColumns } from './containerColumns.tsx'
import { type ContainerDialog, closeContainerDialog, openContainerDialog, useContainerView } from './containerView.ts'
import { describeEnding, explainEnding } from './describeContainer.ts'

const technologies = ['docker'] as const
const purpose =
  'A container is a process, or several, with files, a network and process numbers of its own on the kernel of this machine. It begins with the files of an image, and what it writes is its own. Those of this machine are listed here by themselves as soon as they exist, whoever made them.'

/** Containers of this machine, whoever made them: what they run, how they are, what they use. */
export function ContainersPage() {
  useContainerFactsRead()
  const isAway = useAway('docker')
  const dialog = useContainerView((state) => state.dialog)
  // A question is not asked again when somebody comes back.
  useEffect(() => closeContainerDialog, [])
  return (
    <ManagedPage
      page="containers"
      title="Containers"
      lead="what runs of an image, and what has run"
      technologies={technologies}
      things="containers"
      newLabel={isAway ? null : 'Run a container…'}
      renderNew={({ onClose }) => <RunDialog image="" onClose={onClose} />}
      columns={containerColumns}
      watch={watchLive}
      above={<LastFailures technologies={technologies} />}
      renderMore={(instance) => <ContainerMore key={instance.id} instance={instance} />}
      listMore={(instance) => listMore(instance)}
      purpose={isAway ? null : purpose}
    >
      {dialog?.kind === 'commit' && <CommitDialog instance={dialog.instance} onClose={closeContainerDialog} />}
      {(dialog?.kind === 'exec' || dialog?.kind === 'attach') && (
        <TerminalDialog container={dialog.instance} kind={dialog.kind} onClose={closeContainerDialog} />
      )}
    </ManagedPage>
  )
}

/** Nothing to one whose engine does not answer. */
function listMore(instance: ListedInstance): readonly RowAction[] {
  if (instance.stale) return []
  const ask = (kind: ContainerDialog['kind']) => () => openContainerDialog({ kind, instance })
  return [
    ...(instance.state === 'running'
      ? [
          { label: 'Terminal…', run: ask('exec') },
          { label: 'Attach…', run: ask('attach') },
        ]
      : []),
    { label: 'Commit…', run: ask('commit') },
  ]
}

function ContainerMore({ instance }: { readonly instance: ListedInstance }) {
  return (
    <>
      <Group gap={6} mt={12}>
        {listMore(instance).map(({ label, run }) => (
          <Button key={label} size="compact-sm" variant="default" onClick={run}>
            {label}
          </Button>
        ))}
      </Group>
      <ContainerFactsView instance={instance} />
      {!instance.stale && <ContainerChanges id={instance.id} />}
    </>
  )
}

/** Reading them costs, so it is asked for. */
function ContainerChanges({ id }: { readonly id: string }) {
  const [isWanted, setWanted] = useState(false)
  return (
    <section className={shared.details} aria-label="Changed files">
      <Group justify="space-between" mb={6}>
        <Title order={2}>Changed files</Title>
        {!isWanted && (
          <Button size="compact-xs" variant="default" onClick={() => setWanted(true)}>
            Show what it has changed
          </Button>
        )}
      </Group>
      {isWanted && <ChangesView id={id} />}
    </section>
  )
}

/** What the engine tells of it beyond what every instance has. */
function ContainerFactsView({ instance }: { readonly instance: ListedInstance }) {
  const facts = useContainerFacts(({ byId }) => byId.get(instance.id))
  if (facts === undefined) return null
  const ending = describeEnding(instance, facts)
  return (
    <section className={shared.details} aria-label="Container">
      <Facts
        facts={{
          Command: facts.command || dash,
          Ports: facts.ports.join('\n') || 'none leads into it',
          ...(ending && { Ended: `${ending.text}. ${explainEnding(facts) ?? ''}` }),
          Image: facts.imageId.replace(/^docker:/, ''),
        }}
      />
    </section>
  )
}
