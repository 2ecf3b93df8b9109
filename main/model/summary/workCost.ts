import type { Metric, PartSummary, RawMetricId } from '../../contract/metrics.ts'
import { geometricMean } from '../stats/geometricMean.ts'
import type { Observation } from '../stats/paired.ts'
import { estimate, pairedRatio } from '../stats/paired.ts'
import { countOthers, explainAbsence, type SummaryOptions, summarisePart } from './numberMetric.ts'
import { isFailure, observations, selectSamples, toEstimateData } from './samples.ts'

interface CostSource {
  readonly seconds: RawMetricId
  readonly wall?: RawMetricId
}

/** The raw metrics that each cost follows from: CPU seconds and wall seconds, a part per kernel. */
const sources = {
  cpu_cost: { seconds: 'cpu_seconds', wall: 'cpu_wall' },
  cpu_cost_python: { seconds: 'python_seconds', wall: 'python_wall' },
  disk_cost: { seconds: 'disk_seconds', wall: 'disk_wall' },
  spawn_cost: { seconds: 'spawn_seconds', wall: 'spawn_wall' },
  memory_cost: { seconds: 'memory_seconds', wall: 'memory_wall' },
  // Its time by the clock is a metric of its own, and a single one.
  command_cost: { seconds: 'command_seconds' },
} satisfies Readonly<Record<string, CostSource>>

export type CostId = keyof typeof sources

/**
 * CPU seconds of the same fixed work over the host's in the same round, kernel by kernel; the figure of a round is their
 * geometric mean. Always read together with its parts: under emulation one kernel says 1.15 and another 81.
 */
export function summariseCost(id: CostId, options: SummaryOptions): Metric {
  const source: CostSource = sources[id]
  const own = selectSamples(options.samples, options.contender, source.seconds)
  const kernels = listKernels(source.seconds, options)
  if (kernels.length === 0) return { kind: 'absent', reason: explainAbsence(own, id, options) }
  if (options.host === undefined) return { kind: 'absent', reason: 'the host takes no part in this run' }
  const isHost = options.contender === options.host
  const rounds = ratiosByRound(source.seconds, kernels, options)
  if (rounds.length === 0) return { kind: 'absent', reason: 'no round in which the host was measured too' }
  const wall = source.wall === undefined ? [] : ratiosByRound(source.wall, kernels, options)
  return {
    kind: 'number',
    unit: 'ratio',
    samples: [...valuesOf(rounds)],
    first: [],
    ...toEstimateData(estimate(valuesOf(rounds), options.confidence)),
    ...countOthers(own.filter(isFailure)),
    parts: Object.fromEntries(
      kernels.map((kernel) => [
        kernel,
        isHost ? summarisePart(source.seconds, kernel, options) : kernelRatio(source.seconds, kernel, options),
      ]),
    ),
    ...(!isHost && wall.length > 0 && { wall: toEstimateData(estimate(valuesOf(wall), options.confidence)) }),
    ...joinNotes(isHost ? 'by definition; parts in CPU seconds' : undefined, options.notes[id]),
  }
}

function valuesOf(observations: readonly Observation[]): readonly number[] {
  return observations.map(({ value }) => value)
}

/** Whether this kind of work was part of the run at all, on any contender. */
export function wasCostMeasured(id: CostId, { samples }: SummaryOptions): boolean {
  return samples.some(({ metric }) => metric === sources[id].seconds)
}

function joinNotes(...notes: readonly (string | undefined)[]): { readonly note?: string } {
  const given = notes.filter((note) => note !== undefined)
  return given.length > 0 ? { note: given.join('; ') } : {}
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
  return { kind: 'number', unit: 'ratio', ...toEstimateData(pairedRatio(host, own, options.confidence)) }
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
