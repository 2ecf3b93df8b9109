import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { median } from '../../../../main/model/stats/median.ts'
import { medianInterval, medianIntervalRanks } from '../../../../main/model/stats/medianInterval.ts'
import { createRandom, type Random } from '../../../../main/model/stats/random.ts'

// Adding 0 turns -0, which sorts beside 0 in either order, into 0.
const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((value) => value + 0)
const samples = fc.array(finite, { minLength: 6, maxLength: 60 })

describe('ranks', () => {
  // A printed table of exact intervals for the median (appendix "Confidence Intervals for the Population Median",
  // Table A.7): the tightest pair that covers at least 95 %, and its level in %.
  test.each([
    [6, 1, 6, 96.9],
    [7, 1, 7, 98.4],
    [8, 1, 8, 99.2],
    [9, 2, 8, 96.1],
    [10, 2, 9, 97.9],
    [11, 2, 10, 98.8],
    [12, 3, 10, 96.1],
    [13, 3, 11, 97.8],
    [15, 4, 12, 96.5],
    [16, 4, 13, 97.9],
    [17, 5, 13, 95.1],
    [18, 5, 14, 96.9],
    [19, 5, 15, 98.1],
    [20, 6, 15, 95.9],
  ])('of %i samples the outer pair is %i and %i, which covers %f %%, as printed', (n, low, high, percent) => {
    const ranks = medianIntervalRanks(n, 0.95)
    expect(ranks).toMatchObject({ low, high })
    expect((ranks?.coverage ?? 0) * 100).toBeCloseTo(percent, 1)
  })

  test('the next pair inwards covers less than was asked for', () => {
    // The same table: 12 samples, x(4) to x(9), 85.4 %.
    expect((medianIntervalRanks(12, 0.95)?.innerCoverage ?? 0) * 100).toBeCloseTo(85.4, 1)
    for (let n = 6; n <= 300; n++) expect(medianIntervalRanks(n, 0.95)?.innerCoverage).toBeLessThan(0.95)
  })

  test('five samples are too few for 95 %, six too few for 99 %', () => {
    expect(medianIntervalRanks(5, 0.95)).toBeNull()
    expect(medianIntervalRanks(6, 0.99)).toBeNull()
    expect(medianIntervalRanks(0, 0.95)).toBeNull()
  })

  test('ten thousand samples neither underflow nor overflow', () => {
    // Normal approximation: rank n/2 - 1.96 * sqrt(n)/2 = 4902.
    const ranks = medianIntervalRanks(10_000, 0.95)
    expect(ranks?.low).toBe(4902)
    expect(ranks?.high).toBe(10_001 - 4902)
    expect(ranks?.coverage).toBeGreaterThanOrEqual(0.95)
    expect(ranks?.coverage).toBeLessThan(0.952)
  })

  test('a confidence of 0, 1 or NaN and half a sample are refused', () => {
    for (const confidence of [0, 0.49, 1, 1.5, Number.NaN]) {
      expect(() => medianIntervalRanks(10, confidence)).toThrow(RangeError)
    }
    expect(() => medianIntervalRanks(9.5, 0.95)).toThrow(RangeError)
  })
})

