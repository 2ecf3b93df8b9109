import { createBell } from '../../os/bell.ts'
import type { EngineEvent } from '../driver.ts'

/** Tells whoever listens that something has changed. Keeps one event for a listener that is busy, not a queue. */
export interface FakeEvents {
  tell(): void
  listen(signal: AbortSignal): AsyncGenerator<EngineEvent, void>
}

export function createFakeEvents(): FakeEvents {
  let version = 0
  const changed = createBell()
  return {
    tell: () => {
      version++
      changed.ring()
    },
    listen: async function* (signal) {
      let seen = version
      while (!signal.aborted) {
        if (seen === version) await changed.wait(signal)
        else {
          seen = version
          yield { id: null }
        }
      }
    },
  }
}
