import type { LogChunk, LogLine } from '../../../main/contract/live.ts'

/** What came at once, numbered: one part of the log that never changes. */
export interface LogPart {
  readonly key: number
  readonly lines: readonly LogLine[]
  /** Lines before these that came faster than they were read. */
  readonly dropped: number
}

export interface LogText {
  readonly parts: readonly LogPart[]
  /** Lines that were shown and had to go for newer ones. */
  readonly given: number
}

export const emptyLog: LogText = { parts: [], given: 0 }

/** The log with one chunk more, without its oldest parts beyond so many lines. */
export function appendChunk(log: LogText, { lines, dropped }: LogChunk, mostLines: number): LogText {
  if (lines.length === 0 && dropped === 0) return log
  const key = (log.parts.at(-1)?.key ?? 0) + 1
  const parts = [...log.parts, { key, lines: lines.slice(-mostLines), dropped }]
  let given = log.given + Math.max(0, lines.length - mostLines)
  let count = parts.reduce((sum, part) => sum + part.lines.length, 0)
  while (count > mostLines && parts.length > 1) {
    const gone = parts.shift()?.lines.length ?? 0
    count -= gone
    given += gone
  }
  return { parts, given }
}

/** Without the sequences that colour a terminal and without control characters, which a page would show as boxes. */
export function cleanLogText(text: string): string {
  return text.replace(ESCAPES, '').replace(CONTROLS, '')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g
