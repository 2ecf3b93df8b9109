import fc from 'fast-check'
import { expect, test } from 'vitest'
import { median } from '../../../../main/model/stats/median.ts'

// Adding 0 turns -0, which sorts beside 0 in either order, into 0.
const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).map((value) => value + 0)
const samples = fc.array(finite, { minLength: 1, maxLength: 60 })

test('the median of an odd number of values is the middle one', () => {
  expect(median([9, 1, 5])).toBe(5)
})

test('the median of an even number of values lies halfway between the two middle ones', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

test('values are ordered as numbers, not as text', () => {
  expect(median([10, 9, 100])).toBe(10)
})

test('the median lies between the smallest and the largest value', () => {
  fc.assert(
    fc.property(samples, (values) => {
      expect(median(values)).toBeGreaterThanOrEqual(Math.min(...values))
      expect(median(values)).toBeLessThanOrEqual(Math.max(...values))
    }),
  )
})

test('no more than half of the values lie on either side of the median', () => {
  fc.assert(
    fc.property(samples, (values) => {
      const centre = median(values)
      expect(values.filter((value) => value < centre).length).toBeLessThanOrEqual(values.length / 2)
      expect(values.filter((value) => value > centre).length).toBeLessThanOrEqual(values.length / 2)
    }),
  )
})

test('the order of the values does not matter, and they are left as they were', () => {
  fc.assert(
    fc.property(samples, (values) => {
      const before = [...values]
      expect(median(values.toReversed())).toBe(median(values))
      expect(values).toEqual(before)
    }),
  )
})

test('a change of unit changes the median by the same factor', () => {
  fc.assert(
    // Whole numbers: near 1e-308 halving loses digits that scaling first would keep.
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      expect(median(values.map((value) => value * 1024))).toBe(median(values) * 1024)
    }),
  )
})

test('there is no median of nothing, of NaN or of an infinity', () => {
  expect(() => median([])).toThrow(RangeError)
  expect(() => median([1, Number.NaN, 3])).toThrow(RangeError)
  expect(() => median([1, 2, Number.POSITIVE_INFINITY])).toThrow(RangeError)
})
