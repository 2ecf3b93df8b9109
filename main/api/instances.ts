import type { ErrorData } from '../contract/errors.ts'
import type { Instance } from '../contract/instance.ts'
import type { Technology } from '../contract/technology.ts'
import type { Driver } from '../drivers/driver.ts'
import { toEngineError } from '../model/engineError.ts'

interface Inventory {
  readonly instances: Instance[]
  readonly failures: { technology: Technology; error: ErrorData }[]
}

/** What every engine has. An engine that is not installed has nothing; one that cannot be asked is named beside the rest. */
export async function listInstances(drivers: readonly Driver[], signal: AbortSignal): Promise<Inventory> {
  const inventory: Inventory = { instances: [], failures: [] }
  await Promise.all(
    drivers.map(async (driver) => {
      try {
        inventory.instances.push(...(await driver.list(signal)))
      } catch (error) {
        const reason = toEngineError(error, driver.technology)
        if (reason.code !== 'not_installed') {
          inventory.failures.push({ technology: driver.technology, error: reason.toData() })
        }
      }
    }),
  )
  const key = ({ technology, name, id }: Instance) => `${technology} ${name} ${id}`
  inventory.instances.sort((a, b) => (key(a) < key(b) ? -1 : 1))
  return inventory
}
