import type { EngineEvent } from '../driver.ts'

/** Tells whoever listens that something has changed. Keeps one event for a listener that is busy, not a queue. */
export interface FakeEvents {
  tell(): void
  listen(signal: AbortSignal): AsyncGenerator<EngineEvent, void>
}

export function createFakeEvents(): FakeEvents {
  let version = 0
  const waiting = new Set<() => void>()
  const waitForChange = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      waiting.add(wake)
      signal.addEventListener('abort', wake)
    })
  return {
    tell: () => {
      version++
      for (const wake of [...waiting]) wake()
    },
    listen: async function* (signal) {
      let seen = version
      while (!signal.aborted) {
        if (seen === version) await waitForChange(signal)
        else {
          seen = version
          yield { id: null }
        }
      }
    },
  }
}
