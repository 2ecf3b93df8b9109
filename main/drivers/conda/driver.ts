import type { Driver, DriverDeps } from '../driver.ts'
import { createEnvironmentFinder, type EnvironmentFinder } from '../python/findEnvironments.ts'
import { detectConda } from './detect.ts'
import { listCondaEnvironments, readCondaDetails } from './list.ts'

/** Environments of conda, mamba and micromamba, looked at only: none is made and none takes part in a comparison yet. */
export function createCondaDriver(deps: DriverDeps, finder: EnvironmentFinder = createEnvironmentFinder(deps)): Driver {
  return {
    technology: 'conda',
    title: 'conda',
    detect: (signal) => detectConda(deps, signal),
    list: (signal) => listCondaEnvironments(finder, signal),
    details: (id, signal) => readCondaDetails(finder, id, signal),
    contenders: [],
  }
}
