import { setTimeout as sleep } from 'node:timers/promises'
import type { TerminalOutput } from '../drivers/containers.ts'
import { createBell } from '../os/bell.ts'
import { createWaitingOutput, type TakenOutput } from './waitingOutput.ts'

/** Milliseconds between two pieces while lines are left out: nobody reads them, and the more come in between the fewer are drawn. */
const drawingPause = 80

interface WindowOptions {
  /** Bytes that may be read and neither be acknowledged nor left out. */
  readonly most: number
  /** Bytes that may be on their way: what waits here can still be left out. */
  readonly mostSent: number
  /** Lines that the reader shows and keeps; null where it wants all. */
  readonly kept: number | null
}

/** Output on its way to a reader who says how much has arrived. */
export interface OutputWindow {
  /** All that waits, of one stream, up to a bound; null when no more comes, or the signal has aborted. Rejects as the output does. */
  take(): Promise<TakenOutput | null>
  acknowledge(bytes: number): void
}

/** Reads no further while more than `most` bytes are not acknowledged, so that a program waits for its reader as at any terminal. */
export function createOutputWindow(
  output: AsyncIterable<TerminalOutput>,
  { most, mostSent, kept }: WindowOptions,
  signal: AbortSignal,
): OutputWindow {
  const waiting = createWaitingOutput(kept)
  let sent = 0
  let hasEnded = false
  let wasShortened = false
  const filled = createBell()
  const emptied = createBell()
  const read = async () => {
    try {
      for await (const piece of output) {
        waiting.push(piece)
        filled.ring()
        while (waiting.bytes + sent > most && !signal.aborted) await emptied.wait(signal)
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
  const waitForPause = async () => {
    if (!wasShortened || hasEnded) return
    await sleep(drawingPause, undefined, { signal }).catch(() => undefined)
  }
  return {
    take: async () => {
      await waitForPause()
      while (sent >= mostSent && !signal.aborted) await emptied.wait(signal)
      while (waiting.bytes === 0 && !hasEnded && !signal.aborted) await filled.wait(signal)
      if (signal.aborted) return null
      const taken = waiting.take()
      if (taken === null) {
        await reading
        return null
      }
      sent += taken.bytes.length
      wasShortened = taken.leftOut > 0
      // Where lines were left out there may be room again.
      emptied.ring()
      return taken
    },
    acknowledge: (bytes) => {
      sent = Math.max(0, sent - bytes)
      emptied.ring()
    },
  }
}
