/** Work of which only so much is under way at one time; the rest waits, the newest first: it is what is looked at now. */
export interface Queue {
  /** Never rejects if the work does not. */
  run(work: () => Promise<void>): Promise<void>
  /** Forgets what has not begun. */
  clear(): void
}

export function createQueue(atOnce: number): Queue {
  const waiting: (() => Promise<void>)[] = []
  let running = 0
  const next = async (): Promise<void> => {
    while (running < atOnce) {
      const work = waiting.pop()
      if (!work) return
      running++
      await work().finally(() => {
        running--
      })
    }
  }
  return {
    run: (work) => {
      waiting.push(work)
      return next()
    },
    clear: () => {
      waiting.length = 0
    },
  }
}
