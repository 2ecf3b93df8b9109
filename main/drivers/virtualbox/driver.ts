import type { Driver, DriverDeps } from '../driver.ts'
import { createVirtualBoxContender } from './contender.ts'
import { detectVirtualBox } from './detect.ts'
import { kernelDevice } from './kernelDriver.ts'
import { createLifecycle } from './lifecycle.ts'
import { createMachines } from './machines.ts'
import { reclaimMachine } from './reclaim.ts'
import { createMachineWatch } from './watchMachines.ts'

/** Virtual machines with VirtualBox, through VBoxManage: those that the user has, and those that are made here. */
export function createVirtualBoxDriver(deps: DriverDeps, device = kernelDevice): Driver {
  const watch = createMachineWatch(deps)
  return {
    technology: 'virtualbox',
    title: 'VirtualBox',
    detect: (signal) => detectVirtualBox(deps, device, signal),
    list: watch.list,
    sample: watch.sample,
    details: watch.details,
    lifecycle: createLifecycle(deps, device),
    machines: createMachines(deps),
    contenders: [createVirtualBoxContender(deps, device)],
    reclaim: (row, signal) => reclaimMachine(deps, row, signal),
  }
}
