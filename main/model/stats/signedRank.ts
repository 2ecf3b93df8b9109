/**
 * Wilcoxon's signed-rank test: do paired differences lie around zero?
 * Source: Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945); Hollander, Wolfe &
 * Chicken, Nonparametric Statistical Methods (3rd ed.), 3.1. It supposes differences that are symmetric about their
 * centre, which those of two contenders that do not differ are by construction.
 *
 * Differences of exactly zero keep their place in the ranking and are then left out of the sum: Pratt, "Remarks on zeros
 * and ties in the Wilcoxon signed rank procedures", JASA 54 (1959). Wilcoxon dropped them before ranking, and so a sample
 * can become significant by moving towards zero. Zeros are common here: memory in pages, figures in clock ticks.
 */
import { normalUpperTail } from './normal.ts'
import { midRanks, tailsOfSignedSum, twoSided } from './ranks.ts'

/** Up to here the distribution is counted; R's wilcox.test draws the line at the same place, but only without ties. */
const MOST_EXACT = 50

export interface RankTest {
  /** Sum of the ranks of what is above zero (signed-rank), or how many pairs have `other` above `base` (Mann-Whitney). */
  readonly statistic: number
  /** Two-sided. */
  readonly p: number
  readonly method: 'exact' | 'normal'
}

/**
 * Exact up to 50 differences, ties and zeros included; above by the normal approximation with the variance of the ranks
 * that occurred (which is the correction for ties and zeros) and a continuity correction of a half. `p` is 1 when all
 * are zero. Throws RangeError on no differences, NaN or an infinity.
 */
export function testSignedRank(differences: readonly number[]): RankTest {
  if (differences.length === 0) throw new RangeError('no test of no differences')
  const ranks = midRanks(differences.map(Math.abs))
  const signed = differences.flatMap((difference, index) => {
    const rank = ranks[index]
    return difference === 0 || rank === undefined ? [] : [{ rank, positive: difference > 0 }]
  })
  const statistic = signed.reduce((sum, { rank, positive }) => (positive ? sum + rank : sum), 0)
  const counted = signed.map(({ rank }) => rank)
  if (differences.length <= MOST_EXACT) {
    return { statistic, p: twoSided(tailsOfSignedSum(counted, statistic)), method: 'exact' }
  }
  const mean = counted.reduce((sum, rank) => sum + rank, 0) / 2
  const variance = counted.reduce((sum, rank) => sum + rank * rank, 0) / 4
  return { statistic, p: approximateP(statistic, mean, variance), method: 'normal' }
}

/** Two-sided, with a continuity correction of a half. */
export function approximateP(statistic: number, mean: number, variance: number): number {
  const distance = Math.max(0, Math.abs(statistic - mean) - 0.5)
  return distance === 0 ? 1 : Math.min(1, 2 * normalUpperTail(distance / Math.sqrt(variance)))
}
