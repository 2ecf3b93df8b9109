import type { Instance } from '../contract/instance.ts'
import type { Driver } from '../drivers/driver.ts'
import { type Answers, askEngines } from './askEngines.ts'

/** What every engine has. */
export async function listInstances(
  drivers: readonly Driver[],
  signal: AbortSignal,
): Promise<{ readonly instances: Instance[]; readonly failures: Answers<Instance>['failures'] }> {
  const { found, failures } = await askEngines(
    drivers,
    (driver) => driver.list(signal),
    ({ name, id }) => `${name} ${id}`,
  )
  return { instances: found, failures }
}
