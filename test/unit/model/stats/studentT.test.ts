import { expect, test } from 'vitest'
import { studentQuantile } from '../../../../main/model/stats/studentT.ts'

// R 4.2: qt(0.975, df), and qt(0.995, 4) for 99 %.
test.each([
  [0.95, 1, 12.706204736],
  [0.95, 2, 4.30265273],
  [0.95, 3, 3.182446305],
  [0.95, 4, 2.776445105],
  [0.99, 4, 4.604094871],
  [0.95, 5, 2.570581836],
  [0.95, 10, 2.228138852],
  [0.95, 30, 2.042272456],
])('of %f and %i degrees of freedom is %f', (confidence, degreesOfFreedom, t) => {
  expect(studentQuantile(confidence, degreesOfFreedom)).toBeCloseTo(t, 8)
})

test('half a degree of freedom, none, and certainty are refused', () => {
  for (const freedom of [0, 1.5, Number.NaN]) expect(() => studentQuantile(0.95, freedom)).toThrow(RangeError)
  for (const confidence of [0, 1, Number.NaN]) expect(() => studentQuantile(confidence, 4)).toThrow(RangeError)
})
