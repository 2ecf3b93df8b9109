import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markOutliers } from '../../../../main/model/stats/outliers.ts'

// Adding 0 turns -0, which sorts beside 0 in either order, into 0.
const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((value) => value + 0)

function countOutliers(values: readonly number[]): number {
  return markOutliers(values).filter((mark) => mark).length
}

// The worked examples of hyperfine's src/outlier_detection.rs.
const normalSample = [
  2.33269488, 1.42195907, -0.57527698, -0.31293437, 2.2948158, 0.75813273, -1.0712388, -0.96394741, -1.15897446,
  1.10976285,
]

test.each([
  ['no values', [], 0],
  ['one value', [50], 0],
  ['two values', [1000, 0], 0],
  ['three near ones', [-0.2, 0, 0.2], 0],
  ['three near ones and a far one', [-0.2, 0, 0.2, 4], 1],
  ['four near ones and a far one', [0.5, 0.3, 0.29, 0.31, 0.3], 1],
  ['a normal sample', normalSample, 0],
  ['a normal sample and two added far ones', [...normalSample, 20, -500], 2],
  ['seven equal ones and a far one', [10, 10, 10, 10, 10, 10, 10, 100], 1],
  ['seven equal ones and two far ones', [10, 10, 10, 10, 10, 10, 10, 100, 100], 2],
])('as hyperfine has it, %s', (_name, values, expected) => {
  expect(countOutliers(values)).toBe(expected)
})

test('the mark stands in the place of its sample', () => {
  expect(markOutliers([0.2, -0.2, 4, 0])).toEqual([false, false, true, false])
})

test('the limit is 14.826 median deviations from the median', () => {
  expect(countOutliers([-2, -1, 0, 1, 2, 0, 14.8])).toBe(0)
  expect(countOutliers([-2, -1, 0, 1, 2, 0, 14.9])).toBe(1)
})

test('among equal readings one a clock tick away is no outlier', () => {
  expect(countOutliers([10, 10, 10, 10, 10, 10.0001])).toBe(0)
  expect(countOutliers([0, 0, 0, 0])).toBe(0)
})

test('every sample gets a mark and at most half are marked', () => {
  fc.assert(
    fc.property(fc.array(finite, { maxLength: 60 }), (values) => {
      expect(markOutliers(values)).toHaveLength(values.length)
      expect(countOutliers(values)).toBeLessThanOrEqual(values.length / 2)
    }),
  )
})

test('a change of unit changes no mark', () => {
  const exact = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { maxLength: 60 })
  fc.assert(
    fc.property(exact, (values) => {
      expect(markOutliers(values.map((value) => value * 1024))).toEqual(markOutliers(values))
    }),
  )
})

test('NaN is refused', () => {
  expect(() => markOutliers([1, 2, Number.NaN])).toThrow(RangeError)
})
