import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeRatio, judgeShift } from '../../../../main/model/stats/verdict.ts'

const judged = (low: number, high: number, pAdjusted = 0.001) => ({ interval: { low, high }, pAdjusted })

describe('of a shift from a base of 100', () => {
  test('is a difference when the whole interval lies beyond 3 % and p is below 0.05', () => {
    expect(judgeShift(judged(3.1, 9), 100)).toBe('different')
    expect(judgeShift(judged(-9, -3.1), 100)).toBe('different')
  })

  test('is open when the interval is beyond 3 % but p is not below 0.05', () => {
    expect(judgeShift(judged(3.1, 9, 0.05), 100)).toBe('not enough rounds to tell')
  })

  test('is open when p is small but the interval reaches into the 3 %', () => {
    expect(judgeShift(judged(3, 9), 100)).toBe('not enough rounds to tell')
    expect(judgeShift(judged(-4, 4), 100)).toBe('not enough rounds to tell')
  })

  test('is no difference when the whole interval lies within 3 %, however small p is', () => {
    expect(judgeShift(judged(-3, 3, 1), 100)).toBe('no difference')
    expect(judgeShift(judged(1, 2, 0.0001), 100)).toBe('no difference')
  })

  test('takes 3 % of the size of a base below zero', () => {
    expect(judgeShift(judged(-3, 3), -100)).toBe('no difference')
  })

  test('from a base of zero is a difference whenever it is significant', () => {
    expect(judgeShift(judged(0.1, 0.2), 0)).toBe('different')
    expect(judgeShift(judged(0, 0, 1), 0)).toBe('no difference')
  })
})

test('of a ratio stands around 1', () => {
  expect(judgeRatio(judged(1.031, 1.2))).toBe('different')
  expect(judgeRatio(judged(0.971, 1.029))).toBe('no difference')
  expect(judgeRatio(judged(1.01, 1.05))).toBe('not enough rounds to tell')
})

test('without an interval there are not enough rounds to tell', () => {
  expect(judgeShift({ interval: null, pAdjusted: 0.0625 }, 100)).toBe('not enough rounds to tell')
})

test('does not depend on the unit', () => {
  const number = fc.double({ min: -10, max: 10, noNaN: true })
  fc.assert(
    fc.property(number, number, fc.double({ min: 0, max: 0.1, noNaN: true }), (one, two, pAdjusted) => {
      const [low, high] = [Math.min(one, two), Math.max(one, two)]
      expect(judgeShift(judged(low * 1024, high * 1024, pAdjusted), 102_400)).toBe(
        judgeShift(judged(low, high, pAdjusted), 100),
      )
    }),
  )
})

test('what is no number is refused', () => {
  expect(() => judgeShift(judged(1, 2), Number.NaN)).toThrow(RangeError)
  expect(() => judgeShift(judged(Number.NaN, 2), 1)).toThrow(RangeError)
  expect(() => judgeRatio(judged(1, Number.POSITIVE_INFINITY))).toThrow(RangeError)
  expect(() => judgeRatio(judged(1, 2, 1.1))).toThrow(RangeError)
})
