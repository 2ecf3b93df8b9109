import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testMannWhitney } from '../../../../main/model/stats/mannWhitney.ts'
import { estimatePairedShift, estimateShift, type Shift } from '../../../../main/model/stats/shift.ts'
import { testSignedRank } from '../../../../main/model/stats/signedRank.ts'
import { comparableSixty, darwinsMaize, depressionScale, permeability } from './published.ts'

// Powers of two make no ties among sums and differences of two.
const distinct = fc
  .uniqueArray(fc.integer({ min: 0, max: 26 }), { minLength: 6, maxLength: 14 })
  .chain((exponents) => fc.tuple(...exponents.map((one) => fc.constantFrom(2 ** one, -(2 ** one)))))
const sample = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 30 })

function expectShift(found: Shift, shift: number, low: number, high: number): void {
  expect(found.shift).toBeCloseTo(shift, 10)
  expect(found.interval?.low).toBeCloseTo(low, 10)
  expect(found.interval?.high).toBeCloseTo(high, 10)
}

describe('of pairs', () => {
  test('is the published one for the depression scale: 0.46, 0.010 to 0.786', () => {
    // Hollander & Wolfe, examples 3.3 and 3.4 (96.1 %, the next level that 9 pairs have).
    expectShift(estimatePairedShift(depressionScale), 0.46, 0.01, 0.786)
  })

  test("is R's for Darwin's maize: 25, 4.0 to 41.5", () => {
    expectShift(estimatePairedShift(darwinsMaize), 25, 4, 41.5)
  })

  test('beyond 50 pairs is the one R approximates', () => {
    // R 4.2: wilcox.test(a, b, paired = TRUE, conf.int = TRUE, exact = FALSE) solves to four places: 3.5, -7.5 to 14.
    expectShift(estimatePairedShift(comparableSixty.differences), 3.5, -7.5, 14)
  })

  test('has an interval without zero exactly where the test says p <= 0.05', () => {
    fc.assert(
      fc.property(distinct, (differences) => {
        const { interval } = estimatePairedShift(differences)
        if (interval === null) throw new Error('no interval')
        const excludesZero = interval.low > 0 || interval.high < 0
        expect(excludesZero).toBe(testSignedRank(differences).p <= 0.05)
      }),
      { numRuns: 300 },
    )
  })

  test('moves with the differences, and turns round with their sign', () => {
    fc.assert(
      fc.property(sample, fc.integer({ min: -500, max: 500 }), (differences, by) => {
        const { shift, interval } = estimatePairedShift(differences)
        if (interval === null) throw new Error('no interval')
        expectShift(
          estimatePairedShift(differences.map((one) => one + by)),
          shift + by,
          interval.low + by,
          interval.high + by,
        )
        expectShift(estimatePairedShift(differences.map((one) => -one)), -shift, -interval.high, -interval.low)
      }),
    )
  })
})

describe('of two samples', () => {
  test('is the published one for permeability: 0.305', () => {
    // Hollander & Wolfe, example 4.3. The interval is R's, -0.15 to 0.76, without our least number of samples.
    const { shift, interval } = estimateShift(permeability.early, permeability.term)
    expect(shift).toBeCloseTo(0.305, 10)
    expect(interval).toBeNull()
  })

  test('has an interval without zero exactly where the test says p <= 0.05', () => {
    const split = fc.tuple(distinct, fc.nat(25)).filter(([values]) => values.length >= 12)
    fc.assert(
      fc.property(split, ([values]) => {
        const [base, other] = [values.slice(0, 6), values.slice(6).map((one) => one + 2 ** 18 + 0.5)]
        const { interval } = estimateShift(base, other)
        if (interval === null) throw new Error('no interval')
        const excludesZero = interval.low > 0 || interval.high < 0
        expect(excludesZero).toBe(testMannWhitney(base, other).p <= 0.05)
      }),
      { numRuns: 300 },
    )
  })

  test('moves with the other sample, and turns round when the two change places', () => {
    fc.assert(
      fc.property(sample, sample, fc.integer({ min: -500, max: 500 }), (base, other, by) => {
        const { shift, interval } = estimateShift(base, other)
        if (interval === null) throw new Error('no interval')
        const moved = other.map((one) => one + by)
        expectShift(estimateShift(base, moved), shift + by, interval.low + by, interval.high + by)
        expectShift(estimateShift(other, base), -shift, -interval.high, -interval.low)
      }),
    )
  })
})

test('a higher confidence never gives a narrower interval, and the shift lies within', () => {
  fc.assert(
    fc.property(sample, sample, (base, other) => {
      for (const estimate of [
        estimatePairedShift,
        (values: typeof base, c?: number) => estimateShift(base, values, c),
      ]) {
        const { shift, interval } = estimate(other)
        const wider = estimate(other, 0.965).interval
        if (interval === null || wider === null) throw new Error('no interval')
        expect(wider.low).toBeLessThanOrEqual(interval.low)
        expect(wider.high).toBeGreaterThanOrEqual(interval.high)
        expect(interval.low).toBeLessThanOrEqual(shift)
        expect(interval.high).toBeGreaterThanOrEqual(shift)
      }
    }),
  )
})

test('there is no interval below six, nor where even the whole range covers less than was asked for', () => {
  expect(estimatePairedShift([1, 2, 3, 4, 5])).toEqual({ shift: 3, interval: null })
  expect(estimatePairedShift([1, 2, 3, 4, 5, 6]).interval).toEqual({ low: 1, high: 6 })
  expect(estimatePairedShift([1, 2, 3, 4, 5, 6], 0.99).interval).toBeNull()
  expect(estimateShift([1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6]).interval).toBeNull()
})

test('no values, NaN, an infinity and a confidence of 1 are refused', () => {
  expect(() => estimatePairedShift([])).toThrow(RangeError)
  expect(() => estimatePairedShift([1, Number.NaN])).toThrow(RangeError)
  expect(() => estimatePairedShift([1, 2], 1)).toThrow(RangeError)
  expect(() => estimateShift([], [1])).toThrow(RangeError)
  expect(() => estimateShift([1], [])).toThrow(RangeError)
  expect(() => estimateShift([1], [Number.POSITIVE_INFINITY])).toThrow(RangeError)
  expect(() => estimateShift([1], [2], 0.4)).toThrow(RangeError)
})
