import { createBell } from '../os/bell.ts'

/**
 * A value that changes faster than a client reads it. Readers get the newest value, never a queue: a slow one misses
 * steps and costs no memory. After `end` each reader gets the last value and then the end.
 */
export interface LatestValue<T> {
  set(value: T): void
  end(): void
  /** At most one value per `intervalMs`; ends when the signal aborts. */
  read(signal: AbortSignal | undefined, intervalMs: number): AsyncGenerator<T, void>
}

export function createLatestValue<T>(initial: T): LatestValue<T> {
  let value = initial
  let version = 0
  let ended = false
  const changed = createBell()
  const over = createBell()
  return {
    set: (next) => {
      value = next
      version++
      changed.ring()
    },
    end: () => {
      ended = true
      changed.ring()
      over.ring()
    },
    read: async function* (signal, intervalMs) {
      let seen = -1
      while (!signal?.aborted) {
        if (seen !== version) {
          seen = version
          yield value
          if (!ended) await over.wait(signal, intervalMs)
        } else if (ended) return
        else await changed.wait(signal)
      }
    },
  }
}
