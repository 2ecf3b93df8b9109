import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  estimate,
  type Observation,
  pairByRound,
  pairedDifference,
  pairedRatio,
} from '../../../../main/model/stats/paired.ts'

function observe(...values: readonly number[]): readonly Observation[] {
  return values.map((value, round) => ({ round, value }))
}

test('only rounds that both have become pairs', () => {
  const base = [
    { round: 1, value: 10 },
    { round: 2, value: 20 },
    { round: 4, value: 40 },
  ]
  const other = [
    { round: 4, value: 44 },
    { round: 3, value: 33 },
    { round: 1, value: 11 },
  ]
  expect(pairByRound(base, other)).toEqual([
    { round: 1, base: 10, other: 11 },
    { round: 4, base: 40, other: 44 },
  ])
})

test('a round that occurs twice is refused', () => {
  const twice = [
    { round: 1, value: 10 },
    { round: 1, value: 12 },
  ]
  expect(() => pairByRound(twice, observe(1, 2))).toThrow(RangeError)
  expect(() => pairByRound(observe(1, 2), twice)).toThrow(RangeError)
})

test('the paired difference is what the other adds to the base', () => {
  expect(pairedDifference(observe(10, 20, 30), observe(11, 23, 35))).toEqual({ median: 3, interval: null, n: 3 })
})

test('Darwin’s maize: crossed plants are taller by a median of 24 eighths of an inch', () => {
  // Darwin 1876, differences crossed minus self-fertilised in eighths of an inch, as in Fisher,
  // The Design of Experiments (1935), table 3.
  const differences = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
  const result = pairedDifference(observe(...differences.map(() => 140)), observe(...differences.map((d) => 140 + d)))
  expect(result.median).toBe(24)
  expect(result.n).toBe(15)
  // Exact pair x(4), x(12): 8 to 49 at 96.5 %; x(5), x(11): 14 to 41 at 88.2 %. The 95 % interval lies between.
  expect(result.interval?.low).toBeGreaterThan(8)
  expect(result.interval?.low).toBeLessThan(14)
  expect(result.interval?.high).toBeGreaterThan(41)
  expect(result.interval?.high).toBeLessThan(49)
})

test('the paired ratio is that of each round, not of the medians', () => {
  expect(pairedRatio(observe(1, 10, 100), observe(3, 20, 100)).median).toBe(2)
  expect(pairedRatio(observe(1, 10, 12), observe(20, 11, 13)).median).toBeCloseTo(1.1, 12)
})

test('a load that slows whole rounds leaves the paired ratio as it is', () => {
  const slowdown = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 6, maxLength: 30 })
  fc.assert(
    fc.property(slowdown, (factors) => {
      const result = pairedRatio(observe(...factors.map((f) => f * 8)), observe(...factors.map((f) => f * 10)))
      expect(result).toEqual({ median: 1.25, interval: { low: 1.25, high: 1.25 }, n: factors.length })
    }),
  )
})

test('there is no ratio to zero, in a common round', () => {
  expect(() => pairedRatio(observe(1, 0), observe(1, 1))).toThrow(RangeError)
  expect(() => pairedRatio(observe(1, -1), observe(1, 1))).toThrow(RangeError)
  expect(pairedRatio(observe(2, 0), observe(3)).median).toBe(1.5)
})

test('without a common round there is no estimate', () => {
  expect(() => pairedDifference(observe(1), [{ round: 7, value: 1 }])).toThrow(RangeError)
  expect(() => estimate([])).toThrow(RangeError)
})

test('an estimate has no interval below six samples and says how many there were', () => {
  expect(estimate([1, 2, 3, 4, 5])).toEqual({ median: 3, interval: null, n: 5 })
  expect(estimate([1, 2, 3, 4, 5, 6]).interval).not.toBeNull()
})
