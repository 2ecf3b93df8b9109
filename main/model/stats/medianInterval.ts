/**
 * Confidence interval of a median from interpolated order statistics.
 *
 * The pair x(d), x(n+1-d) covers the median with the exact binomial probability P(d <= K <= n-d), K ~ Bin(n, 1/2),
 * whatever the distribution (Conover, Practical Nonparametric Statistics; Thompson 1936). That probability moves in
 * steps: 97.9 % at n = 10, 98.4 % at n = 7. So each end is moved from x(d) towards x(d+1) by the weight of
 * Hettmansperger & Sheather, "Confidence intervals based on interpolated order statistics", Statistics & Probability
 * Letters 4 (1986), which is what Nyblom, "Note on interpolated order statistics", same journal 14 (1992), gives at the
 * median, and what Minitab's 1-Sample Sign prints. Its claim is close to distribution-free, with one exception.
 *
 * The exception: two modes with the median in the gap between them (a cold cache in half of the rounds). An end that
 * lands in the gap stands for no data, and coverage falls towards that of the inner pair. An end whose step is more
 * than 0.6 of the whole outer interval therefore stays at x(d); this can only widen the interval. Simulated, 200,000
 * samples each, in %, at n = 6 / 7 / 10 / 20 / 40 (S: separation of the two modes in standard deviations):
 *
 *                          outer pair alone              interpolated only             as here
 *   normal                 96.9 / 98.5 / 97.9 / 95.9 / 96.1   95.1 / 94.7 / 94.9 / 95.1 / 95.0   95.2 / 94.9 / 95.0 / 95.1 / 95.0
 *   lognormal, sigma 1     96.9 / 98.4 / 97.8 / 95.9 / 96.2   95.0 / 94.4 / 94.9 / 95.0 / 95.0   95.1 / 94.8 / 95.0 / 95.0 / 95.0
 *   70 : 30, S = 6         96.9 / 98.5 / 97.9 / 95.8 / 96.1   94.5 / 94.8 / 94.9 / 95.0 / 94.9   95.1 / 95.1 / 95.0 / 95.0 / 94.9
 *   55 : 45, S = 10        96.9 / 98.4 / 97.8 / 95.9 / 96.1   90.8 / 94.2 / 94.5 / 94.4 / 94.9   96.3 / 97.1 / 96.4 / 95.2 / 95.0
 *   50 : 50, S = 6         96.8 / 98.4 / 97.9 / 95.9 / 96.1   96.2 / 89.4 / 92.0 / 95.7 / 95.4   96.6 / 96.2 / 96.3 / 95.8 / 95.6
 *   50 : 50, S = 10        96.8 / 98.4 / 97.8 / 95.7 / 96.1   96.7 / 87.6 / 89.6 / 95.7 / 96.0   96.8 / 98.3 / 97.8 / 95.7 / 96.1
 *
 * No symmetric rule can do better in the last row: with a gap that wide an interval reaches across it or does not, so
 * its coverage at n = 10 is 97.9 % or 89.1 %. Here it is the former. 0.6 was chosen by this simulation among 1/3, 1/2,
 * 0.6 and 2/3: smaller over-covers on S = 6, larger falls below 94 % at n = 7.
 */
import { sortAscending } from './median.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

export interface MedianIntervalRanks {
  /** Ranks count from 1: the outer pair is the tightest symmetric one that covers at least `confidence`. */
  readonly low: number
  readonly high: number
  /** Exact probability that the outer pair covers the median of a continuous distribution. */
  readonly coverage: number
  /** The same for the next pair inwards, `low + 1` and `high - 1`; below `confidence`. */
  readonly innerCoverage: number
}

/** Below this even the whole range covers less than 95 % (93.75 % at n = 5). */
const FEWEST_SAMPLES = 6
const WIDEST_STEP = 0.6

/**
 * The order statistics an interval is made of, or null where not even the smallest and largest value cover
 * `confidence`. Throws RangeError unless n is a whole number >= 0 and 0.5 <= confidence < 1.
 */
export function medianIntervalRanks(n: number, confidence: number): MedianIntervalRanks | null {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`not a number of samples: ${n}`)
  if (!(confidence >= 0.5 && confidence < 1)) throw new RangeError(`not a confidence in [0.5, 1): ${confidence}`)
  // Binomial weights relative to the central one: they underflow to 0 far out, where that is harmless,
  // while 2^-n underflows everywhere from n = 1,075 on.
  const lowerHalf: number[] = [1]
  for (let k = Math.floor(n / 2); k > 0; k--) lowerHalf.push(((lowerHalf.at(-1) ?? 0) * k) / (n - k + 1))
  lowerHalf.reverse()
  const sharedCentre = n % 2 === 0 ? 1 : 0
  const total = 2 * lowerHalf.reduce((sum, weight) => sum + weight, 0) - sharedCentre

  let tail = 0
  let outer: { readonly rank: number; readonly coverage: number } | null = null
  for (const [index, weight] of lowerHalf.entries()) {
    tail += weight
    const coverage = Math.max(0, 1 - (2 * tail) / total)
    if (coverage >= confidence) outer = { rank: index + 1, coverage }
    else if (outer === null) return null
    else return { low: outer.rank, high: n + 1 - outer.rank, coverage: outer.coverage, innerCoverage: coverage }
  }
  return null
}

/**
 * In the unit of the values; contains their median. Null below 6 samples, and where the whole range covers less than
 * `confidence`. Throws RangeError on NaN, an infinity, or a confidence outside [0.5, 1).
 */
export function medianInterval(values: readonly number[], confidence = 0.95): Interval | null {
  const sorted = sortAscending(values)
  const ranks = medianIntervalRanks(sorted.length, confidence)
  if (ranks === null || sorted.length < FEWEST_SAMPLES) return null

  const outerLow = sorted[ranks.low - 1]
  const outerHigh = sorted[ranks.high - 1]
  const innerLow = sorted[ranks.low]
  const innerHigh = sorted[ranks.high - 2]
  if (outerLow === undefined || outerHigh === undefined || innerLow === undefined || innerHigh === undefined)
    return null

  const weight = interpolationWeight(sorted.length, ranks, confidence)
  const widestStep = WIDEST_STEP * (outerHigh - outerLow)
  return {
    low: moveInwards(outerLow, innerLow, weight, widestStep),
    high: moveInwards(outerHigh, innerHigh, weight, widestStep),
  }
}

/** Hettmansperger & Sheather (1986): 0 keeps the outer order statistic, 1 takes the inner one. */
function interpolationWeight(n: number, ranks: MedianIntervalRanks, confidence: number): number {
  const excess = (ranks.coverage - confidence) / (ranks.coverage - ranks.innerCoverage)
  return ((n - ranks.low) * excess) / (ranks.low + (n - 2 * ranks.low) * excess)
}

function moveInwards(outer: number, inner: number, weight: number, widestStep: number): number {
  if (Math.abs(inner - outer) > widestStep) return outer
  return outer + weight * (inner - outer)
}
