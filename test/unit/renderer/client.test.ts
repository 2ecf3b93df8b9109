import { expect, test } from 'vitest'
import { readCode, retryDelay } from '../../../renderer/client.ts'

test('the one-time code is read from the fragment and from nowhere else', () => {
  expect(readCode('#code=abc_-1')).toBe('abc_-1')
  expect(readCode('#')).toBeNull()
  expect(readCode('')).toBeNull()
  expect(readCode('#other=1')).toBeNull()
})

test('the wait before another attempt doubles from half a second up to ten', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map(retryDelay)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000])
})
