import { setTimeout as wait } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { ImageOverview } from '../contract/imageOverview.ts'
import type { Image } from '../contract/live.ts'
import type { Driver } from '../drivers/driver.ts'
import { type Bell, createBell } from '../os/bell.ts'
import { listImages } from './images.ts'

/** Milliseconds. Between two looks, while something happens and while a comparison is measured. */
const lookEvery = { usual: 500, measured: 15_000 } as const
/** An engine that is away is asked again, and events that one has not told are not missed for longer. */
const askAgain = 4_000

/** What there is, and again whenever that has changed, until nobody reads any more. `isMeasured`: a comparison goes on. */
export async function* watchImages(
  drivers: readonly Driver[],
  isMeasured: () => boolean,
  signal: AbortSignal,
): AsyncGenerator<ImageOverview, void> {
  const over = new AbortController()
  const both = AbortSignal.any([signal, over.signal])
  const bell = createBell()
  let isOutdated = true
  const ring: Bell['ring'] = () => {
    isOutdated = true
    bell.ring()
  }
  for (const driver of drivers) if (driver.images) void listen(driver, ring, both)
  let told: ImageOverview | null = null
  try {
    while (!both.aborted) {
      if (!isOutdated) await bell.wait(both)
      isOutdated = false
      const overview = await readOverview(drivers, both)
      if (both.aborted) return
      if (!isDeepStrictEqual(overview, told)) yield overview
      told = overview
      if (overview.failures.length > 0) isOutdated = true
      const pause = overview.failures.length > 0 ? askAgain : lookEvery[isMeasured() ? 'measured' : 'usual']
      await wait(pause, undefined, { signal: both }).catch(() => undefined)
    }
  } finally {
    over.abort()
  }
}

/** Rings whenever the engine tells of something, and when it can be listened to again. */
async function listen({ events }: Driver, ring: () => void, signal: AbortSignal): Promise<void> {
  while (events && !signal.aborted) {
    try {
      for await (const _ of events(signal)) ring()
    } catch {
      // It is away or went away: the list tells so.
    }
    await wait(askAgain, undefined, { signal }).catch(() => undefined)
    ring()
  }
}

async function readOverview(drivers: readonly Driver[], signal: AbortSignal): Promise<ImageOverview> {
  const { images, failures } = await listImages(drivers, signal)
  const totals = await Promise.all(drivers.map((driver) => sumImages(driver, images, signal)))
  return { images, failures, totals: totals.flatMap((total) => total ?? []) }
}

/** Null for an engine that has no images, or does not tell. */
async function sumImages({ technology, images }: Driver, all: readonly Image[], signal: AbortSignal) {
  const own = all.filter((image) => image.technology === technology)
  if (images?.sum === undefined || own.length === 0) return null
  try {
    return { technology, ...(await images.sum(own, signal)) }
  } catch {
    // Its list came a moment ago; the next look has it, or why there is none.
    return null
  }
}
