import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testMannWhitney } from '../../../../main/model/stats/mannWhitney.ts'
import { comparableSixty, permeability } from './published.ts'

const sample = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 40 })

test('gives the published result for permeability: 35 of 50 pairs, one-sided 0.127', () => {
  // Hollander & Wolfe, example 4.1.
  const { statistic, p, method } = testMannWhitney(permeability.early, permeability.term)
  expect({ statistic, method }).toEqual({ statistic: 35, method: 'exact' })
  expect(p).toBeCloseTo(0.2544122544, 10)
})

test('is exact with ties', () => {
  // scipy 1.17: mannwhitneyu(y, x, method=PermutationMethod()), every choice tried.
  const { statistic, p } = testMannWhitney([1, 2, 2, 3, 3, 3, 7], [3, 4, 4, 5, 7, 8, 8, 9])
  expect(statistic).toBe(50)
  expect(p).toBeCloseTo(0.009634809634809635, 12)
})

test('corrects the normal approximation for ties and continuity', () => {
  // R 4.2: wilcox.test(a, b, exact = FALSE), W = 1913.
  const { statistic, p, method } = testMannWhitney(comparableSixty.base, comparableSixty.other)
  expect({ statistic, method }).toEqual({ statistic: 1913, method: 'normal' })
  expect(p).toBeCloseTo(0.5548496034, 9)
})

test('nothing differs when all values are equal', () => {
  expect(testMannWhitney([7, 7, 7], [7, 7]).p).toBe(1)
  const many = Array.from({ length: 40 }, () => 7)
  expect(testMannWhitney(many, many).p).toBe(1)
})

test('p does not depend on which of the two is the base, and the pairs of both add up to all', () => {
  fc.assert(
    fc.property(sample, sample, (base, other) => {
      const [there, back] = [testMannWhitney(base, other), testMannWhitney(other, base)]
      expect(there.statistic + back.statistic).toBeCloseTo(base.length * other.length, 10)
      expect(there.p).toBeCloseTo(back.p, 10)
      expect(there.p).toBeGreaterThan(0)
      expect(there.p).toBeLessThanOrEqual(1)
    }),
  )
})

test('an empty sample, NaN and an infinity are refused', () => {
  expect(() => testMannWhitney([], [1])).toThrow(RangeError)
  expect(() => testMannWhitney([1], [])).toThrow(RangeError)
  expect(() => testMannWhitney([1], [Number.NaN])).toThrow(RangeError)
  expect(() => testMannWhitney([Number.NEGATIVE_INFINITY], [1])).toThrow(RangeError)
})
