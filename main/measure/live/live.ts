import type { History, HistoryRequest, Inventory, SampleRate, UsageSnapshot } from '../../contract/live.ts'
import type { Technology } from '../../contract/technology.ts'
import type { Driver } from '../../drivers/driver.ts'
import type { LiveClock } from './clock.ts'
import { createUsageHistory } from './history.ts'
import { createInventory } from './inventory.ts'
import { createLookers } from './lookers.ts'
import { createOwnCostMeter } from './ownCost.ts'
import { createSampler, historyKeyOf } from './sampler.ts'

export interface LiveOptions {
  readonly drivers: readonly Driver[]
  readonly clock: LiveClock
  /** Why nothing may be sampled now, or null. */
  readonly findPause: () => string | null
  readonly onInventory: (inventory: Inventory) => void
  readonly onSnapshot: (snapshot: UsageSnapshot) => void
  /** Errors that no engine is to blame for. */
  readonly onError: (error: unknown) => void
}

/**
 * What runs here and what it costs. Engines are asked only while somebody looks, but for the event streams and for an
 * engine that is away, once somebody has looked for the first time.
 */
export interface Live {
  readInventory(): Inventory
  /** What it returns ends the look. */
  lookAtInventory(): () => void
  /** Whoever looks at the use looks at the inventory too: it says what there is to sample. */
  lookAtUsage(rate: SampleRate): () => void
  readHistory(request: HistoryRequest): History
  /** Something was done to an instance of this technology. */
  refresh(technology: Technology): void
  /** Nothing is asked or timed any more when this resolves. */
  close(): Promise<void>
}

export function createLive(options: LiveOptions): Live {
  const { drivers, clock, findPause } = options
  const history = createUsageHistory()
  const inventory = createInventory({
    drivers,
    clock,
    isBusy: () => findPause() !== null,
    onChange: options.onInventory,
  })
  const sampler = createSampler({
    drivers,
    clock,
    history,
    readInventory: inventory.read,
    findPause,
    readOwnCost: createOwnCostMeter(),
    onSnapshot: options.onSnapshot,
    onError: options.onError,
  })
  const inventoryLookers = createLookers((rate) => inventory.setRate(rate))
  const usageLookers = createLookers((rate) => sampler.setRate(rate))
  return {
    readInventory: inventory.read,
    lookAtInventory: () => inventoryLookers.look('full'),
    lookAtUsage: (rate) => {
      const ends = [inventoryLookers.look(rate), usageLookers.look(rate)]
      return () => {
        for (const end of ends) end()
      }
    },
    readHistory: ({ of, span }) =>
      history.read('instance' in of ? of.instance : historyKeyOf(of.technology), span, clock.now()),
    refresh: inventory.refresh,
    close: async () => {
      sampler.close()
      await inventory.close()
    },
  }
}
