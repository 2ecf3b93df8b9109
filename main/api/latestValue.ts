import { setTimeout as sleep } from 'node:timers/promises'

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
  const waiting = new Set<() => void>()
  const notify = () => {
    for (const resolve of [...waiting]) resolve()
  }
  const waitForChange = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve) => {
      const go = () => {
        waiting.delete(go)
        signal?.removeEventListener('abort', go)
        resolve()
      }
      waiting.add(go)
      signal?.addEventListener('abort', go)
    })
  return {
    set: (next) => {
      value = next
      version++
      notify()
    },
    end: () => {
      ended = true
      notify()
    },
    read: async function* (signal, intervalMs) {
      let seen = -1
      while (!signal?.aborted) {
        if (seen !== version) {
          seen = version
          yield value
          if (!ended) await sleep(intervalMs, undefined, signal ? { signal } : {}).catch(() => undefined)
        } else if (ended) return
        else await waitForChange(signal)
      }
    },
  }
}
