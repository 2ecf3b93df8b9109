import type { Driver, DriverDeps } from '../driver.ts'
import { createEnvironmentFinder, type EnvironmentFinder } from '../python/findEnvironments.ts'
import { createVenvContender } from './contender.ts'
import { detectVenv } from './detect.ts'
import { createVenvEnvironments } from './environments.ts'
import { createVenvLifecycle } from './lifecycle.ts'
import { addShortcoming, listEnvironments, readVenvDetails } from './list.ts'
import { addMakers } from './makers.ts'
import { reclaimEnvironment } from './reclaim.ts'

/** Python's own virtual environments, https://docs.python.org/3/library/venv.html, and what virtualenv and pipenv make. */
export function createVenvDriver(deps: DriverDeps, finder: EnvironmentFinder = createEnvironmentFinder(deps)): Driver {
  return {
    technology: 'venv',
    title: 'Python venv',
    detect: async (signal) => addShortcoming(addMakers(await detectVenv(deps, signal), deps), finder),
    list: (signal) => listEnvironments(deps, finder, signal),
    details: (id, signal) => readVenvDetails(deps, finder, id, signal),
    lifecycle: createVenvLifecycle(deps),
    environments: createVenvEnvironments(deps, finder),
    contenders: [createVenvContender(deps)],
    reclaim: (row) => reclaimEnvironment(deps, row),
  }
}
