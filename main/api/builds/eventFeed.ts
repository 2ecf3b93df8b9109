import type { Build, BuildEvent } from '../../contract/build.ts'
import { createBell } from '../../os/bell.ts'

type Line = BuildEvent['output'][number]

/** What readers of a build are given: what it has said so far and then what it says, at most ten times a second. */
export interface EventFeed {
  change(build: Build): void
  write(line: Line): void
  end(): void
  read(signal: AbortSignal | undefined): AsyncGenerator<BuildEvent, void>
}

const intervalMs = 100
/** As much as somebody who comes late, or reads slowly, is told. */
const mostPieces = 2_000
const longestPiece = 16_384

export function createEventFeed(first: Build): EventFeed {
  let build = first
  let pieces: Line[] = []
  /** How many were there before those that are held. */
  let gone = 0
  let ended = false
  let version = 0
  const changed = createBell()
  const over = createBell()
  return {
    change: (next) => {
      build = next
      version++
      changed.ring()
    },
    write: ({ step, text }) => {
      for (let at = 0; at < text.length; at += longestPiece) {
        pieces.push({ step, text: text.slice(at, at + longestPiece) })
      }
      if (pieces.length > 2 * mostPieces) {
        gone += pieces.length - mostPieces
        pieces = pieces.slice(-mostPieces)
      }
      version++
      changed.ring()
    },
    end: () => {
      ended = true
      changed.ring()
      over.ring()
    },
    read: async function* (signal) {
      let next = 0
      let seen = -1
      while (!signal?.aborted) {
        if (seen !== version) {
          seen = version
          const output = pieces.slice(Math.max(0, next - gone)).slice(-mostPieces)
          const end = gone + pieces.length
          const dropped = end - next - output.length
          next = end
          yield { build, output, dropped }
          if (!ended) await over.wait(signal, intervalMs)
        } else if (ended) return
        else await changed.wait(signal)
      }
    },
  }
}
