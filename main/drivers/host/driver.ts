import type { Driver, DriverDeps } from '../driver.ts'
import { createHostContender } from './contender.ts'
import { detectHost } from './detect.ts'

/** The bare machine: the baseline every other technology is compared with. It has no instances. */
export function createHostDriver(deps: DriverDeps): Driver {
  return {
    technology: 'host',
    title: 'Host',
    detect: () => detectHost(deps.platform),
    list: async () => [],
    contenders: [createHostContender(deps)],
  }
}
