import type { Driver, DriverDeps } from '../driver.ts'
import { createVenvContender } from './contender.ts'
import { detectVenv } from './detect.ts'
import { listKeptEnvironments } from './keptEnvironments.ts'
import { createVenvLifecycle } from './lifecycle.ts'
import { reclaimEnvironment } from './reclaim.ts'

/** Python's own virtual environments, https://docs.python.org/3/library/venv.html */
export function createVenvDriver(deps: DriverDeps): Driver {
  return {
    technology: 'venv',
    title: 'Python venv',
    detect: (signal) => detectVenv(deps, signal),
    list: () => listKeptEnvironments(deps.paths.environments),
    lifecycle: createVenvLifecycle(deps),
    contenders: [createVenvContender(deps)],
    reclaim: (row) => reclaimEnvironment(deps, row),
  }
}
