import { expect, test } from 'vitest'
import { checkNullComparisons } from '../../../bench/simulated/nullComparisons.ts'

test('p-values that are not adjusted over the run break the limit', { timeout: 60_000 }, () => {
  const { holds, ours } = checkNullComparisons('quick', ({ p }) => p < 0.05)
  expect(holds).toBe(false)
  expect(ours.significant).toBeGreaterThan(0.2)
})
