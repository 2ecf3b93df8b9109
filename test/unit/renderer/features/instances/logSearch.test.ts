import { expect, test } from 'vitest'
import { appendChunk, emptyLog, type LogText } from '../../../../../renderer/features/instances/logLines.ts'
import { createLogSearch, describeHits, stepHit } from '../../../../../renderer/features/instances/logSearch.ts'

const add = (log: LogText, ...texts: string[]) =>
  appendChunk(
    log,
    { lines: texts.map((text) => ({ stream: 'stdout', at: null, text })), dropped: 0 },
    { lines: 3, characters: 100_000 },
  )

test('hits are found in the order of the log, and Enter goes round them', () => {
  const log = add(add(emptyLog, 'one Error, one error', 'nothing'), 'ERROR')
  const found = createLogSearch('error')(log.parts)
  expect(found.hits).toEqual([
    { part: 1, line: 0, start: 4 },
    { part: 1, line: 0, start: 15 },
    { part: 2, line: 0, start: 0 },
  ])
  const [first, second, last] = found.hits
  expect(stepHit(found.hits, null, 1)).toBe(first)
  expect(stepHit(found.hits, null, -1)).toBe(last)
  expect(stepHit(found.hits, first ?? null, 1)).toBe(second)
  expect(stepHit(found.hits, last ?? null, 1)).toBe(first)
  expect(stepHit(found.hits, first ?? null, -1)).toBe(last)
  expect(describeHits(found, null)).toBe('3 hits')
  expect(describeHits(found, second ?? null)).toBe('2 of 3')
})

test('a hit stays the one it is while lines come and go, and one that has gone is nowhere', () => {
  const search = createLogSearch('x')
  const before = add(add(emptyLog, 'x old', 'x old'), 'x here')
  const [old, , here] = search(before.parts).hits
  const found = search(add(before, 'x new', 'x new').parts)
  expect(found.hits).toHaveLength(3)
  expect(describeHits(found, here ?? null)).toBe('1 of 3')
  expect(describeHits(found, old ?? null)).toBe('3 hits')
  expect(stepHit(found.hits, old ?? null, 1)).toEqual(here)
})

test('nothing is found of nothing, and one hit is one', () => {
  const log = add(emptyLog, 'abc')
  expect(createLogSearch('')(log.parts).hits).toEqual([])
  expect(stepHit([], null, 1)).toBeNull()
  expect(describeHits(createLogSearch('b')(log.parts), null)).toBe('1 hit')
})

test('of too many the newest are marked, and it is said that there are more', () => {
  const log = add(add(emptyLog, 'x'.repeat(4_000)), 'x'.repeat(6_000))
  const found = createLogSearch('x')(log.parts)
  expect(found.isCut).toBe(true)
  expect(found.hits[0]).toMatchObject({ part: 2 })
  expect(describeHits(found, null)).toBe('6000+ hits')
})
