import type { Driver, DriverDeps } from '../driver.ts'
import { connectDocker } from './connect.ts'
import { createDockerContender } from './contender.ts'
import { detectDocker } from './detect.ts'
import { createDockerLifecycle } from './lifecycle.ts'
import { listContainers } from './list.ts'
import { reclaimRow } from './reclaim.ts'
import { dockerVariants } from './variants.ts'

/** Docker, and what speaks its API: Docker Desktop, rootless Docker, Podman. */
export function createDockerDriver(deps: DriverDeps): Driver {
  return {
    technology: 'docker',
    title: 'Docker',
    detect: (signal) => detectDocker(deps, signal),
    list: async (signal) => listContainers(await connectDocker(deps, signal), signal),
    lifecycle: createDockerLifecycle(deps),
    contenders: dockerVariants.map((variant) => createDockerContender(deps, variant)),
    reclaim: (row, signal) => reclaimRow(deps, row, signal),
  }
}
