import { cancelled } from '../model/engineError.ts'

/** Work on one thing is done one after another; work on different things does not wait. */
export interface Turns {
  /** Rejects as the work does, or with `cancelled` when the signal aborts before its turn has come. */
  take<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>
}

export function createTurns(): Turns {
  /** Of each key the end of the last work; absent when none is going on. */
  const ends = new Map<string, Promise<void>>()
  return {
    take: async (key, signal, work) => {
      const before = ends.get(key)
      const mine = Promise.withResolvers<void>()
      // Who gives up waiting leaves the one before going on: the next one has to wait for that.
      const end = Promise.all([before, mine.promise]).then(() => {
        if (ends.get(key) === end) ends.delete(key)
      })
      ends.set(key, end)
      try {
        if (before) await waitUnlessAborted(before, signal)
        if (signal.aborted) throw cancelled('isoscope')
        return await work()
      } finally {
        mine.resolve()
      }
    },
  }
}

async function waitUnlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => aborted.resolve(), { once: true })
  if (signal.aborted) return
  await Promise.race([work, aborted.promise])
}
