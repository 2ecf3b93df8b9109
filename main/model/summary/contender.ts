import type { Metric, MetricId } from '../../contract/metrics.ts'
import { type SummaryOptions, summariseNumber } from './numberMetric.ts'
import { selectSamples, surveyMetricIds } from './samples.ts'
import { type CostId, summariseCost, wasCostMeasured } from './workCost.ts'

const furtherCosts: readonly CostId[] = ['cpu_cost_python', 'disk_cost', 'spawn_cost', 'memory_cost', 'command_cost']

/** What follows from one contender's samples of the rounds. */
export function summariseContender(options: SummaryOptions): Partial<Record<MetricId, Metric>> {
  return {
    startup: summariseNumber('startup', options),
    startup_python: summariseNumber('startup_python', options),
    stop: summariseNumber('stop', options),
    kill: summariseNumber('kill', options),
    cpu_cost: summariseCost('cpu_cost', options),
    ...summariseFurtherCosts(options),
    import_python: summariseNumber('import_python', options),
    memory_idle_python: withNote(summariseNumber('memory_idle_python', options), 'first instance'),
    // A lone instance carries the pages that further ones would share with it.
    memory_idle: withNote(summariseNumber('memory_idle', options), 'first instance'),
    memory_fixed: summariseNumber('memory_fixed', options),
    disk_unique: summariseNumber('disk_unique', options),
    disk_shared: summariseNumber('disk_shared', options),
    command: summariseNumber('command', options),
    ...summariseSurvey(options),
  }
}

/** Those whose work this run does. */
function summariseFurtherCosts(options: SummaryOptions): Partial<Record<MetricId, Metric>> {
  const measured = furtherCosts.filter((id) => wasCostMeasured(id, options))
  return Object.fromEntries(measured.map((id) => [id, summariseCost(id, options)]))
}

/** Samples of the survey; without any, the survey's own findings say why, or there was none. */
function summariseSurvey(options: SummaryOptions): Partial<Record<MetricId, Metric>> {
  const measured = surveyMetricIds.filter((id) => selectSamples(options.samples, options.contender, id).length > 0)
  return Object.fromEntries(measured.map((id) => [id, summariseNumber(id, options)]))
}

function withNote(metric: Metric, note: string): Metric {
  return metric.kind === 'number' ? { ...metric, note } : metric
}
