import type { Usage } from '../../contract/live.ts'
import type { Driver, UsageReading } from '../../drivers/driver.ts'
import { EngineError } from '../../model/engineError.ts'
import { computeUse } from '../../model/live/use.ts'
import type { LiveClock } from './clock.ts'
import { callWithDeadline } from './deadline.ts'

/** How long an engine may take for a sample before it counts as failed, in milliseconds. */
const sampleDeadline = 10_000

export interface UsageSourceOptions {
  readonly driver: Driver
  readonly sample: NonNullable<Driver['sample']>
  readonly clock: LiveClock
  readonly onUsage: (usage: readonly Usage[], at: number, previous: ReadonlyMap<string, number>) => void
  /** An error that is not an engine's. */
  readonly onError: (error: unknown) => void
  readonly signal: AbortSignal
}

/** The figures of one engine. */
export interface UsageSource {
  readonly driver: Driver
  /** Those that are not older than this, in milliseconds. */
  read(maxAge: number): readonly Usage[]
  /** Asks for new ones, unless it is being asked: an engine slower than the sampling misses turns. Never rejects. */
  sample(ids: readonly string[]): Promise<void>
  /** Sampling has stopped: the next figures do not continue the present ones. */
  interrupt(): void
}

export function createUsageSource(options: UsageSourceOptions): UsageSource {
  const { driver, clock, signal } = options
  let calling = false
  let failed = false
  let readings: ReadonlyMap<string, UsageReading> = new Map()
  let usage: readonly Usage[] = []
  /** When each instance had its last figure, while sampling goes on. */
  let seenAt: ReadonlyMap<string, number> = new Map()
  let usageAt = 0

  const accept = (fresh: readonly UsageReading[]) => {
    const at = clock.now()
    const byId = new Map(fresh.map((reading) => [reading.id, reading]))
    usage = [...byId.values()].map((reading) => ({
      id: reading.id,
      ...computeUse(readings.get(reading.id), reading),
    }))
    readings = byId
    usageAt = at
    options.onUsage(usage, at, seenAt)
    seenAt = new Map(usage.map(({ id }) => [id, at]))
  }
  const forget = () => {
    usage = []
    seenAt = new Map()
  }

  return {
    driver,
    read: (maxAge) => (clock.now() - usageAt <= maxAge ? usage : []),
    sample: async (ids) => {
      if (calling) return
      if (ids.length === 0) return forget()
      calling = true
      try {
        const deadline = { clock, engine: driver.technology, deadline: sampleDeadline, signal }
        const fresh = await callWithDeadline(deadline, (given) => {
          const call = (async () => options.sample(ids, given))()
          // Until it has really ended, also when it ignores its deadline.
          const onEnd = () => {
            calling = false
          }
          call.then(onEnd, onEnd)
          return call
        })
        failed = false
        if (!signal.aborted) accept(fresh)
      } catch (error) {
        if (signal.aborted) return
        forget()
        // Once, and not every second.
        if (!failed && !(error instanceof EngineError)) options.onError(error)
        failed = true
      }
    },
    interrupt: () => {
      seenAt = new Map()
    },
  }
}
