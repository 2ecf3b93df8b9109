import type { ActivityStep } from '../contract/activity.ts'
import { createBell } from '../os/bell.ts'

/** What activities come to, step by step, for who writes it down: none is left out, as a reader of the newest state would. */
export interface StepFeed {
  tell(step: ActivityStep): void
  /** Readers get what is left, and then the end. */
  end(): void
  /** Those that are kept, the oldest first, and then each that comes. */
  read(signal: AbortSignal | undefined): AsyncGenerator<ActivityStep, void>
}

/** Steps that are kept for who comes late or reads slowly; the oldest go. */
const mostKept = 1_000

export function createStepFeed(): StepFeed {
  const kept: ActivityStep[] = []
  /** How many were there before those that are kept. */
  let gone = 0
  let ended = false
  const changed = createBell()
  return {
    tell: (step) => {
      kept.push(step)
      if (kept.length > mostKept) gone += kept.splice(0, kept.length - mostKept).length
      changed.ring()
    },
    end: () => {
      ended = true
      changed.ring()
    },
    read: async function* (signal) {
      for (let next = 0; !signal?.aborted; ) {
        next = Math.max(next, gone)
        const step = kept[next - gone]
        if (step) {
          next++
          yield step
        } else if (ended) return
        else await changed.wait(signal)
      }
    },
  }
}
