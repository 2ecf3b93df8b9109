import { expect, test } from 'vitest'
import type { LogLine } from '../../../../../main/contract/live.ts'
import { appendChunk, cleanLogText, emptyLog } from '../../../../../renderer/features/instances/logLines.ts'

const lines = (...texts: string[]): LogLine[] => texts.map((text) => ({ stream: 'stdout', at: null, text }))

test('the newest lines stay, and how many went for them is known', () => {
  let log = appendChunk(emptyLog, { lines: lines('a', 'b'), dropped: 0 }, 3)
  log = appendChunk(log, { lines: lines('c', 'd'), dropped: 4 }, 3)
  expect(log.parts).toEqual([{ key: 2, lines: lines('c', 'd'), dropped: 4 }])
  expect(log.given).toBe(2)
})

test('a chunk larger than what is kept is cut at its beginning', () => {
  const log = appendChunk(emptyLog, { lines: lines('a', 'b', 'c'), dropped: 0 }, 2)
  expect(log).toEqual({ parts: [{ key: 1, lines: lines('b', 'c'), dropped: 0 }], given: 1 })
})

test('an empty chunk changes nothing; one with only dropped lines says so', () => {
  expect(appendChunk(emptyLog, { lines: [], dropped: 0 }, 2)).toBe(emptyLog)
  expect(appendChunk(emptyLog, { lines: [], dropped: 7 }, 2).parts).toEqual([{ key: 1, lines: [], dropped: 7 }])
})

test('colours and control characters of a terminal are taken out', () => {
  expect(cleanLogText('\u001b[1;31mred\u001b[0m\u0007 \u001b]0;title\u0007tab\tend\u202e')).toBe('red tab\tend')
})
