/**
 * The Mann-Whitney test (Wilcoxon's rank sum): do two independent samples differ?
 * Source: Mann & Whitney, "On a test of whether one of two random variables is stochastically larger than the other",
 * Annals of Mathematical Statistics 18 (1947); Hollander, Wolfe & Chicken, Nonparametric Statistical Methods, 4.1.
 */
import { midRanks, tailsOfSubsetSum, twoSided } from './ranks.ts'
import { approximateP, type RankTest } from './signedRank.ts'

/** Of both samples together: what is counted exactly grows with the fourth power, and 50 take a few milliseconds. */
const MOST_EXACT = 50

/**
 * `statistic`: pairs in which `other` is above `base`, a tie counting a half. Exact up to 50 values together, ties
 * included; above by the normal approximation with the variance of the ranks that occurred (the correction for ties) and
 * a continuity correction of a half. `p` is 1 when all values are equal. Throws RangeError when a sample is empty, on
 * NaN or an infinity.
 */
export function testMannWhitney(base: readonly number[], other: readonly number[]): RankTest {
  if (base.length === 0 || other.length === 0) throw new RangeError('no test against no values')
  const ranks = midRanks([...other, ...base])
  const size = other.length
  const total = ranks.length
  const rankSum = ranks.slice(0, size).reduce((sum, rank) => sum + rank, 0)
  const statistic = rankSum - (size * (size + 1)) / 2
  if (total <= MOST_EXACT) {
    return { statistic, p: twoSided(tailsOfSubsetSum(ranks, size, rankSum)), method: 'exact' }
  }
  const middle = (total + 1) / 2
  const spread = ranks.reduce((sum, rank) => sum + (rank - middle) ** 2, 0)
  const variance = (size * base.length * spread) / (total * (total - 1))
  return { statistic, p: approximateP(statistic, (size * base.length) / 2, variance), method: 'normal' }
}
