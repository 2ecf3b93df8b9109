import {
  type History,
  type HistoryRequest,
  type Inventory,
  pausedByUser,
  type SampleRate,
  type UsageSnapshot,
} from '../contract/live.ts'
import type { Technology } from '../contract/technology.ts'
import type { Driver } from '../drivers/driver.ts'
import type { LiveClock } from '../measure/live/clock.ts'
import { createLive } from '../measure/live/live.ts'
import { createLatestValue } from './latestValue.ts'

export interface LiveServiceOptions {
  readonly drivers: readonly Driver[]
  readonly clock: LiveClock
  readonly findPause: () => string | null
  readonly onError: (error: unknown) => void
}

/** Live use as streams. Reading one is looking, until the reader goes away. */
export interface LiveService {
  watchInventory(signal: AbortSignal | undefined): AsyncGenerator<Inventory, void>
  watchUsage(rate: SampleRate, signal: AbortSignal | undefined): AsyncGenerator<UsageSnapshot, void>
  readHistory(request: HistoryRequest): History
  /** Whether the user wants no sampling, which holds for all who look. Undefined changes nothing. */
  pause(paused: boolean | undefined): { readonly paused: boolean }
  /** As far as it is known, without asking anybody. */
  readInventory(): Inventory
  /** Something was done to an instance of this technology. */
  refresh(technology: Technology): void
  /** Ends the streams; nothing is asked any more when this resolves. */
  close(): Promise<void>
}

/** At most four values a second go to a reader, and every five seconds one to a slow one. */
const watchInterval = { full: 250, slow: 5_000 } as const
/** Milliseconds: an older snapshot is from before somebody looked. */
const newEnough = 2_000

export function createLiveService({ drivers, clock, findPause, onError }: LiveServiceOptions): LiveService {
  let isPaused = false
  const snapshots = createLatestValue<UsageSnapshot | null>(null)
  const live = createLive({
    drivers,
    clock,
    findPause: () => (isPaused ? pausedByUser : findPause()),
    onInventory: (inventory) => inventories.set(inventory),
    onSnapshot: (snapshot) => snapshots.set(snapshot),
    onError,
  })
  const inventories = createLatestValue<Inventory>(live.readInventory())
  return {
    watchInventory: async function* (signal) {
      const endLook = live.lookAtInventory()
      try {
        yield* inventories.read(signal, watchInterval.full)
      } finally {
        endLook()
      }
    },
    watchUsage: async function* (rate, signal) {
      const begin = clock.now()
      const endLook = live.lookAtUsage(rate)
      try {
        for await (const snapshot of snapshots.read(signal, watchInterval[rate])) {
          if (snapshot !== null && snapshot.at > begin - newEnough) yield snapshot
        }
      } finally {
        endLook()
      }
    },
    pause: (paused) => {
      if (paused !== undefined) isPaused = paused
      return { paused: isPaused }
    },
    readHistory: live.readHistory,
    readInventory: live.readInventory,
    refresh: live.refresh,
    close: async () => {
      inventories.end()
      snapshots.end()
      await live.close()
    },
  }
}
