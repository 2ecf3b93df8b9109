import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Unit } from '../../../../main/contract/metrics.ts'
import { formatTick } from '../../../../main/model/charts/scale.ts'
import { createTrendScale } from '../../../../main/model/trend/trendScale.ts'

const labels = (values: readonly number[], unit: Unit) =>
  createTrendScale(values, unit, 100, 0).ticks.map((tick) => formatTick(tick, unit).replaceAll('\u00a0', ' '))

describe('the axis of a trend', () => {
  test('is linear for values that are near each other, and does not begin at 0 then', () => {
    const scale = createTrendScale([230, 290], 'ms', 100, 0)
    expect([scale.kind, scale.beginsAtZero]).toEqual(['linear', false])
    expect(labels([230, 290], 'ms')).toEqual(['240 ms', '260 ms', '280 ms'])
  })

  test('is logarithmic for values that are far apart', () => {
    expect(createTrendScale([0.7, 2_300], 'ms', 100, 0).kind).toBe('log')
    expect(labels([0.7, 2_300], 'ms')).toEqual(['1 ms', '10 ms', '100 ms', '1 s'])
  })

  test('begins at 0 when 0 is among the values, and goes below it for negative ones', () => {
    expect(createTrendScale([0, 1_000], 'ms', 100, 0)).toMatchObject({ kind: 'linear', beginsAtZero: true })
    expect(createTrendScale([-5, 1_000], 'ms', 100, 0).place(-5)).toBeLessThan(100)
  })

  test('has marks one reads in bytes', () => {
    expect(labels([10 * 2 ** 20, 40 * 2 ** 20], 'bytes')).toEqual(['10 MiB', '20 MiB', '30 MiB', '40 MiB'])
  })

  test('puts one value alone, zero alone, or two that differ by rounding only, between its ends', () => {
    for (const values of [[5], [0], [1.02], [999999999999.9989, 999999999999.9988]]) {
      const y = createTrendScale(values, 'ratio', 100, 0).place(values[0] ?? 0)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(100)
    }
  })

  test('holds every value and every mark between its ends, larger ones higher', () => {
    const value = fc.double({ min: 1e-3, max: 1e12, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 20 }),
        fc.constantFrom<Unit>('ms', 'bytes', 'ratio'),
        (values, unit) => {
          const scale = createTrendScale(values, unit, 100, 0)
          const heights = [...values].sort((a, b) => a - b).map(scale.place)
          for (const y of [...heights, ...scale.ticks.map(scale.place)]) {
            expect(y).toBeGreaterThanOrEqual(-1e-6)
            expect(y).toBeLessThanOrEqual(100 + 1e-6)
          }
          heights.slice(1).forEach((y, index) => {
            expect(y).toBeLessThanOrEqual((heights[index] ?? 0) + 1e-9)
          })
          expect(scale.ticks.length).toBeLessThan(20)
        },
      ),
    )
  })
})
