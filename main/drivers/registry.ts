import type { ContenderId } from '../contract/technology.ts'
import { EngineError } from '../model/engineError.ts'
import { createCondaDriver } from './conda/driver.ts'
import type { Contender } from './contender.ts'
import { createDockerDriver } from './docker/driver.ts'
import type { Driver, DriverDeps } from './driver.ts'
import { createHostDriver } from './host/driver.ts'
import { createJupyterHubDriver } from './jupyterhub/driver.ts'
import { createEnvironmentFinder } from './python/findEnvironments.ts'
import { createQemuDriver } from './qemu/driver.ts'
import { createVenvDriver } from './venv/driver.ts'
import { createVirtualBoxDriver } from './virtualbox/driver.ts'

/** Every engine there is a driver for, in the order people see them: the baseline first. Asks no engine anything. */
export function createDrivers(deps: DriverDeps): readonly Driver[] {
  // One look at the folders finds the environments of both.
  const finder = createEnvironmentFinder(deps)
  return [
    createHostDriver(deps),
    createVenvDriver(deps, finder),
    createCondaDriver(deps, finder),
    createDockerDriver(deps),
    createQemuDriver(deps),
    createVirtualBoxDriver(deps),
    createJupyterHubDriver(deps),
  ]
}

export function listContenders(drivers: readonly Driver[]): readonly Contender[] {
  return drivers.flatMap(({ contenders }) => contenders)
}

/** Throws `bad_input`, with the ids there are, for an unknown one. */
export function findContender(drivers: readonly Driver[], id: ContenderId): Contender {
  const contenders = listContenders(drivers)
  const found = contenders.find((contender) => contender.id === id)
  if (found) return found
  const known = contenders.map((contender) => contender.id).join(', ')
  throw new EngineError('bad_input', 'isoscope', `There is no contender ${id}. There are: ${known}.`)
}
