import type { Instance } from '../contract/instance.ts'
import type { Technology } from '../contract/technology.ts'
import type { Driver } from '../drivers/driver.ts'
import { type Answers, askEngines } from './askEngines.ts'

/** What every engine has, or `only` those named. */
export async function listInstances(
  drivers: readonly Driver[],
  only: readonly Technology[] | undefined,
  signal: AbortSignal,
): Promise<{ readonly instances: Instance[]; readonly failures: Answers<Instance>['failures'] }> {
  const { found, failures } = await askEngines(
    only ? drivers.filter(({ technology }) => only.includes(technology)) : drivers,
    (driver) => driver.list(signal),
    ({ name, id }) => `${name} ${id}`,
  )
  return { instances: found, failures }
}
