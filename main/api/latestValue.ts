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
  const pausing = new Set<() => void>()
  const wakeAll = (sleepers: ReadonlySet<() => void>) => {
    for (const wake of [...sleepers]) wake()
  }
  return {
    set: (next) => {
      value = next
      version++
      wakeAll(waiting)
    },
    end: () => {
      ended = true
      wakeAll(waiting)
      wakeAll(pausing)
    },
    read: async function* (signal, intervalMs) {
      let seen = -1
      while (!signal?.aborted) {
        if (seen !== version) {
          seen = version
          yield value
          if (!ended) await sleepAmong(pausing, signal, intervalMs)
        } else if (ended) return
        else await sleepAmong(waiting, signal)
      }
    },
  }
}

/** Until somebody wakes those of the set, the signal aborts, or the time is over. */
function sleepAmong(sleepers: Set<() => void>, signal: AbortSignal | undefined, limitMs?: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer)
      sleepers.delete(wake)
      signal?.removeEventListener('abort', wake)
      resolve()
    }
    const timer = limitMs === undefined ? undefined : setTimeout(wake, limitMs)
    sleepers.add(wake)
    signal?.addEventListener('abort', wake)
    if (signal?.aborted) wake()
  })
}
