import type { Metric, PartSummary, RawMetricId } from '../../contract/metrics.ts'
import { geometricMean } from '../stats/geometricMean.ts'
import type { Observation } from '../stats/paired.ts'
import { estimate, pairedRatio } from '../stats/paired.ts'
import { countOthers, explainAbsence, type SummaryOptions, summarisePart } from './numberMetric.ts'
import { isFailure, observations, selectSamples, toEstimateData } from './samples.ts'

/** The raw metrics of one kind of work, measured kernel by kernel. */
export interface WorkMetrics {
  readonly seconds: RawMetricId
  readonly wall: RawMetricId
}

/**
 * `cpu_cost` and its like: CPU seconds of the same fixed work over the host's in the same round, kernel by kernel; the figure of a
 * round is their geometric mean. Always read together with its parts: under emulation one kernel says 1.15 and another 81.
 */
export function summariseCost(work: WorkMetrics, options: SummaryOptions): Metric {
  const own = selectSamples(options.samples, options.contender, work.seconds)
  const kernels = listKernels(work.seconds, options)
  if (kernels.length === 0) return { kind: 'absent', reason: explainAbsence(own, work.seconds, options) }
  if (options.host === undefined) return { kind: 'absent', reason: 'the host takes no part in this run' }
  const isHost = options.contender === options.host
  const rounds = ratiosByRound(work.seconds, kernels, options)
  if (rounds.length === 0) return { kind: 'absent', reason: 'no round in which the host was measured too' }
  const wall = ratiosByRound(work.wall, kernels, options)
  return {
    kind: 'number',
    unit: 'ratio',
    samples: rounds.map(({ value }) => value),
    first: [],
    ...toEstimateData(estimate(rounds.map(({ value }) => value))),
    ...countOthers(own.filter(isFailure)),
    parts: Object.fromEntries(
      kernels.map((kernel) => [
        kernel,
        isHost ? summarisePart(work.seconds, kernel, options) : kernelRatio(work.seconds, kernel, options),
      ]),
    ),
    ...(isHost
      ? { note: 'by definition; parts in CPU seconds' }
      : { wall: toEstimateData(estimate(wall.map(({ value }) => value))) }),
  }
}

function listKernels(seconds: RawMetricId, options: SummaryOptions): readonly string[] {
  const names = new Set<string>()
  for (const sample of options.samples) {
    const { contender, metric, part } = sample
    if (sample.ok && contender === options.contender && metric === seconds && part !== undefined) names.add(part)
  }
  return [...names]
}

function kernelRatio(seconds: RawMetricId, kernel: string, options: SummaryOptions): PartSummary {
  const { host, own } = kernelPairs(seconds, kernel, options)
  const rounds = new Set(host.map(({ round }) => round))
  if (!own.some(({ round }) => rounds.has(round))) return { kind: 'absent', reason: 'not measured beside the host' }
  return { kind: 'number', unit: 'ratio', ...toEstimateData(pairedRatio(host, own)) }
}

function kernelPairs(metric: RawMetricId, kernel: string, options: SummaryOptions) {
  const select = (contender: string) => observations(selectSamples(options.samples, contender, metric, kernel))
  return { host: select(options.host ?? ''), own: select(options.contender) }
}

/** The geometric mean over the kernels, of each round in which host and contender have all of them. */
function ratiosByRound(
  metric: RawMetricId,
  kernels: readonly string[],
  options: SummaryOptions,
): readonly Observation[] {
  const byRound = new Map<number, number[]>()
  for (const kernel of kernels) {
    const { host, own } = kernelPairs(metric, kernel, options)
    const hostValues = new Map(host.map(({ round, value }) => [round, value]))
    for (const { round, value } of own) {
      const base = hostValues.get(round)
      if (base !== undefined && base > 0 && value > 0) byRound.set(round, [...(byRound.get(round) ?? []), value / base])
    }
  }
  return [...byRound]
    .filter(([, ratios]) => ratios.length === kernels.length)
    .map(([round, ratios]) => ({ round, value: geometricMean(ratios) }))
}
