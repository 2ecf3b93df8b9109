import type { Difference, Metric, MetricId, NumberMetric, RawMetricId } from '../../contract/metrics.ts'
import { metricIdSchema, rawMetricIdSchema } from '../../contract/metrics.ts'
import type { ContenderSummary, Sample } from '../../contract/run.ts'
import { adjustHolm } from '../stats/holm.ts'
import { median } from '../stats/median.ts'
import { pairByRound } from '../stats/paired.ts'
import { estimatePairedShift, FEWEST_FOR_SHIFT } from '../stats/shift.ts'
import { testSignedRank } from '../stats/signedRank.ts'
import { judgeRatio, judgeShift, SIGNIFICANCE } from '../stats/verdict.ts'
import { observations, selectSamples } from './samples.ts'

/** One comparison of a contender with the host before all of them are adjusted together. */
interface Comparison {
  readonly contender: string
  readonly metric: MetricId
  readonly kind: 'shift' | 'ratio'
  /** Of the shift: the host's median. */
  readonly base: number
  readonly shift: number
  readonly ci95: readonly [number, number]
  readonly pairs: number
  readonly p: number
}

/**
 * Adds to each metric what its rounds say of the difference to the host. The family of Holm's adjustment is the run: all
 * metrics of all contenders that are compared with the host in pairs of rounds, because they are read together, in one
 * table. Not in it is what is not compared, and what has fewer than 6 pairs: that cannot become significant, whatever is
 * measured, so leaving it out says nothing about the data (Tarone, "A modified Bonferroni method for discrete data",
 * Biometrics 46, 1990).
 */
export function addDifferences(
  contenders: readonly ContenderSummary[],
  samples: readonly Sample[],
  confidence: number,
): readonly ContenderSummary[] {
  const host = contenders.find(({ id }) => id === 'host')
  if (host === undefined) return contenders
  const family = contenders
    .filter(({ id }) => id !== host.id)
    .flatMap((contender) => compareContender(contender, host.id, samples, confidence))
  const adjusted = adjustHolm(family.map(({ p }) => p))
  return contenders.map((contender) => {
    const metrics: Partial<Record<MetricId, Metric>> = { ...contender.metrics }
    for (const [index, comparison] of family.entries()) {
      const metric = metrics[comparison.metric]
      if (comparison.contender !== contender.id || metric?.kind !== 'number') continue
      metrics[comparison.metric] = { ...metric, difference: toDifference(comparison, adjusted[index] ?? 1) }
    }
    return { ...contender, metrics }
  })
}

/** All comparisons with the host that a run has. */
export function listDifferences(contenders: readonly ContenderSummary[]): readonly Difference[] {
  return contenders.flatMap(({ metrics }) =>
    Object.values(metrics).flatMap((metric) =>
      metric?.kind === 'number' && metric.difference !== undefined ? [metric.difference] : [],
    ),
  )
}

/**
 * The fewest rounds in which a difference can be significant at all among so many comparisons: n pairs that all go one
 * way have p = 2 / 2^n, and Holm multiplies the smallest by their number.
 */
export function countRoundsNeeded(comparisons: number): number {
  return Math.max(FEWEST_FOR_SHIFT, Math.floor(1 + Math.log2(comparisons / SIGNIFICANCE)) + 1)
}

function compareContender(
  contender: ContenderSummary,
  host: string,
  samples: readonly Sample[],
  confidence: number,
): readonly Comparison[] {
  return metricIdSchema.options.flatMap((id) => {
    const metric = contender.metrics[id]
    if (metric?.kind !== 'number') return []
    const compared = metric.unit === 'ratio' ? compareRatios(metric, confidence) : null
    const raw = metric.overHost && rawMetricIdSchema.safeParse(id).data
    const found = compared ?? (raw ? compareTimes(raw, contender.id, host, samples, confidence) : null)
    return found ? [{ contender: contender.id, metric: id, ...found }] : []
  })
}

type Compared = Omit<Comparison, 'contender' | 'metric'>

function compareTimes(
  metric: RawMetricId,
  contender: string,
  host: string,
  samples: readonly Sample[],
  confidence: number,
): Compared | null {
  const base = observations(selectSamples(samples, host, metric))
  const own = observations(selectSamples(samples, contender, metric))
  const tested = testPairs(
    pairByRound(base, own).map((pair) => pair.other - pair.base),
    confidence,
  )
  return tested && { kind: 'shift', base: median(base.map(({ value }) => value)), ...tested }
}

/** A metric in × host has the ratio of each round as its samples. Only as logarithms are ratios symmetric. */
function compareRatios({ samples }: NumberMetric, confidence: number): Compared | null {
  if (samples.some((ratio) => !(ratio > 0))) return null
  const tested = testPairs(samples.map(Math.log), confidence)
  if (tested === null) return null
  const { shift, ci95, ...rest } = tested
  return { kind: 'ratio', base: 1, shift: Math.exp(shift), ci95: [Math.exp(ci95[0]), Math.exp(ci95[1])], ...rest }
}

function testPairs(
  differences: readonly number[],
  confidence: number,
): Pick<Comparison, 'shift' | 'ci95' | 'pairs' | 'p'> | null {
  if (differences.length < FEWEST_FOR_SHIFT) return null
  const { shift, interval } = estimatePairedShift(differences, confidence)
  if (interval === null) return null
  const { p } = testSignedRank(differences)
  return { shift, ci95: [interval.low, interval.high], pairs: differences.length, p }
}

function toDifference({ kind, base, shift, ci95, pairs, p }: Comparison, pAdjusted: number): Difference {
  const judged = { interval: { low: ci95[0], high: ci95[1] }, pAdjusted }
  const verdict = kind === 'ratio' ? judgeRatio(judged) : judgeShift(judged, base)
  return { shift, ci95: [...ci95], pairs, p, pAdjusted, verdict }
}
