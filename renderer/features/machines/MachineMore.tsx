import { Button, Group, Text } from '@mantine/core'
import type { ListedInstance } from '../../../main/contract/live.ts'
import type { MachineAbilities } from '../../../main/contract/machine.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { MachineFacts } from './MachineFacts.tsx'
import { hasSavedMemory } from './machineColumns.tsx'
import classes from './machines.module.css'
import { type MachineDialogKind, openMachineDialog } from './machineView.ts'
import { SnapshotSection } from './SnapshotSection.tsx'
import { useMachine } from './useMachine.ts'

interface MachineMoreProps {
  readonly instance: ListedInstance
  /** Undefined where the engine makes no machines. */
  readonly abilities: MachineAbilities | undefined
}

/** In the drawer: what can be done to a machine, its snapshots, and what it consists of. */
export function MachineMore({ instance, abilities }: MachineMoreProps) {
  const { description, snapshots, problem } = useMachine(instance, abilities?.snapshots === true)
  if (abilities === undefined) return null
  if (description === null) {
    if (problem) return <ProblemNotice title="The machine could not be read" problem={problem} />
    return (
      <Text size="sm" className={classes.section}>
        Reading the machine…
      </Text>
    )
  }
  const isSaved = hasSavedMemory(description.state)
  return (
    <>
      {problem && <ProblemNotice title="What follows is of before" problem={problem} />}
      {!instance.stale && (
        <Group gap={6} mt={16}>
          {abilities.clones.length > 0 && <Ask kind="clone" text="Clone…" instance={instance} />}
          {abilities.exports && <Ask kind="export" text="Export…" instance={instance} />}
          {isSaved && <Ask kind="discardState" text="Discard saved state…" instance={instance} />}
        </Group>
      )}
      {abilities.snapshots && <SnapshotSection instance={instance} snapshots={snapshots} />}
      <MachineFacts description={description} />
    </>
  )
}

interface AskProps {
  readonly kind: Extract<MachineDialogKind['kind'], 'clone' | 'export' | 'discardState'>
  readonly text: string
  readonly instance: ListedInstance
}

function Ask({ kind, text, instance }: AskProps) {
  return (
    <Button size="compact-sm" variant="default" onClick={() => openMachineDialog({ kind, instance })}>
      {text}
    </Button>
  )
}
