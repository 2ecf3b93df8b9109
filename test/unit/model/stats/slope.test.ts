import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom, type Random } from '../../../../main/model/stats/random.ts'
import { estimateSlope, type Reading } from '../../../../main/model/stats/slope.ts'

const places = [1, 2, 4, 8, 12, 16]

function readings(values: readonly number[]): readonly Reading[] {
  return places.map((at, index) => ({ at, value: values[index] ?? Number.NaN }))
}

test('readings on a line have its slope, and an interval without width', () => {
  expect(estimateSlope(readings(places.map((at) => 7 + 2.5 * at)))).toEqual({
    slope: 2.5,
    interval: { low: 2.5, high: 2.5 },
  })
})

test('is what generalised least squares gives', () => {
  // R 4.2: confint(lm(rise ~ 0 + width, weights = 1 / width)) on the steps of these readings.
  const { slope, interval } = estimateSlope(readings([12, 21, 45, 79, 126, 163]))
  expect(slope).toBeCloseTo(10.0666666667, 8)
  expect(interval?.low).toBeCloseTo(8.02535527693, 8)
  expect(interval?.high).toBeCloseTo(12.1079780564, 8)
})

test('there is no interval below six readings', () => {
  expect(estimateSlope(readings([1, 2, 4, 8, 12, 17]).slice(0, 5))).toEqual({ slope: 1, interval: null })
})

test('a base that is always there changes nothing, and a change of unit changes it by the same factor', () => {
  const whole = fc.integer({ min: -1_000_000, max: 1_000_000 })
  fc.assert(
    fc.property(fc.array(whole, { minLength: 6, maxLength: 6 }), whole, (values, base) => {
      const plain = estimateSlope(readings(values))
      expect(estimateSlope(readings(values.map((one) => one + base)))).toEqual(plain)
      const scaled = estimateSlope(readings(values.map((one) => one * 1024)))
      expect(scaled.slope).toBe(plain.slope * 1024)
      expect(scaled.interval?.low).toBeCloseTo((plain.interval?.low ?? Number.NaN) * 1024, 3)
    }),
  )
})

test('covers 95 % where every instance has its own size, and more where every reading has its own error', () => {
  const random = createRandom(5)
  const covered = (draw: (random: Random) => readonly number[]) => {
    let count = 0
    for (let trial = 0; trial < 5000; trial++) {
      const { interval } = estimateSlope(readings(draw(random)))
      if (interval !== null && interval.low <= 10 && interval.high >= 10) count++
    }
    return count / 5000
  }
  const sizes = covered(drawGrowing)
  expect(sizes).toBeGreaterThan(0.94)
  expect(sizes).toBeLessThan(0.96)
  expect(covered((one) => places.map((at) => 10 * at + drawNormal(one)))).toBeGreaterThan(0.99)
})

/** The memory of 1, 2, 4 ... instances of 10 each, give or take 1. */
function drawGrowing(random: Random): readonly number[] {
  const sizes = Array.from({ length: 16 }, () => 10 + drawNormal(random))
  return places.map((at) => sizes.slice(0, at).reduce((sum, size) => sum + size, 0))
}

function drawNormal(random: Random): number {
  // Box & Muller (1958); 1 - u keeps 0 out of the logarithm.
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

test('one reading, two at the same place, a wrong order, NaN and an infinity are refused', () => {
  const wrong: readonly (readonly [number, number])[][] = [
    [],
    [[1, 1]],
    [
      [1, 1],
      [1, 2],
    ],
    [
      [2, 1],
      [1, 2],
    ],
    [
      [1, 1],
      [2, Number.NaN],
    ],
    [
      [1, 1],
      [2, Number.POSITIVE_INFINITY],
    ],
    [
      [1, Number.NaN],
      [2, 1],
    ],
  ]
  for (const pairs of wrong) {
    expect(() => estimateSlope(pairs.map(([at, value]) => ({ at, value })))).toThrow(RangeError)
  }
})
