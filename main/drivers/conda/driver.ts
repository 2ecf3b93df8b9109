import type { Driver, DriverDeps } from '../driver.ts'
import { createEnvironmentFinder, type EnvironmentFinder } from '../python/findEnvironments.ts'
import { createCondaContender } from './contender.ts'
import { detectConda } from './detect.ts'
import { createCondaEnvironments } from './environments.ts'
import { listCondaEnvironments, readCondaDetails } from './list.ts'
import { reclaimCondaEnvironment } from './reclaim.ts'
import { removeCondaEnvironment } from './remove.ts'

/** Environments of conda, mamba and micromamba. */
export function createCondaDriver(deps: DriverDeps, finder: EnvironmentFinder = createEnvironmentFinder(deps)): Driver {
  const environments = createCondaEnvironments(deps, finder)
  return {
    technology: 'conda',
    title: 'conda',
    detect: (signal) => detectConda(deps, signal),
    list: (signal) => listCondaEnvironments(deps, finder, signal),
    details: (id, signal) => readCondaDetails(deps, finder, id, signal),
    lifecycle: {
      create: ({ name }, signal) => {
        const spec = { place: { name }, maker: null, python: null, packages: [], channels: [] }
        return environments.create(spec, () => undefined, signal)
      },
      remove: (id, signal) => removeCondaEnvironment(deps, finder, id, signal),
    },
    environments,
    contenders: [createCondaContender(deps)],
    reclaim: (row) => reclaimCondaEnvironment(row),
  }
}
