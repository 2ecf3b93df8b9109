import { expect, test } from 'vitest'
import type { Estimate } from '../../../../main/model/stats/paired.ts'
import { isPreciseEnough } from '../../../../main/model/stats/precision.ts'

function estimateOf(median: number, low: number, high: number): Estimate {
  return { median, interval: { low, high }, n: 10 }
}

test('half a width of 5 % of the median is enough, more is not', () => {
  expect(isPreciseEnough(estimateOf(200, 190, 210), 0)).toBe(true)
  expect(isPreciseEnough(estimateOf(200, 190, 210.1), 0)).toBe(false)
})

test('a short start-up need not be known better than five calibration errors', () => {
  expect(isPreciseEnough(estimateOf(1, 0.5, 1.5), 0.1)).toBe(true)
  expect(isPreciseEnough(estimateOf(1, 0.5, 1.5), 0.09)).toBe(false)
})

test('the larger of the two tolerances counts', () => {
  expect(isPreciseEnough(estimateOf(200, 190, 210), 0.1)).toBe(true)
})

test('without an interval nothing is precise', () => {
  expect(isPreciseEnough({ median: 200, interval: null, n: 5 }, 1000)).toBe(false)
})

test('a negative median has a tolerance too', () => {
  expect(isPreciseEnough(estimateOf(-200, -209, -191), 0)).toBe(true)
})

test('the tolerance can be set', () => {
  expect(isPreciseEnough(estimateOf(200, 190, 210), 0, 0.01)).toBe(false)
})

test('a tolerance that is not one is refused', () => {
  expect(() => isPreciseEnough(estimateOf(1, 1, 1), Number.NaN)).toThrow(RangeError)
  expect(() => isPreciseEnough(estimateOf(1, 1, 1), -1)).toThrow(RangeError)
  expect(() => isPreciseEnough(estimateOf(1, 1, 1), 0, Number.NaN)).toThrow(RangeError)
})
