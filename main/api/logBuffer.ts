import type { LogChunk, LogLine } from '../contract/live.ts'
import { createBell } from '../os/bell.ts'

/** What a reader that is slow can make us keep: lines, and characters in all of them. */
const mostLines = 10_000
const mostCharacters = 1_048_576
/** Of one line; a program that never ends its line must not fill the memory. */
const mostLineCharacters = 65_536

export interface LogBuffer {
  /** When it is full: `wait` waits for `take`, `drop` gives up the oldest lines. */
  put(line: LogLine, signal: AbortSignal): Promise<void>
  /** All there is, or null. */
  take(): LogChunk | null
  /** Until there is something to take or nothing will come any more. */
  waitForLines(signal: AbortSignal): Promise<void>
  end(): void
  hasEnded(): boolean
}

export function createLogBuffer(whenFull: 'wait' | 'drop'): LogBuffer {
  let lines: LogLine[] = []
  let characters = 0
  let dropped = 0
  let ended = false
  const filled = createBell()
  const emptied = createBell()
  const isFull = () => lines.length >= mostLines || characters >= mostCharacters

  const dropOldest = () => {
    // A quarter at once: taking single lines off the front of a long array is slow.
    const gone = lines.splice(0, Math.max(1, lines.length >> 2))
    dropped += gone.length
    characters -= gone.reduce((sum, { text }) => sum + text.length, 0)
  }
  return {
    put: async (line, signal) => {
      while (isFull() && !signal.aborted) {
        if (whenFull === 'drop') dropOldest()
        else await emptied.wait(signal)
      }
      const kept = shorten(line)
      lines.push(kept)
      characters += kept.text.length
      filled.ring()
    },
    take: () => {
      if (lines.length === 0 && dropped === 0) return null
      const chunk = { lines, dropped }
      lines = []
      characters = 0
      dropped = 0
      emptied.ring()
      return chunk
    },
    waitForLines: async (signal) => {
      while (lines.length === 0 && !ended && !signal.aborted) await filled.wait(signal)
    },
    end: () => {
      ended = true
      filled.ring()
    },
    hasEnded: () => ended,
  }
}

function shorten(line: LogLine): LogLine {
  if (line.text.length <= mostLineCharacters) return line
  return { ...line, text: `${line.text.slice(0, mostLineCharacters)} … (cut)` }
}
