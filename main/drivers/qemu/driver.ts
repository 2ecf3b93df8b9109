import { createTurns } from '../../os/turns.ts'
import type { Driver, DriverDeps } from '../driver.ts'
import { createQemuContender } from './contender.ts'
import { detectQemu } from './detect.ts'
import { createFullQemuContender } from './full/contender.ts'
import { createLifecycle } from './lifecycle.ts'
import { createRestoredContender } from './restored/contender.ts'
import { chooseGrace } from './stopMachine.ts'
import { createMachines } from './system/machines.ts'
import { createMachineWatch } from './watchMachines.ts'

/**
 * Virtual machines with QEMU: minimal guests that take part in comparisons, and machines a user keeps. `graceMs`: how long one may
 * take to stop in order.
 */
export function createQemuDriver(deps: DriverDeps, graceMs = chooseGrace): Driver {
  const turns = createTurns()
  const watch = createMachineWatch(deps)
  return {
    technology: 'qemu',
    title: 'QEMU',
    detect: (signal) => detectQemu(deps, signal),
    list: watch.list,
    sample: watch.sample,
    details: watch.details,
    lifecycle: createLifecycle(deps, { turns, graceMs }),
    machines: createMachines(deps, turns),
    contenders: [createQemuContender(deps), createRestoredContender(deps), createFullQemuContender(deps)],
  }
}
