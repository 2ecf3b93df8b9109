import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tailsOfSignedSum, twoSided } from '../../../../main/model/stats/ranks.ts'
import { approximateP, testSignedRank } from '../../../../main/model/stats/signedRank.ts'
import { comparableSixty, darwinsMaize, depressionScale } from './published.ts'

const integers = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 })

test('gives the published result for the depression scale: T+ = 40 of 9 pairs', () => {
  // Hollander & Wolfe, example 3.1: one-sided 0.0195.
  const { statistic, p, method } = testSignedRank(depressionScale)
  expect({ statistic, method }).toEqual({ statistic: 40, method: 'exact' })
  expect(p / 2).toBeCloseTo(0.01953125, 12)
})

test("gives the published result for Darwin's maize: T+ = 96 of 15 pairs, p = 0.041", () => {
  expect(testSignedRank(darwinsMaize).statistic).toBe(96)
  expect(testSignedRank(darwinsMaize).p).toBeCloseTo(0.04125976563, 10)
})

test('is exact with ties and zeros, which keep their place in the ranking', () => {
  // scipy 1.17: wilcoxon(d, zero_method="pratt", method=PermutationMethod()), every sign tried.
  const { statistic, p } = testSignedRank([2, 2, -2, 3, -1, 5, 5, 0, 4, 7, 0])
  expect(statistic).toBe(55)
  expect(p).toBeCloseTo(0.0390625, 12)
})

test('corrects the normal approximation for ties and continuity', () => {
  // R 4.2: wilcox.test(a, b, paired = TRUE, exact = FALSE), V = 932.5. Its two zero differences R drops before ranking.
  const { statistic, p, method } = testSignedRank(comparableSixty.differences.filter((one) => one !== 0))
  expect({ statistic, method }).toEqual({ statistic: 932.5, method: 'normal' })
  expect(p).toBeCloseTo(0.5535942534, 9)
})

test('the normal approximation is close to the exact p where one takes over from the other', () => {
  const ranks = Array.from({ length: 50 }, (_, index) => index + 1)
  const variance = ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4
  for (let sum = 638; sum < 900; sum += 10) {
    const exact = twoSided(tailsOfSignedSum(ranks, sum))
    expect(Math.abs(approximateP(sum, 637.5, variance) - exact)).toBeLessThan(0.005)
  }
})

test('ten rounds that all go one way have the smallest p there is: 2 of 1,024', () => {
  expect(testSignedRank([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]).p).toBe(2 / 1024)
})

test('nothing differs when every difference is zero', () => {
  expect(testSignedRank([0, 0, -0, 0, 0, 0])).toEqual({ statistic: 0, p: 1, method: 'exact' })
  expect(testSignedRank(Array.from({ length: 60 }, () => 0)).p).toBe(1)
})

test('p does not depend on which of the two is the base, nor on the unit, nor on the order', () => {
  fc.assert(
    fc.property(integers, (differences) => {
      const { p } = testSignedRank(differences)
      expect(p).toBeGreaterThan(0)
      expect(p).toBeLessThanOrEqual(1)
      expect(testSignedRank(differences.map((one) => -one)).p).toBeCloseTo(p, 10)
      expect(testSignedRank(differences.map((one) => one * 1024)).p).toBeCloseTo(p, 10)
      expect(testSignedRank(differences.toReversed()).p).toBeCloseTo(p, 10)
    }),
  )
})

test('no differences, NaN and an infinity are refused', () => {
  for (const wrong of [[], [1, Number.NaN], [1, Number.POSITIVE_INFINITY]]) {
    expect(() => testSignedRank(wrong)).toThrow(RangeError)
  }
})
