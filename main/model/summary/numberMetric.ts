import type { Metric, MetricId, NumberMetric, PartSummary, RawMetricId } from '../../contract/metrics.ts'
import type { Sample } from '../../contract/run.ts'
import { estimate, pairedDifference, pairedRatio } from '../stats/paired.ts'
import { countedSamples, findAbsence, isFailure, observations, selectSamples, toEstimateData } from './samples.ts'

export interface SummaryOptions {
  readonly samples: readonly Sample[]
  readonly contender: string
  /** The contender others are compared with, where it takes part. */
  readonly host: string | undefined
  /** Milliseconds of an empty launch; a ratio of times is given only where the host's value exceeds ten times this. */
  readonly launchCost: number | null
  /** Why a metric cannot be measured on this contender, known beforehand. */
  readonly absences: Readonly<Record<string, string>>
  /** Words that belong to a metric's figure. */
  readonly notes: Partial<Readonly<Record<RawMetricId | MetricId, string>>>
  /** Of every interval; 0.95 when not given. A run that may stop early needs more: see `earlyStopConfidence`. */
  readonly confidence?: number
}

/** Below this many launch costs a ratio of two times says more about the launcher than about the technologies. */
const launchCostFactor = 10

/** One raw metric as it is reported: median, interval, comparison with the host in pairs of one round, phases. */
export function summariseNumber(metric: RawMetricId, options: SummaryOptions): Metric {
  const all = selectSamples(options.samples, options.contender, metric)
  const counted = countedSamples(all)
  const first = counted[0]
  if (first === undefined) return { kind: 'absent', reason: explainAbsence(all, metric, options) }
  const values = counted.map(({ value }) => value)
  const phases = summariseParts(metric, options)
  return {
    kind: 'number',
    unit: first.unit,
    samples: values,
    first: all.flatMap((sample) => (sample.ok && sample.first ? [sample.value] : [])),
    ...toEstimateData(estimate(values, options.confidence)),
    ...countOthers(all),
    ...compareWithHost(metric, first.unit === 'ms', options),
    ...(Object.keys(phases).length > 0 && { phases }),
    ...(options.notes[metric] && { note: options.notes[metric] }),
  }
}

/** What stands beside the counted samples. */
export function countOthers(all: readonly Sample[]): Pick<NumberMetric, 'failed' | 'excluded' | 'outliers'> {
  return {
    failed: all.filter(isFailure).length,
    excluded: all.filter((sample) => sample.ok && !sample.first && sample.excluded !== undefined).length,
    outliers: all.filter((sample) => sample.ok && sample.outlier).length,
  }
}

export function explainAbsence(all: readonly Sample[], metric: string, options: SummaryOptions): string {
  const known = options.absences[metric] ?? findAbsence(all)
  if (known !== undefined) return known
  const failure = all.findLast(isFailure)
  if (failure) return failure.error.message
  return all.some((sample) => sample.ok && !sample.first) ? 'every stop ran into the grace period' : 'not measured'
}

function compareWithHost(metric: RawMetricId, isTime: boolean, options: SummaryOptions) {
  if (options.host === undefined || options.host === options.contender || !isTime) return {}
  const host = observations(selectSamples(options.samples, options.host, metric))
  const own = observations(selectSamples(options.samples, options.contender, metric))
  const rounds = new Set(host.map(({ round }) => round))
  if (!own.some(({ round }) => rounds.has(round))) return {}
  const overHost = toEstimateData(pairedDifference(host, own, options.confidence))
  const hostMedian = estimate(host.map(({ value }) => value)).median
  const farAboveLaunch = options.launchCost !== null && hostMedian > launchCostFactor * options.launchCost
  return { overHost, ...(farAboveLaunch && { timesHost: toEstimateData(pairedRatio(host, own, options.confidence)) }) }
}

function summariseParts(metric: RawMetricId, options: SummaryOptions): Record<string, PartSummary> {
  const names = new Set<string>()
  for (const { contender, metric: id, part } of options.samples) {
    if (contender === options.contender && id === metric && part !== undefined) names.add(part)
  }
  const parts: Record<string, PartSummary> = {}
  for (const name of names) parts[name] = summarisePart(metric, name, options)
  return parts
}

/** One phase or kernel by itself. */
export function summarisePart(metric: RawMetricId, part: string, options: SummaryOptions): PartSummary {
  const all = selectSamples(options.samples, options.contender, metric, part)
  const counted = countedSamples(all)
  const first = counted[0]
  if (first === undefined) return { kind: 'absent', reason: explainAbsence(all, `${metric}.${part}`, options) }
  const values = counted.map(({ value }) => value)
  return { kind: 'number', unit: first.unit, ...toEstimateData(estimate(values, options.confidence)) }
}
