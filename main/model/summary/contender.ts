import type { Metric, MetricId } from '../../contract/metrics.ts'
import { summariseCost } from './cpuCost.ts'
import { type SummaryOptions, summariseNumber } from './numberMetric.ts'

/** What follows from one contender's samples of the rounds. */
export function summariseContender(options: SummaryOptions): Partial<Record<MetricId, Metric>> {
  return {
    startup: summariseNumber('startup', options),
    startup_python: summariseNumber('startup_python', options),
    stop: summariseNumber('stop', options),
    kill: summariseNumber('kill', options),
    cpu_cost: summariseCost({ seconds: 'cpu_seconds', wall: 'cpu_wall' }, options),
    import_python: summariseNumber('import_python', options),
    cpu_cost_python: summariseCost({ seconds: 'python_seconds', wall: 'python_wall' }, options),
    memory_idle_python: withNote(summariseNumber('memory_idle_python', options), 'first instance'),
    // A lone instance carries the pages that further ones would share with it.
    memory_idle: withNote(summariseNumber('memory_idle', options), 'first instance'),
    memory_fixed: summariseNumber('memory_fixed', options),
    disk_unique: summariseNumber('disk_unique', options),
    disk_shared: summariseNumber('disk_shared', options),
  }
}

function withNote(metric: Metric, note: string): Metric {
  return metric.kind === 'number' ? { ...metric, note } : metric
}
