import type { Inventory, ListedInstance, SampleRate } from '../../contract/live.ts'
import type { Technology } from '../../contract/technology.ts'
import type { Driver } from '../../drivers/driver.ts'
import type { LiveClock } from './clock.ts'
import { watchEngine } from './engineWatch.ts'

export interface InventoryOptions {
  readonly drivers: readonly Driver[]
  readonly clock: LiveClock
  /** True while a comparison is measured: engines are then asked less often. */
  readonly isBusy: () => boolean
  readonly onChange: (inventory: Inventory) => void
}

/** What exists, of every engine, each arriving by itself. */
export interface LiveInventory {
  read(): Inventory
  setRate(rate: SampleRate | null): void
  /** Something was done to an instance of this technology. */
  refresh(technology: Technology): void
  close(): Promise<void>
}

export function createInventory({ drivers, clock, isBusy, onChange }: InventoryOptions): LiveInventory {
  const watches = drivers.map((driver) => watchEngine({ driver, clock, isBusy, onChange: () => onChange(readAll()) }))
  const readAll = (): Inventory => {
    const known = watches.map((watch) => watch.read())
    return {
      engines: known.map(({ engine }) => engine),
      instances: known.flatMap(({ engine, instances }): ListedInstance[] => {
        const stale = engine.state === 'away'
        return instances.map((instance) => ({ ...instance, stale }))
      }),
    }
  }
  return {
    read: readAll,
    setRate: (rate) => {
      for (const watch of watches) watch.setRate(rate)
    },
    refresh: (technology) => watches.find((watch) => watch.driver.technology === technology)?.refresh(),
    close: async () => {
      await Promise.all(watches.map((watch) => watch.close()))
    },
  }
}
