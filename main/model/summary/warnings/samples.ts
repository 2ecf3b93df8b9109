import type { MetricId, NumberMetric } from '../../../contract/metrics.ts'
import type { ContenderSummary, RunWarning } from '../../../contract/run.ts'
import { formatQuantity } from '../../format.ts'
import { median } from '../../stats/median.ts'
import { isFarFrom } from '../../stats/outliers.ts'

/** Below this an interval of a median cannot be given. */
const minimumSamples = 6

/** Within this many launch costs a start-up says more about starting any program than about the technology. */
const launchCostFactor = 10

/** Times that are measured anew in each round, with what they are called. */
const times: readonly (readonly [MetricId, string])[] = [
  ['startup', 'start-up'],
  ['startup_python', 'start-up of Python'],
  ['import_python', 'import'],
  ['stop', 'stop'],
  ['kill', 'kill'],
  ['command', 'command'],
]

const startups: readonly MetricId[] = ['startup', 'startup_python']

/** Doubts about one contender's samples. `launchCost` is in milliseconds. */
export function warnOfSamples(contender: ContenderSummary, launchCost: number | null): readonly RunWarning[] {
  return times.flatMap(([id, name]) => {
    const metric = contender.metrics[id]
    if (metric?.kind !== 'number') return []
    const isStartup = startups.includes(id)
    const messages: readonly (readonly [RunWarning['code'], string | null])[] = [
      ['few_samples', warnOfFew(id, name, metric, contender)],
      ['outliers', warnOfOutliers(name, metric)],
      ['slow_first', isStartup ? warnOfFirst(name, metric) : null],
      ['near_launch_cost', isStartup ? warnOfLaunchCost(name, metric, launchCost) : null],
    ]
    return messages.flatMap(([code, text]): RunWarning[] =>
      text === null ? [] : [{ code, contender: contender.id, metric: id, message: `${contender.title}: ${text}` }],
    )
  })
}

/** Too few rounds is one doubt and told of the start-up; of another time only where it has fewer samples still. */
function warnOfFew(
  id: MetricId,
  name: string,
  { samples }: NumberMetric,
  { metrics }: ContenderSummary,
): string | null {
  if (samples.length >= minimumSamples) return null
  const { startup } = metrics
  if (id !== 'startup' && startup?.kind === 'number' && samples.length >= startup.samples.length) return null
  return `${samples.length} sample(s) of ${name}, no interval below ${minimumSamples}.`
}

function warnOfOutliers(name: string, { outliers, samples }: NumberMetric): string | null {
  return outliers === 0 ? null : `${outliers} outlier(s) among ${samples.length} of ${name}, kept.`
}

/** By the measure of outliers: the warm-up is none of the samples, and may be slow; how slow is a figure of its own. */
function warnOfFirst(name: string, { first, samples, unit }: NumberMetric): string | null {
  const [value] = first
  if (value === undefined || samples.length < minimumSamples) return null
  const middle = median(samples)
  if (value <= middle || !isFarFrom(value, samples)) return null
  return `the first ${name} took ${formatQuantity(value, unit)}, ${formatQuantity(value / middle, 'ratio')} the median of those after it: that is what a cold start costs here, and it is not among them.`
}

function warnOfLaunchCost(name: string, metric: NumberMetric, launchCost: number | null): string | null {
  if (launchCost === null || metric.median > launchCostFactor * launchCost) return null
  return `its ${name} of ${formatQuantity(metric.median, 'ms')} is within ${launchCostFactor} times what starting an empty program costs here (${formatQuantity(launchCost, 'ms')}): it is read as a difference, never as a ratio.`
}
