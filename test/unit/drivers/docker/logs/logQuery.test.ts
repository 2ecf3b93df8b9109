import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepLast } from '../../../../../main/drivers/docker/logs/keepLast.ts'
import { toLogQuery } from '../../../../../main/drivers/docker/logs/logQuery.ts'

const all = { stdout: true, stderr: true, timestamps: true }

test('the end of a log and all of it are asked for as Docker counts them', () => {
  expect(toLogQuery({ follow: true, tail: 7 })).toEqual({ query: { ...all, follow: true, tail: 7 }, keep: null })
  expect(toLogQuery({ follow: false, tail: null }).query).toMatchObject({ tail: 'all' })
})

test('a time goes in seconds, and its last millisecond is in it', () => {
  const range = { follow: false, tail: null, since: '2026-11-24T13:30:00.000Z', until: '2026-11-24T13:30:05.041Z' }
  expect(toLogQuery(range)).toEqual({
    query: { ...all, follow: false, tail: 'all', since: '1795527000.000', until: '1795527005.041999999' },
    keep: null,
  })
})

test('the last lines before a moment are counted here', () => {
  const { query, keep } = toLogQuery({ follow: false, tail: 3, until: '2026-11-24T13:30:00.000Z' })
  expect(query).toMatchObject({ tail: 'all' })
  expect(keep).toBe(3)
})

test('the last of many are kept', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer(), { maxLength: 50 }), fc.nat({ max: 12 }), async (items, count) => {
      const kept: number[] = []
      for await (const item of keepLast(yieldAll(items), count)) kept.push(item)
      expect(kept).toEqual(items.slice(Math.max(0, items.length - count)))
    }),
  )
})

async function* yieldAll<T>(items: readonly T[]): AsyncGenerator<T, void> {
  yield* items
}
