/** Wakes whoever waits now; nobody who comes later. */
export interface Bell {
  ring(): void
  /** Until it rings, the signal aborts, or so many milliseconds have passed. Never rejects. */
  wait(signal?: AbortSignal, limitMs?: number): Promise<void>
}

export function createBell(): Bell {
  const waiting = new Set<() => void>()
  return {
    ring: () => {
      for (const wake of [...waiting]) wake()
    },
    wait: (signal, limitMs) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          waiting.delete(wake)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const timer = limitMs === undefined ? undefined : setTimeout(wake, limitMs)
        waiting.add(wake)
        signal?.addEventListener('abort', wake)
        if (signal?.aborted) wake()
      }),
  }
}
