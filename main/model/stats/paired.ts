/**
 * Estimates from pairs: two contenders are compared within the same round, so what slows a whole round cancels.
 * The estimate is the median of the per-round differences or ratios with the interval of that median
 * (Conover, Practical Nonparametric Statistics: the sign test on pairs, inverted). It is not the difference of medians.
 */
import { median } from './median.ts'
import { type Interval, medianInterval } from './medianInterval.ts'

export interface Observation {
  readonly round: number
  readonly value: number
}

export interface Pair {
  readonly round: number
  readonly base: number
  readonly other: number
}

export interface Estimate {
  readonly median: number
  /** Null below 6 samples. */
  readonly interval: Interval | null
  readonly n: number
}

/** In the unit of the values. Throws RangeError on no values, NaN, an infinity, or a confidence outside [0.5, 1). */
export function estimate(values: readonly number[], confidence = 0.95): Estimate {
  return { median: median(values), interval: medianInterval(values, confidence), n: values.length }
}

/**
 * The rounds both have, in the order of `base`; a round that failed for one of them is left out.
 * Throws RangeError when a round occurs twice in one list: there would be no telling which is its pair.
 */
export function pairByRound(base: readonly Observation[], other: readonly Observation[]): readonly Pair[] {
  const baseByRound = indexByRound(base)
  const otherByRound = indexByRound(other)
  return [...baseByRound].flatMap(([round, baseValue]) => {
    const otherValue = otherByRound.get(round)
    return otherValue === undefined ? [] : [{ round, base: baseValue, other: otherValue }]
  })
}

/** `other` minus `base`, in the unit of the values: what `other` adds. Throws RangeError when no round is common. */
export function pairedDifference(
  base: readonly Observation[],
  other: readonly Observation[],
  confidence = 0.95,
): Estimate {
  return estimate(
    pairByRound(base, other).map((pair) => pair.other - pair.base),
    confidence,
  )
}

/**
 * `other` over `base`. Throws RangeError when no round is common, or a base in a common round is not above zero:
 * dropping that round would leave an estimate of something else.
 */
export function pairedRatio(base: readonly Observation[], other: readonly Observation[], confidence = 0.95): Estimate {
  const ratios = pairByRound(base, other).map((pair) => {
    if (!(pair.base > 0)) throw new RangeError(`no ratio to ${pair.base} in round ${pair.round}`)
    return pair.other / pair.base
  })
  return estimate(ratios, confidence)
}

function indexByRound(observations: readonly Observation[]): ReadonlyMap<number, number> {
  const byRound = new Map(observations.map(({ round, value }) => [round, value] as const))
  if (byRound.size !== observations.length) throw new RangeError('a round occurs twice')
  return byRound
}
