import type { LogChunk, LogLine } from '../../../main/contract/live.ts'

/** A few lines that came together, numbered: one part of the log that never changes. */
export interface LogPart {
  readonly key: number
  /** Their texts as they are shown. */
  readonly lines: readonly LogLine[]
  /** Lines before these that came faster than they were read. */
  readonly dropped: number
  /** In all of its lines. */
  readonly characters: number
}

export interface LogText {
  readonly parts: readonly LogPart[]
  /** Lines that were shown and had to go for newer ones. */
  readonly given: number
}

export interface LogBounds {
  readonly lines: number
  readonly characters: number
}

export const emptyLog: LogText = { parts: [], given: 0 }

/** Old lines go by the part: with fewer in one more of them are kept, with more there is less to compare. */
const partLines = 100

/** The log with one chunk more, without its oldest parts beyond the bounds. The newest part stays whatever its size. */
export function appendChunk(log: LogText, { lines, dropped }: LogChunk, most: LogBounds): LogText {
  if (lines.length === 0 && dropped === 0) return log
  const kept = lines.slice(-most.lines)
  const added = divide(kept, dropped, (log.parts.at(-1)?.key ?? 0) + 1)
  const parts = [...log.parts, ...added]
  let given = log.given + lines.length - kept.length
  let count = sum(parts, (part) => part.lines.length)
  let characters = sum(parts, (part) => part.characters)
  let first = 0
  for (; (count > most.lines || characters > most.characters) && first < parts.length - 1; first++) {
    const gone = parts[first]
    count -= gone?.lines.length ?? 0
    characters -= gone?.characters ?? 0
    given += gone?.lines.length ?? 0
  }
  return { parts: parts.slice(first), given }
}

function divide(lines: readonly LogLine[], dropped: number, firstKey: number): readonly LogPart[] {
  const parts: LogPart[] = []
  for (let from = 0; from < lines.length || from === 0; from += partLines) {
    const shown = lines.slice(from, from + partLines).map((line) => ({ ...line, text: cleanLogText(line.text) }))
    const characters = sum(shown, ({ text }) => text.length)
    parts.push({ key: firstKey + parts.length, lines: shown, dropped: from === 0 ? dropped : 0, characters })
  }
  return parts
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((all, item) => all + of(item), 0)
}

/** Without the sequences that colour a terminal and without control characters, which a page would show as boxes. */
export function cleanLogText(text: string): string {
  return text.replace(ESCAPES, '').replace(CONTROLS, '')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g
