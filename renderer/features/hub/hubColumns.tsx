import type { ListedInstance } from '../../../main/contract/live.ts'
import { useActivities } from '../../store/activities.ts'
import { useLive } from '../../store/live.ts'
import { explainDash, formatBytes, formatCpu } from '../instances/describeUse.ts'
import type { InstanceColumn } from '../instances/InstanceTable.tsx'
import { NameCell } from '../instances/NameCell.tsx'
import { RowState } from '../instances/RowState.tsx'
import classes from './hub.module.css'

export const hubColumns: readonly InstanceColumn[] = [
  {
    id: 'name',
    head: 'User',
    cell: (instance, tabIndex) => <NameCell instance={instance} tabIndex={tabIndex} note={instance.madeFrom ?? '–'} />,
  },
  { id: 'state', head: 'Server', width: 240, cell: (instance) => <Server instance={instance} /> },
  { id: 'owner', head: 'Added by', width: 90, cell: ({ owner }) => (owner === 'isoscope' ? 'Isoscope' : 'others') },
  { id: 'cpu', head: 'CPU', width: 80, isFigure: true, cell: (instance) => <Use instance={instance} of="cpuShare" /> },
  {
    id: 'memory',
    head: 'Memory',
    width: 100,
    isFigure: true,
    cell: (instance) => <Use instance={instance} of="memoryBytes" />,
  },
]

/** Its state, and the step that the hub tells of while it starts. */
function Server({ instance }: { readonly instance: ListedInstance }) {
  const step = useActivities(
    ({ list }) => list?.find((one) => one.instance === instance.id && one.state === 'running')?.progress?.step,
  )
  return (
    <>
      <RowState instance={instance} />
      {step !== undefined && <span className={classes.step}>{step}</span>}
    </>
  )
}

const formats = { cpuShare: formatCpu, memoryBytes: formatBytes } as const

interface UseProps {
  readonly instance: ListedInstance
  readonly of: keyof typeof formats
}

/** What its server uses now. */
function Use({ instance, of }: UseProps) {
  const value = useLive(({ usage }) => (instance.stale ? undefined : usage.get(instance.id)?.[of]))
  const paused = useLive((state) => state.paused)
  return <span title={explainDash(instance, value, paused)}>{formats[of](value)}</span>
}
