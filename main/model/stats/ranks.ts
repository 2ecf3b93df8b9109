/**
 * Ranks and the exact distributions of sums of them.
 * Equal values share the mean of their ranks (mid-ranks). Sums are counted by the shift algorithm of Streitberg & Röhmel,
 * "Exact distributions for permutation and rank tests", Statistical Software Newsletter 12 (1986), which needs no
 * tables and, unlike them, is exact with ties as well: it is the distribution given the ranks that occurred.
 * Ranks are doubled there, so that mid-ranks are whole.
 */
import { sortAscending } from './median.ts'

/** One rank for each value, in its place, counted from 1. Throws RangeError on NaN or an infinity. */
export function midRanks(values: readonly number[]): readonly number[] {
  const sorted = sortAscending(values)
  const ranks = new Map<number, number>()
  let begin = 0
  for (let end = 1; end <= sorted.length; end++) {
    const value = sorted[begin]
    if (value === undefined || sorted[end] === value) continue
    ranks.set(value, (begin + 1 + end) / 2)
    begin = end
  }
  return values.map((value) => ranks.get(value) ?? Number.NaN)
}

/** P(sum <= x) and P(sum >= x) of a sum of ranks. */
export interface Tails {
  readonly lower: number
  readonly upper: number
}

/** Of the sum of those ranks that a fair coin each has chosen: the signed-rank statistic when nothing differs. */
export function tailsOfSignedSum(ranks: readonly number[], sum: number): Tails {
  return tailsOf(signedSumProbabilities(ranks), sum)
}

/** Of the sum of `size` ranks drawn without replacement: the rank-sum statistic when nothing differs. */
export function tailsOfSubsetSum(ranks: readonly number[], size: number, sum: number): Tails {
  return tailsOf(subsetSumProbabilities(ranks, size), sum)
}

/** Twice the smaller tail, at most 1: the two-sided p that belongs to an interval with equal tails. */
export function twoSided({ lower, upper }: Tails): number {
  return Math.min(1, 2 * Math.min(lower, upper))
}

/** Place i holds the probability of a sum of i / 2. */
export function signedSumProbabilities(ranks: readonly number[]): Float64Array {
  const doubled = ranks.map((rank) => Math.round(2 * rank))
  const probabilities = new Float64Array(doubled.reduce((total, rank) => total + rank, 0) + 1)
  probabilities[0] = 1
  let largest = 0
  for (const rank of doubled) {
    largest += rank
    for (let sum = largest; sum >= 0; sum--) {
      const without = probabilities[sum] ?? 0
      const withIt = sum >= rank ? (probabilities[sum - rank] ?? 0) : 0
      probabilities[sum] = (without + withIt) / 2
    }
  }
  return probabilities
}

/** Place i holds the probability of a sum of i / 2. */
export function subsetSumProbabilities(ranks: readonly number[], size: number): Float64Array {
  const doubled = ranks.map((rank) => Math.round(2 * rank))
  const sums = doubled.reduce((total, rank) => total + rank, 0) + 1
  // counts[c * sums + s]: subsets of c ranks with sum s. Whole numbers, exact as long as they are below 2^53.
  const counts = new Float64Array((size + 1) * sums)
  counts[0] = 1
  for (const rank of doubled) {
    for (let chosen = size; chosen > 0; chosen--) {
      const row = chosen * sums
      for (let sum = sums - 1; sum >= rank; sum--) {
        counts[row + sum] = (counts[row + sum] ?? 0) + (counts[row - sums + sum - rank] ?? 0)
      }
    }
  }
  const wanted = counts.subarray(size * sums)
  const total = wanted.reduce((sum, count) => sum + count, 0)
  return wanted.map((count) => count / total)
}

function tailsOf(probabilities: Float64Array, sum: number): Tails {
  const place = Math.round(2 * sum)
  let lower = 0
  let upper = 0
  for (const [index, probability] of probabilities.entries()) {
    if (index <= place) lower += probability
    if (index >= place) upper += probability
  }
  return { lower, upper }
}
