import type { Driver, DriverDeps } from '../driver.ts'
import { createVirtualBoxContender } from './contender.ts'
import { readMachineDetails } from './details.ts'
import { detectVirtualBox } from './detect.ts'
import { kernelDevice } from './kernelDriver.ts'
import { createLifecycle } from './lifecycle.ts'
import { createMachineList } from './list.ts'
import { createMachines } from './machines.ts'
import { reclaimMachine } from './reclaim.ts'

/** Virtual machines with VirtualBox, through VBoxManage: those that the user has, and those that are made here. */
export function createVirtualBoxDriver(deps: DriverDeps, device = kernelDevice): Driver {
  return {
    technology: 'virtualbox',
    title: 'VirtualBox',
    detect: (signal) => detectVirtualBox(deps, device, signal),
    list: createMachineList(deps),
    details: (id, signal) => readMachineDetails(deps, id, signal),
    lifecycle: createLifecycle(deps, device),
    machines: createMachines(deps),
    contenders: [createVirtualBoxContender(deps, device)],
    reclaim: (row, signal) => reclaimMachine(deps, row, signal),
  }
}
