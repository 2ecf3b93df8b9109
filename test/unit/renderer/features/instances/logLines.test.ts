import { expect, test } from 'vitest'
import type { LogLine } from '../../../../../main/contract/live.ts'
import { appendChunk, cleanLogText, emptyLog } from '../../../../../renderer/features/instances/logLines.ts'

const lines = (...texts: string[]): LogLine[] => texts.map((text) => ({ stream: 'stdout', at: null, text }))

const bounds = (lines: number, characters = 1_000) => ({ lines, characters })

test('the newest lines stay, and how many went for them is known', () => {
  let log = appendChunk(emptyLog, { lines: lines('a', 'b'), dropped: 0 }, bounds(3))
  log = appendChunk(log, { lines: lines('c', 'd'), dropped: 4 }, bounds(3))
  expect(log.parts).toEqual([{ key: 2, lines: lines('c', 'd'), dropped: 4, characters: 2 }])
  expect(log.given).toBe(2)
})

test('a chunk larger than what is kept is cut at its beginning', () => {
  const log = appendChunk(emptyLog, { lines: lines('a', 'b', 'c'), dropped: 0 }, bounds(2))
  expect(log).toEqual({ parts: [{ key: 1, lines: lines('b', 'c'), dropped: 0, characters: 2 }], given: 1 })
})

test('an empty chunk changes nothing; one with only dropped lines says so', () => {
  expect(appendChunk(emptyLog, { lines: [], dropped: 0 }, bounds(2))).toBe(emptyLog)
  expect(appendChunk(emptyLog, { lines: [], dropped: 7 }, bounds(2)).parts).toEqual([
    { key: 1, lines: [], dropped: 7, characters: 0 },
  ])
})

test('colours and control characters of a terminal are taken out', () => {
  expect(cleanLogText('\u001b[1;31mred\u001b[0m\u0007 \u001b]0;title\u0007tab\tend\u202e')).toBe('red tab\tend')
})

test('one line more than is kept takes a few old ones with it, not all that came with them', () => {
  const many = Array.from({ length: 2_000 }, (_, index) => `${index}`)
  const whole = appendChunk(emptyLog, { lines: lines(...many), dropped: 0 }, bounds(2_000, 100_000))
  expect(whole.parts).toHaveLength(20)
  const log = appendChunk(whole, { lines: lines('new'), dropped: 0 }, bounds(2_000, 100_000))
  expect(log.given).toBe(100)
  expect(log.parts.flatMap((part) => part.lines.map(({ text }) => text))).toEqual([...many.slice(100), 'new'])
  expect(new Set(log.parts.map(({ key }) => key)).size).toBe(log.parts.length)
})

test('long lines are bounded by their characters', () => {
  let log = emptyLog
  for (let i = 0; i < 50; i++) log = appendChunk(log, { lines: lines('x'.repeat(300)), dropped: 0 }, bounds(2_000))
  expect(log.parts).toHaveLength(3)
  expect(log.given).toBe(47)
})
