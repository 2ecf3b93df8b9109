import { setTimeout as sleep } from 'node:timers/promises'
import type { TerminalOutput } from '../drivers/containers.ts'
import { createBell } from '../os/bell.ts'
import { createWaitingOutput, type TakenOutput } from './waitingOutput.ts'

/*
 * A flood: plain text comes faster than it is drawn. Who prints it, the engine and this process then take every processor there
 * is, and the page that draws waits for one longer than it works. So nothing is read while a piece is being drawn, drawing is the
 * least of the work, and reading rests in between.
 */

/** Bytes of plain text that wait in a flood. */
const floodBytes = 128 * 1024

/** Milliseconds between two pieces of a flood: nobody reads them, and the more come in between the fewer are drawn. */
const leastPause = 80

/** And so many times what the reader took for the piece before. */
const pausePerDrawing = 4

/** Milliseconds of reading, and of rest after it: longer than what lies in the buffers on the way keeps their writers at work. */
const readingSpell = 10
const readingRest = 45

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
  /** It was when the last piece was taken. */
  let wasFlood = false
  let restedAt = 0
  const filled = createBell()
  const emptied = createBell()
  const isFlood = () => waiting.isPlain && waiting.bytes >= floodBytes
  const isDrawing = () => sent > 0 && (wasFlood || isFlood())
  const rest = async () => {
    if (!wasFlood || performance.now() - restedAt < readingSpell) return
    await sleep(readingRest, undefined, { signal }).catch(() => undefined)
    restedAt = performance.now()
  }
  const read = async () => {
    try {
      for await (const piece of output) {
        waiting.push(piece)
        filled.ring()
        await rest()
        while ((waiting.bytes + sent > most || isDrawing()) && !signal.aborted) await emptied.wait(signal)
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
    if (!wasFlood || hasEnded) return
    const from = performance.now()
    while (isDrawing() && !signal.aborted) await emptied.wait(signal)
    const pause = Math.max(leastPause, pausePerDrawing * (performance.now() - from))
    await sleep(pause, undefined, { signal }).catch(() => undefined)
  }
  return {
    take: async () => {
      await waitForPause()
      while (sent >= mostSent && !signal.aborted) await emptied.wait(signal)
      while (waiting.bytes === 0 && !hasEnded && !signal.aborted) await filled.wait(signal)
      if (signal.aborted) return null
      wasFlood = isFlood()
      const taken = waiting.take()
      if (taken === null) {
        await reading
        return null
      }
      sent += taken.bytes.length
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
