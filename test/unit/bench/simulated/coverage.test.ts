import { expect, test } from 'vitest'
import { medianInterval } from '../../../../main/model/stats/medianInterval.ts'
import { checkCoverage, checkStopCoverage } from '../../../bench/simulated/coverage.ts'

test('an interval that is too narrow breaks the limit', { timeout: 60_000 }, () => {
  const { holds, ours } = checkCoverage(300, (values) => medianInterval(values, 0.85))
  expect(holds).toBe(false)
  expect(Math.max(...Object.values(ours))).toBeLessThan(0.93)
})

test('an interval that is too wide breaks it too, and so does none', { timeout: 60_000 }, () => {
  expect(checkCoverage(300, () => ({ low: Number.MIN_SAFE_INTEGER, high: Number.MAX_SAFE_INTEGER })).holds).toBe(false)
  expect(checkCoverage(10, () => null).holds).toBe(false)
})

test('plain 95 % intervals do not hold through the stop rule', { timeout: 60_000 }, () => {
  const { holds, ours } = checkStopCoverage('standard', 1500, 0.95)
  expect(holds).toBe(false)
  expect(Math.min(...Object.values(ours))).toBeLessThan(0.93)
})
