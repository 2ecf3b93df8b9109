import { createQemuDriver } from '../../main/drivers/qemu/driver.ts'
import { describeDriver } from './driverSpec.ts'

// A guest takes seconds to boot without hardware acceleration: few aborts, spread over the boot.
await describeDriver('qemu', {
  createDriver: createQemuDriver,
  typicalStart: 2_500,
  typicalCreate: 150,
  typicalDeploy: 3_000,
  aborts: 3,
  // In qemuFull.test.ts and qemuRestored.test.ts.
  slowContenders: ['qemu:full', 'qemu:restored'],
})
