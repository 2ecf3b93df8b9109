import type { Driver } from '../../drivers/driver.ts'
import type { LiveClock } from './clock.ts'

export interface EventStreamOptions {
  readonly driver: Driver
  readonly clock: LiveClock
  readonly onOpen: () => void
  readonly onEvent: () => void
  /** It surely listens now. */
  readonly onSettled: () => void
  readonly onBroken: () => void
  /** Milliseconds. */
  readonly settleTime: number
  /** Ends it for good. */
  readonly signal: AbortSignal
}

export interface EventStream {
  /** To be called when the engine has answered. Does nothing while it is open, and soon after it broke. */
  open(): void
  ended(): Promise<void>
}

/** Milliseconds: an engine may answer all calls but this one, as behind a proxy that lets only some through. */
const retryInterval = 4_000

/** The events of an engine, opened once and kept. */
export function createEventStream(options: EventStreamOptions): EventStream {
  const { driver, clock, signal } = options
  let isOpen = false
  let retryAt = Number.NEGATIVE_INFINITY
  let following = Promise.resolve()

  const follow = async (events: NonNullable<Driver['events']>): Promise<void> => {
    const cancelSettling = clock.after(options.settleTime, options.onSettled)
    try {
      for await (const _ of events(signal)) {
        if (signal.aborted) break
        options.onEvent()
      }
    } catch {
      // What is wrong with the engine its list tells, and in its own words.
    } finally {
      cancelSettling()
    }
    isOpen = false
    retryAt = clock.now() + retryInterval
    if (!signal.aborted) options.onBroken()
  }

  return {
    open: () => {
      if (!driver.events || isOpen || signal.aborted || clock.now() < retryAt) return
      isOpen = true
      options.onOpen()
      following = follow(driver.events)
    },
    ended: () => following,
  }
}
