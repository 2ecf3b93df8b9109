import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adjustHolm } from '../../../../main/model/stats/holm.ts'

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 })

test('rejects the published three of fifteen', () => {
  // The p-values of Benjamini & Hochberg, Journal of the Royal Statistical Society B 57 (1995), section 4.1;
  // adjusted: R 4.2, p.adjust(p, "holm").
  const published = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ]
  const adjusted = adjustHolm(published)
  expect(adjusted.filter((p) => p < 0.05)).toHaveLength(3)
  const expected = [0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1]
  for (const [index, p] of expected.entries()) expect(adjusted[index]).toBeCloseTo(p, 10)
})

test('each keeps its place', () => {
  expect(adjustHolm([0.04, 0.01, 0.03, 0.005])).toEqual([0.06, 0.03, 0.06, 0.02])
})

test('is never below the p itself, never above Bonferroni, and keeps the order', () => {
  fc.assert(
    fc.property(pValues, (values) => {
      const adjusted = adjustHolm(values)
      for (const [index, p] of values.entries()) {
        const own = adjusted[index] ?? Number.NaN
        expect(own).toBeGreaterThanOrEqual(p)
        expect(own).toBeLessThanOrEqual(Math.min(1, values.length * p))
        for (const [other, otherP] of values.entries()) {
          if (otherP <= p) expect(adjusted[other]).toBeLessThanOrEqual(own)
        }
      }
    }),
  )
})

test('a family of none has none, and what is no p-value is refused', () => {
  expect(adjustHolm([])).toEqual([])
  for (const wrong of [-0.1, 1.1, Number.NaN]) expect(() => adjustHolm([0.5, wrong])).toThrow(RangeError)
})
