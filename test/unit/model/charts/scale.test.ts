import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLinearScale, createLogScale, formatTick } from '../../../../main/model/charts/scale.ts'

const positive = fc.double({ min: 1, max: 1e12, noNaN: true })
const unit = fc.constantFrom('ms' as const, 'bytes' as const, 'ratio' as const)

describe('a logarithmic scale', () => {
  test('puts equal ratios at equal distances', () => {
    const { place } = createLogScale([1, 1000], 'ms', 0, 300)
    expect([1, 10, 100, 1000].map((value) => Math.round(place(value)))).toEqual([0, 100, 200, 300])
  })

  test('has every value within the plot, in order, and at least two marks', () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1, maxLength: 20 }), unit, (values, which) => {
        const { place, ticks } = createLogScale(values, which, 100, 700)
        const places = values.toSorted((a, b) => a - b).map(place)
        expect(places).toEqual(places.toSorted((a, b) => a - b))
        for (const x of places) expect(x >= 100 - 1e-6 && x <= 700 + 1e-6).toBe(true)
        expect(ticks.length).toBeGreaterThanOrEqual(2)
        expect(ticks.length).toBeLessThanOrEqual(17)
      }),
    )
  })

  test('keeps what is not above zero at its low end', () => {
    const { place } = createLogScale([0, -5, 2, 30], 'ms', 10, 50)
    expect(place(0)).toBe(10)
  })
})

describe('a linear scale', () => {
  test('begins at zero and reaches the largest value', () => {
    fc.assert(
      fc.property(positive, unit, (largest, which) => {
        const { place, ticks } = createLinearScale(largest, which, 0, 100)
        expect(place(0)).toBe(0)
        expect(ticks[0]).toBe(0)
        expect(ticks.at(-1) ?? 0).toBeGreaterThanOrEqual(largest * (1 - 1e-9))
        expect(ticks.length).toBeLessThanOrEqual(7)
        expect(place(largest / 2)).toBeCloseTo(place(largest) / 2, 6)
      }),
    )
  })

  test('of nothing but zeros has a length all the same', () => {
    expect(createLinearScale(0, 'bytes', 0, 100).place(0)).toBe(0)
  })

  test('of bytes has marks in the units one reads', () => {
    const { ticks } = createLinearScale(219 * 2 ** 20, 'bytes', 0, 100)
    expect(ticks.map((tick) => formatTick(tick, 'bytes').replace('\u00a0', ' '))).toEqual([
      '0 B',
      '50 MiB',
      '100 MiB',
      '150 MiB',
      '200 MiB',
      '250 MiB',
    ])
  })

  test('of bytes has no mark that is a broken number of the next unit', () => {
    const { ticks } = createLinearScale(1100 * 2 ** 10, 'bytes', 0, 100)
    expect(ticks.map((tick) => formatTick(tick, 'bytes').replace('\u00a0', ' '))).toEqual([
      '0 B',
      '256 KiB',
      '512 KiB',
      '768 KiB',
      '1 MiB',
      '1.25 MiB',
    ])
  })
})

test.each([
  [10, 'ms', '10 ms'],
  [1500, 'ms', '1.5 s'],
  [1, 'ratio', '1×'],
  [0.05, 'ratio', '0.05×'],
  [100, 'count', '100'],
  [2 ** 30, 'bytes', '1 GiB'],
] as const)('the mark of %d %s is %s', (value, which, text) => {
  expect(formatTick(value, which).replace('\u00a0', ' ')).toBe(text)
})
