import type { TerminalOutput } from '../drivers/containers.ts'
import { createBell } from '../os/bell.ts'

/** Bytes of one piece: enough that its way costs little, and little enough that a page shows it in one go. */
const mostPiece = 96 * 1024

/** Output on its way to a reader who says how much has arrived. */
export interface OutputWindow {
  /** All that waits, of one stream, up to a bound; null when no more comes, or the signal has aborted. Rejects as the output does. */
  take(): Promise<TerminalOutput | null>
  acknowledge(bytes: number): void
}

/** Reads no further while more than `most` bytes are not acknowledged, so that a program waits for its reader as at any terminal. */
export function createOutputWindow(
  output: AsyncIterable<TerminalOutput>,
  most: number,
  signal: AbortSignal,
): OutputWindow {
  const waiting: TerminalOutput[] = []
  let unacknowledged = 0
  let hasEnded = false
  const filled = createBell()
  const emptied = createBell()
  const read = async () => {
    try {
      for await (const piece of output) {
        waiting.push(piece)
        unacknowledged += piece.bytes.length
        filled.ring()
        while (unacknowledged > most && !signal.aborted) await emptied.wait(signal)
        if (signal.aborted) return
      }
    } finally {
      hasEnded = true
      filled.ring()
    }
  }
  const reading = read()
  // Thrown by `take`, when what came before it has been taken.
  reading.catch(() => undefined)
  return {
    take: async () => {
      while (waiting.length === 0 && !hasEnded && !signal.aborted) await filled.wait(signal)
      if (signal.aborted) return null
      const [first] = waiting
      if (first) return takePiece(waiting, first.stream)
      await reading
      return null
    },
    acknowledge: (bytes) => {
      unacknowledged = Math.max(0, unacknowledged - bytes)
      emptied.ring()
    },
  }
}

function takePiece(waiting: TerminalOutput[], stream: TerminalOutput['stream']): TerminalOutput {
  let bytes = 0
  let count = 0
  for (const piece of waiting) {
    if (piece.stream !== stream || (count > 0 && bytes + piece.bytes.length > mostPiece)) break
    bytes += piece.bytes.length
    count++
  }
  return { stream, bytes: Buffer.concat(waiting.splice(0, count).map((piece) => piece.bytes)) }
}
