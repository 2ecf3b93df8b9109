/** Time as live use sees it: it comes in from outside, so that a test needs no waiting. */
export interface LiveClock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs it once after so many milliseconds. What it returns takes that back. */
  after(delay: number, run: () => void): () => void
}

export const systemClock: LiveClock = {
  now: () => Date.now(),
  after: (delay, run) => {
    const timer = setTimeout(run, delay)
    return () => clearTimeout(timer)
  },
}
