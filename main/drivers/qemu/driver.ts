import type { Driver, DriverDeps } from '../driver.ts'
import { createQemuContender } from './contender.ts'
import { detectQemu } from './detect.ts'
import { createFullQemuContender } from './full/contender.ts'
import { createLifecycle } from './lifecycle.ts'
import { listQemu } from './list.ts'

/** Virtual machines with QEMU: minimal guests that take part in comparisons, and machines a user keeps. */
export function createQemuDriver(deps: DriverDeps): Driver {
  return {
    technology: 'qemu',
    title: 'QEMU',
    detect: (signal) => detectQemu(deps, signal),
    list: () => listQemu(deps),
    lifecycle: createLifecycle(deps),
    contenders: [createQemuContender(deps), createFullQemuContender(deps)],
  }
}
