import { Button, Group, Text, Title } from '@mantine/core'
import type { ListedInstance } from '../../../main/contract/live.ts'
import type { Snapshot } from '../../../main/contract/machine.ts'
import classes from './machines.module.css'
import { openMachineDialog } from './machineView.ts'
import { buildSnapshotTree, type SnapshotNode } from './snapshotTree.ts'

interface SnapshotSectionProps {
  readonly instance: ListedInstance
  readonly snapshots: readonly Snapshot[]
}

/** The states the machine can be brought back to, each below the one it was taken after. */
export function SnapshotSection({ instance, snapshots }: SnapshotSectionProps) {
  return (
    <section className={classes.section} aria-label="Snapshots">
      <Group justify="space-between">
        <Title order={2}>Snapshots</Title>
        {!instance.stale && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => openMachineDialog({ kind: 'takeSnapshot', instance })}
          >
            Take snapshot…
          </Button>
        )}
      </Group>
      {snapshots.length === 0 ? (
        <Text size="sm" c="dimmed">
          None. One keeps the machine as it is now, and you can go back to it.
        </Text>
      ) : (
        <Tree nodes={buildSnapshotTree(snapshots)} instance={instance} snapshots={snapshots} />
      )}
    </section>
  )
}

function Tree({ nodes, ...rest }: SnapshotSectionProps & { readonly nodes: readonly SnapshotNode[] }) {
  return (
    <ul className={classes.tree}>
      {nodes.map(({ snapshot, children }) => (
        <li key={snapshot.id}>
          <Entry snapshot={snapshot} {...rest} />
          {children.length > 0 && <Tree nodes={children} {...rest} />}
        </li>
      ))}
    </ul>
  )
}

function Entry({ snapshot, instance, snapshots }: SnapshotSectionProps & { readonly snapshot: Snapshot }) {
  const { name, description, current } = snapshot
  const isRunning = instance.state === 'running' || instance.state === 'paused'
  const about = { instance, snapshot, snapshots }
  return (
    <div className={classes.snapshot}>
      <span className={classes.anywhere}>
        {name}
        {current && <span className={classes.dimmed}> · the machine goes on from here</span>}
        {description !== null && description !== '' && <span className={classes.snapshotNote}>{description}</span>}
      </span>
      {!instance.stale && (
        <Group gap={4} wrap="nowrap">
          <Button
            size="compact-xs"
            variant="default"
            disabled={isRunning}
            {...(isRunning && { title: 'Not while it runs: stop it first' })}
            aria-label={`Restore… ${name}`}
            onClick={() => openMachineDialog({ kind: 'restoreSnapshot', ...about })}
          >
            Restore…
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            c="var(--iso-bad)"
            aria-label={`Remove… ${name}`}
            onClick={() => openMachineDialog({ kind: 'removeSnapshot', ...about })}
          >
            Remove…
          </Button>
        </Group>
      )}
    </div>
  )
}
