import fc from 'fast-check'
import { expect, test } from 'vitest'
import { geometricMean } from '../../../../main/model/stats/geometricMean.ts'

const ratios = fc.array(fc.double({ noNaN: true, min: 1e-3, max: 1e3 }), { minLength: 1, maxLength: 20 })

test('twice as fast and half as fast cancel', () => {
  expect(geometricMean([2, 0.5])).toBeCloseTo(1, 12)
})

test('the mean of 1, 10 and 100 is 10', () => {
  expect(geometricMean([1, 10, 100])).toBeCloseTo(10, 12)
})

test('it lies between the smallest and the largest', () => {
  fc.assert(
    fc.property(ratios, (values) => {
      expect(geometricMean(values)).toBeGreaterThanOrEqual(Math.min(...values) * (1 - 1e-12))
      expect(geometricMean(values)).toBeLessThanOrEqual(Math.max(...values) * (1 + 1e-12))
    }),
  )
})

test('measured against the other machine it is the inverse (Fleming & Wallace 1986)', () => {
  fc.assert(
    fc.property(ratios, (values) => {
      expect(geometricMean(values.map((value) => 1 / value)) * geometricMean(values)).toBeCloseTo(1, 9)
    }),
  )
})

test('many large values do not overflow', () => {
  expect(geometricMean(Array.from({ length: 1000 }, () => 1e300)) / 1e300).toBeCloseTo(1, 9)
})

test('there is none of nothing, of zero, of a negative, of NaN or of an infinity', () => {
  for (const values of [[], [1, 0], [1, -1], [1, Number.NaN], [1, Number.POSITIVE_INFINITY]]) {
    expect(() => geometricMean(values)).toThrow(RangeError)
  }
})
