import type { Inventory, ListedInstance, SampleRate, UsageSnapshot } from '../../contract/live.ts'
import type { Technology } from '../../contract/technology.ts'
import type { Driver } from '../../drivers/driver.ts'
import { addUpByTechnology } from '../../model/live/totals.ts'
import type { LiveClock } from './clock.ts'
import type { UsageHistory } from './history.ts'
import type { OwnCost } from './ownCost.ts'
import { createUsageSource } from './usageSource.ts'

/** Milliseconds between two samples. */
const period = { full: 1_000, slow: 5_000 } as const
/** A first sample waits so long for an inventory that has not come yet, in milliseconds. */
const headStart = 250
/** How many periods old a figure may be and still be shown. */
const shownPeriods = 3

export interface SamplerOptions {
  readonly drivers: readonly Driver[]
  readonly clock: LiveClock
  readonly history: UsageHistory
  readonly readInventory: () => Inventory
  /** Why nothing may be sampled now, or null. */
  readonly findPause: () => string | null
  readonly readOwnCost: () => OwnCost
  readonly onSnapshot: (snapshot: UsageSnapshot) => void
  readonly onError: (error: unknown) => void
}

export interface Sampler {
  /** null: nobody looks, and nothing is asked or timed. */
  setRate(rate: SampleRate | null): void
  close(): void
}

/** How a technology as a whole is called in the history; no instance's id is without a colon. */
export function historyKeyOf(technology: Technology): string {
  return technology
}

export function createSampler(options: SamplerOptions): Sampler {
  const { clock, history, readInventory } = options
  const closing = new AbortController()
  let rate: SampleRate | null = null
  let cancelTimer = () => {}
  let totalsAt = new Map<Technology, number>()
  const sources = options.drivers.flatMap((driver) =>
    driver.sample
      ? createUsageSource({
          driver,
          sample: driver.sample,
          clock,
          onUsage: (usage, at, previous) => {
            for (const use of usage) history.write(use.id, use, at, previous.get(use.id) ?? null)
          },
          onError: options.onError,
          signal: closing.signal,
        })
      : [],
  )
  const interrupt = () => {
    for (const source of sources) source.interrupt()
    totalsAt = new Map()
  }

  const publish = (paused: string | null, maxAge: number) => {
    const { engines, instances } = readInventory()
    const living = new Set(instances.filter(isLiving).map(({ id }) => id))
    const read = paused === null ? sources.flatMap((source) => source.read(maxAge)) : []
    const usage = read.filter(({ id }) => living.has(id))
    const totals = addUpByTechnology(
      engines.map(({ technology }) => technology),
      instances,
      usage,
    )
    const at = clock.now()
    const written = new Map<Technology, number>()
    for (const total of totals) {
      if (total.memoryBytes === null && total.cpuShare === null) continue
      history.write(historyKeyOf(total.technology), total, at, totalsAt.get(total.technology) ?? null)
      written.set(total.technology, at)
    }
    totalsAt = written
    options.onSnapshot({ at, paused, usage, totals, own: { ...options.readOwnCost() } })
  }

  const sampleAll = async (every: number): Promise<void> => {
    const { instances } = readInventory()
    const idsOf = ({ technology }: Driver) =>
      instances.filter((one) => one.technology === technology && isLiving(one)).map(({ id }) => id)
    const answers = Promise.all(sources.map((source) => source.sample(idsOf(source.driver))))
    // What comes later is in the next snapshot: one engine that is slow delays no other's figures.
    const late = Promise.withResolvers<void>()
    const cancelWait = clock.after(every / 2, late.resolve)
    await Promise.race([answers, late.promise])
    cancelWait()
  }

  const tick = async (planned: number): Promise<void> => {
    if (rate === null || closing.signal.aborted) return
    const every = period[rate]
    // By the plan and not by when its timer fired, or the delays would add up to seconds without a value.
    const next = planned + every
    planTick(next > clock.now() ? next : clock.now() + every)
    const paused = options.findPause()
    if (paused !== null) interrupt()
    else await sampleAll(every)
    if (!closing.signal.aborted && rate !== null) publish(paused, every * shownPeriods)
  }
  const planTick = (at: number) => {
    cancelTimer()
    cancelTimer = clock.after(Math.max(0, at - clock.now()), () => {
      tick(at).catch(options.onError)
    })
  }

  return {
    setRate: (next) => {
      rate = next
      cancelTimer()
      if (rate === null) return interrupt()
      const waiting = readInventory().engines.some(({ state }) => state === 'asking')
      planTick(clock.now() + (waiting ? headStart : 0))
    },
    close: () => {
      closing.abort()
      cancelTimer()
    },
  }
}

/** It has processes, and its engine answers. */
function isLiving({ state, stale }: ListedInstance): boolean {
  return !stale && (state === 'running' || state === 'paused')
}
