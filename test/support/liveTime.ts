import type { LiveClock } from '../../main/measure/live/clock.ts'

/** A clock a test turns by hand. */
export interface LiveTime extends LiveClock {
  /** Runs every timer that is due within so many milliseconds, in order, with all that follows from each. */
  pass(ms: number): Promise<void>
  /** Sets the wall clock, as a user or a time server does; timers do not notice. */
  set(now: number): void
  /** Milliseconds by which every timer fires late, as on a busy machine. */
  lateness: number
  /** Timers that wait. */
  waiting(): number
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

export function createLiveTime(start = 1_800_000_000_000): LiveTime {
  let elapsed = 0
  let offset = start
  const timers = new Set<Timer>()
  const next = (until: number): Timer | undefined =>
    [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
  const time: LiveTime = {
    lateness: 0,
    now: () => offset + elapsed,
    after: (delay, run) => {
      const timer = { at: elapsed + delay, run }
      timers.add(timer)
      return () => {
        timers.delete(timer)
      }
    },
    pass: async (ms) => {
      const until = elapsed + ms
      await settle()
      for (let timer = next(until); timer; timer = next(until)) {
        timers.delete(timer)
        elapsed = Math.max(elapsed, timer.at + time.lateness)
        timer.run()
        await settle()
      }
      elapsed = Math.max(elapsed, until)
    },
    set: (now) => {
      offset = now - elapsed
    },
    waiting: () => timers.size,
  }
  return time
}

/** Until all that could happen at once has happened. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}
