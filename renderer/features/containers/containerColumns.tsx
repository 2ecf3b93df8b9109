import type { ListedInstance, Usage } from '../../../main/contract/live.ts'
import { useContainerFacts } from '../../store/containerFacts.ts'
import { useLive } from '../../store/live.ts'
import { useNow } from '../../ui/useNow.ts'
import { dash, explainDash, formatBytes, formatCpu } from '../instances/describeUse.ts'
import type { InstanceColumn } from '../instances/InstanceTable.tsx'
import shared from '../instances/instances.module.css'
import { NameCell } from '../instances/NameCell.tsx'
import { RowState } from '../instances/RowState.tsx'
import classes from './containers.module.css'
import { describeAge, describeEnding, explainEnding } from './describeContainer.ts'

export const containerColumns: readonly InstanceColumn[] = [
  {
    id: 'name',
    head: 'Name and image',
    width: '30%',
    cell: (instance, tabIndex) => (
      <NameCell instance={instance} tabIndex={tabIndex} note={instance.madeFrom ?? 'of an image without a name'} />
    ),
  },
  { id: 'state', head: 'State', width: 132, cell: (instance) => <State instance={instance} /> },
  { id: 'command', head: 'Command, ports', cell: (instance) => <Command instance={instance} /> },
  { id: 'age', head: 'Age', width: 72, isFigure: true, cell: (instance) => <Age instance={instance} /> },
  { id: 'cpu', head: 'CPU', width: 74, isFigure: true, cell: (instance) => <Use instance={instance} of="cpuShare" /> },
  {
    id: 'memory',
    head: 'Memory',
    width: 92,
    isFigure: true,
    cell: (instance) => <Use instance={instance} of="memoryBytes" />,
  },
]

interface CellProps {
  readonly instance: ListedInstance
}

function State({ instance }: CellProps) {
  const facts = useContainerFacts(({ byId }) => byId.get(instance.id))
  const ending = describeEnding(instance, facts)
  return (
    <>
      <RowState instance={instance} />
      {ending && (
        <span className={classes.ending} data-bad={ending.isBad || undefined} title={explainEnding(facts)}>
          {ending.text}
        </span>
      )}
    </>
  )
}

function Command({ instance: { id } }: CellProps) {
  const facts = useContainerFacts(({ byId }) => byId.get(id))
  if (facts === undefined) return dash
  const ports = facts.ports.join(', ')
  return (
    <div className={classes.command}>
      <span className={classes.argv} title={facts.command}>
        {facts.command || dash}
      </span>
      {ports !== '' && (
        <span className={shared.second} title={ports}>
          {ports}
        </span>
      )}
    </div>
  )
}

/** Milliseconds. */
const minute = 60_000

function Age({ instance }: CellProps) {
  return describeAge(instance, useNow(true, minute))
}

function Use({ instance, of }: CellProps & { readonly of: keyof Pick<Usage, 'cpuShare' | 'memoryBytes'> }) {
  const value = useLive(({ usage }) => usage.get(instance.id)?.[of])
  const paused = useLive((state) => state.paused)
  return (
    <span title={explainDash(instance, value, paused)}>
      {of === 'cpuShare' ? formatCpu(value) : formatBytes(value)}
    </span>
  )
}