describe('interval', () => {
  test('it is the interpolated one Minitab prints for its chromium example', () => {
    // support.minitab.com, 1-Sample Sign, key results: n = 12, median 17.7; positions (4, 9) are 17.5 and 18.1,
    // (3, 10) are 17.4 and 19; 95 % interval by interpolation 17.4263 to 18.7632. Values outside play no part.
    const chromium = [15, 16, 17.4, 17.5, 17.6, 17.7, 17.7, 17.8, 18.1, 19, 20, 21]
    const interval = medianInterval(chromium)
    expect(interval?.low).toBeCloseTo(17.4263, 4)
    expect(interval?.high).toBeCloseTo(18.7632, 3)
  })

  test('an end whose step crosses a gap between two modes stays on the data', () => {
    expect(medianInterval([1, 1.1, 20, 20.1, 20.2, 20.3, 20.4, 20.5, 20.6, 20.7])?.low).toBe(1.1)
  })

  test('there is none below six samples', () => {
    expect(medianInterval([1, 2, 3, 4, 5])).toBeNull()
    expect(medianInterval([1, 2, 3, 4, 5], 0.5)).toBeNull()
    expect(medianInterval([])).toBeNull()
    expect(medianInterval([1, 2, 3, 4, 5, 6])).not.toBeNull()
  })

  test('it contains the median and lies within the smallest and largest value, at any confidence', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.5, max: 0.96, noNaN: true }), (values, confidence) => {
        const interval = medianInterval(values, confidence)
        if (interval === null) throw new Error('no interval')
        expect(interval.low).toBeLessThanOrEqual(median(values))
        expect(interval.high).toBeGreaterThanOrEqual(median(values))
        expect(interval.low).toBeGreaterThanOrEqual(Math.min(...values))
        expect(interval.high).toBeLessThanOrEqual(Math.max(...values))
      }),
    )
  })

  test('the order of the values does not matter', () => {
    fc.assert(
      fc.property(samples, (values) => {
        expect(medianInterval(values.toReversed())).toEqual(medianInterval(values))
      }),
    )
  })

  test('a change of unit changes it by the same factor, and a change of sign turns it round', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 6, maxLength: 60 }), (values) => {
        const interval = medianInterval(values)
        const scaled = medianInterval(values.map((value) => value * 1024))
        const turned = medianInterval(values.map((value) => -value))
        expect(scaled?.low).toBe((interval?.low ?? Number.NaN) * 1024)
        expect(turned?.low).toBeCloseTo(-(interval?.high ?? Number.NaN), 6)
      }),
    )
  })

  test('NaN is refused, not sorted', () => {
    expect(() => medianInterval([1, 2, 3, 4, 5, Number.NaN])).toThrow(RangeError)
  })
})

describe('simulated coverage', { timeout: 60_000 }, () => {
  const samplesDrawn = 20_000

  function drawNormal(random: Random): number {
    // Box & Muller (1958); 1 - u keeps 0 out of the logarithm.
    return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  }

  function drawTwoModes(random: Random, shareOfFirst: number, separation: number): number {
    return drawNormal(random) + (random() < shareOfFirst ? 0 : separation)
  }

  function simulateCoverage(n: number, trueMedian: number, draw: (random: Random) => number): number {
    const random = createRandom(20_240_613)
    let covered = 0
    for (let trial = 0; trial < samplesDrawn; trial++) {
      const interval = medianInterval(Array.from({ length: n }, () => draw(random)))
      if (interval !== null && interval.low <= trueMedian && trueMedian <= interval.high) covered++
    }
    return covered / samplesDrawn
  }

  const distributions = [
    { name: 'normal', trueMedian: 0, draw: drawNormal },
    { name: 'lognormal', trueMedian: 1, draw: (random: Random) => Math.exp(drawNormal(random)) },
    // The median of 70 % N(0, 1) and 30 % N(6, 1), to four places: 0.7 * Phi(m) = 0.5.
    { name: 'bimodal 70 : 30', trueMedian: 0.5659, draw: (random: Random) => drawTwoModes(random, 0.7, 6) },
    { name: 'bimodal 50 : 50', trueMedian: 3, draw: (random: Random) => drawTwoModes(random, 0.5, 6) },
  ]

  for (const { name, trueMedian, draw } of distributions) {
    test.each([6, 10, 20, 40])(`is 93 to 97 % on ${name} data at n = %i`, (n) => {
      const coverage = simulateCoverage(n, trueMedian, draw)
      expect(coverage).toBeGreaterThan(0.93)
      expect(coverage).toBeLessThan(0.97)
    })
  }

  test('is that of the outer pair, never less, where two equal modes leave a gap no rule can interpolate', () => {
    const coverage = simulateCoverage(10, 10, (random) => drawTwoModes(random, 0.5, 20))
    expect(coverage).toBeGreaterThan(0.97)
    expect(coverage).toBeLessThan(0.983)
  })
})
