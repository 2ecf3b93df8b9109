import { expect, test } from 'vitest'
import { normalQuantile, normalUpperTail } from '../../../../main/model/stats/normal.ts'

// R 4.2: pnorm(z, lower.tail = FALSE).
test.each([
  [0, 0.5],
  [1, 1.58655253931457e-1],
  [1.96, 2.49978951482204e-2],
  [3.9, 4.80963440176027e-5],
  [4.1, 2.06575069125468e-5],
  [8, 6.22096057427178e-16],
  [20, 2.75362411860623e-89],
])('the tail above %f has ten right digits, also where the two methods meet', (z, tail) => {
  expect(normalUpperTail(z) / tail).toBeCloseTo(1, 10)
  expect(normalUpperTail(-z)).toBeCloseTo(1 - tail, 12)
})

test('the tail above an infinity is empty, and NaN has none', () => {
  expect(normalUpperTail(Number.POSITIVE_INFINITY)).toBe(0)
  expect(normalUpperTail(Number.NEGATIVE_INFINITY)).toBe(1)
  expect(() => normalUpperTail(Number.NaN)).toThrow(RangeError)
})

// R 4.2: qnorm(p).
test.each([
  [0.975, 1.95996398454005],
  [0.995, 2.5758293035489],
  [0.9, 1.2815515655446],
  [0.1, -1.2815515655446],
  [0.5, 0],
])('the quantile of %f is %f', (probability, z) => {
  expect(normalQuantile(probability)).toBeCloseTo(z, 12)
})

test('there is no quantile of certainty', () => {
  for (const probability of [0, 1, -0.1, Number.NaN]) expect(() => normalQuantile(probability)).toThrow(RangeError)
})
