import type { ListedInstance } from '../../../main/contract/live.ts'
import { technologyFacts } from '../../ui/technologies.ts'
import { dash, formatBytes } from '../instances/describeUse.ts'
import type { InstanceColumn } from '../instances/InstanceTable.tsx'
import { NameCell } from '../instances/NameCell.tsx'
import { RowState } from '../instances/RowState.tsx'
import { type MachineShape, useMachineShape, useReadShape } from './machineShapes.ts'

export const machineColumns: readonly InstanceColumn[] = [
  {
    id: 'name',
    head: 'Name',
    cell: (instance, tabIndex) => <NameCell instance={instance} tabIndex={tabIndex} note={describeOrigin(instance)} />,
  },
  { id: 'engine', head: 'Engine', width: 110, cell: ({ technology }) => technologyFacts[technology].title },
  { id: 'state', head: 'State', width: 150, cell: (instance) => <State instance={instance} /> },
  { id: 'cpus', head: 'CPUs', width: 70, isFigure: true, cell: (instance) => <Cpus instance={instance} /> },
  { id: 'memory', head: 'Memory', width: 110, isFigure: true, cell: (instance) => <Memory instance={instance} /> },
]

function describeOrigin({ madeFrom, owner }: ListedInstance): string {
  const maker = owner === 'isoscope' ? 'made by Isoscope' : 'yours'
  return madeFrom === null ? maker : `${madeFrom} · ${maker}`
}

/** A saved machine is stopped too, and goes on where it was. */
function State({ instance }: { readonly instance: ListedInstance }) {
  useReadShape(instance)
  const shape = useMachineShape(instance.id)
  const isSaved = shape !== undefined && 'state' in shape && hasSavedMemory(shape.state) && instance.state === 'stopped'
  return (
    <>
      <RowState instance={instance} />
      {isSaved && ' · memory saved'}
    </>
  )
}

/** By the engine's own word. */
export function hasSavedMemory(word: string): boolean {
  return /saved$/.test(word)
}

function Cpus({ instance }: { readonly instance: ListedInstance }) {
  return <Figure shape={useMachineShape(instance.id)} read={({ cpus }) => (cpus === null ? dash : String(cpus))} />
}

function Memory({ instance }: { readonly instance: ListedInstance }) {
  return <Figure shape={useMachineShape(instance.id)} read={({ memoryBytes }) => formatBytes(memoryBytes)} />
}

interface FigureProps {
  readonly shape: MachineShape | undefined
  readonly read: (shape: Exclude<MachineShape, { readonly absent: string }>) => string
}

function Figure({ shape, read }: FigureProps) {
  if (shape === undefined) return '…'
  return 'absent' in shape ? <span title={shape.absent}>{dash}</span> : read(shape)
}
