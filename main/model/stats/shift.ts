/**
 * Hodges-Lehmann estimates of a shift, with the intervals that the rank tests leave when they are inverted.
 * Sources: Hodges & Lehmann, "Estimates of location based on rank tests", Annals of Mathematical Statistics 34 (1963);
 * Tukey's interval for pairs and Moses' for two samples as in Hollander, Wolfe & Chicken, Nonparametric Statistical
 * Methods (3rd ed.), 3.2, 3.3 and 4.2, 4.3.
 *
 * The ranks of the ends are those of data without ties. With ties the closed interval covers no less than it says:
 * Noether, "Wilcoxon confidence intervals for location parameters in the discrete case", JASA 62 (1967).
 */
import { median } from './median.ts'
import type { Interval } from './medianInterval.ts'
import { normalQuantile } from './normal.ts'
import { signedSumProbabilities, subsetSumProbabilities } from './ranks.ts'

export interface Shift {
  readonly shift: number
  /** Null with fewer than 6 values in a sample. */
  readonly interval: Interval | null
}

/** As with the median: six pairs are the fewest that cover 95 %, and no interval is given below. */
export const FEWEST_FOR_SHIFT = 6

/** Up to here the ends are found by counting, above by the normal approximation: the same lines as in the tests. */
const MOST_EXACT = 50

/**
 * The median of the means of all pairs of differences, each with itself too, in the unit of the differences.
 * Throws RangeError on no differences, NaN, an infinity, or a confidence outside [0.5, 1).
 */
export function estimatePairedShift(differences: readonly number[], confidence = 0.95): Shift {
  const n = differences.length
  checkConfidence(confidence)
  const averages = new Float64Array((n * (n + 1)) / 2)
  let place = 0
  for (const [index, first] of differences.entries()) {
    for (const second of differences.slice(index)) averages[place++] = (first + second) / 2
  }
  const mean = averages.length / 2
  const outer = () =>
    n <= MOST_EXACT
      ? countOuter(signedSumProbabilities(listRanks(n)), 0, confidence)
      : approximateOuter(mean, (n * (n + 1) * (2 * n + 1)) / 24, confidence)
  return { shift: median([...averages]), interval: n < FEWEST_FOR_SHIFT ? null : cutEnds(averages, outer()) }
}

/**
 * The median of all differences of a value of `other` and one of `base`, in the unit of the values.
 * Throws RangeError when a sample is empty, on NaN, an infinity, or a confidence outside [0.5, 1).
 */
export function estimateShift(base: readonly number[], other: readonly number[], confidence = 0.95): Shift {
  checkConfidence(confidence)
  const [m, n] = [base.length, other.length]
  const differences = new Float64Array(m * n)
  let place = 0
  for (const value of other) for (const reference of base) differences[place++] = value - reference
  const outer = () =>
    m + n <= MOST_EXACT
      ? countOuter(subsetSumProbabilities(listRanks(m + n), n), (n * (n + 1)) / 2, confidence)
      : approximateOuter((m * n) / 2, (m * n * (m + n + 1)) / 12, confidence)
  return {
    shift: median([...differences]),
    interval: Math.min(m, n) < FEWEST_FOR_SHIFT ? null : cutEnds(differences, outer()),
  }
}

/** Without the `outer` smallest and largest. */
function cutEnds(values: Float64Array, outer: number): Interval | null {
  const sorted = values.toSorted()
  const low = sorted[outer]
  const high = sorted[sorted.length - 1 - outer]
  return outer < 0 || low === undefined || high === undefined ? null : { low, high }
}

/** How many values lie outside at each end; -1 where even all of them do not cover `confidence`. */
function countOuter(probabilities: Float64Array, smallest: number, confidence: number): number {
  let tail = 0
  let outer = -1
  for (let sum = smallest; 2 * sum < probabilities.length; sum++) {
    tail += probabilities[2 * sum] ?? 0
    // A tail that is exactly a half of what is left over may come out a rounding error larger.
    if (2 * tail > (1 - confidence) * (1 + 1e-9)) return outer
    outer++
  }
  return outer
}

/** With the continuity correction of the tests. */
function approximateOuter(mean: number, variance: number, confidence: number): number {
  return Math.floor(mean - 0.5 - normalQuantile((1 + confidence) / 2) * Math.sqrt(variance))
}

function listRanks(n: number): readonly number[] {
  return Array.from({ length: n }, (_, index) => index + 1)
}

function checkConfidence(confidence: number): void {
  if (!(confidence >= 0.5 && confidence < 1)) throw new RangeError(`not a confidence in [0.5, 1): ${confidence}`)
}
