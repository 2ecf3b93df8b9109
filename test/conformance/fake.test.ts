import type { DriverDeps } from '../../main/drivers/driver.ts'
import { createFakeDriver } from '../../main/drivers/fake/driver.ts'
import { readReferenceChecksums } from '../../main/measure/calibrate.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import { describeDriver } from './driverSpec.ts'

await describeDriver('fake', {
  createDriver: (deps: DriverDeps) =>
    createFakeDriver(deps, {
      technology: 'docker',
      title: 'Invented engine',
      contenders: [
        {
          id: 'docker',
          title: 'Invented',
          phases: { create: 0.5, start: 0.3 },
          fixedMemory: 2 ** 26,
          hasPython: false,
        },
      ],
      waiting: 0.05,
      checksums: (scale, signal) => readReferenceChecksums(deps.tools, workloadVariables, scale, signal),
    }),
  typicalStart: 8,
  typicalCreate: 25,
  typicalDeploy: 50,
  aborts: 20,
  findInEngine: async (driver) => [...('things' in driver ? (driver.things as ReadonlySet<string>) : [])],
})
