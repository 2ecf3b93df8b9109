import type { MetricId } from '../../contract/metrics.ts'
import type { Run } from '../../contract/run.ts'

/** Their figure depends on how much work each kernel does: a fixed cost weighs more beside little work. */
const ofScaledWork: readonly MetricId[] = ['cpu_cost', 'cpu_cost_python', 'disk_cost', 'spawn_cost', 'memory_cost']
const ofCommand: readonly MetricId[] = ['command', 'command_cost']

type Workload = Pick<Run, 'workload'>

/** Why the figures of a metric are of different work in the two runs; null when they are of the same. */
export function explainOtherWork(metric: MetricId, before: Workload, after: Workload): string | null {
  if (ofScaledWork.includes(metric) && before.workload.cpuScale !== after.workload.cpuScale) {
    return `of different work: its scale was ${before.workload.cpuScale} and is ${after.workload.cpuScale}`
  }
  if (ofCommand.includes(metric) && describeOther(before) !== describeOther(after)) return 'of different commands'
  return null
}

/** Everything of the workload but its scale. */
function describeOther({ workload: { cpuScale: _scale, ...rest } }: Workload): string {
  return JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
