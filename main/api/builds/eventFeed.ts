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
/** Characters that are held of one build. */
const mostHeld = 4_000_000

export function createEventFeed(first: Build): EventFeed {
  let build = first
  let pieces: Line[] = []
  /** How many were there before those that are held. */
  let gone = 0
  let held = 0
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
        const piece = text.slice(at, at + longestPiece)
        pieces.push({ step, text: piece })
        held += piece.length
      }
      if (pieces.length > 2 * mostPieces || held > mostHeld) {
        const kept = takeNewest(pieces, mostHeld / 2)
        gone += pieces.length - kept.length
        pieces = kept
        held = kept.reduce((sum, { text: one }) => sum + one.length, 0)
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

function takeNewest(pieces: readonly Line[], most: number): Line[] {
  let from = pieces.length
  for (let held = 0; from > 0 && pieces.length - from < mostPieces; from--) {
    held += pieces[from - 1]?.text.length ?? 0
    if (held > most) break
  }
  return pieces.slice(from)
}
