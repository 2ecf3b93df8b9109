import { afterAll } from 'vitest'
import type { Instance } from '../../main/contract/instance.ts'
import type { Driver, DriverDeps } from '../../main/drivers/driver.ts'
import { createVirtualBoxDriver } from '../../main/drivers/virtualbox/driver.ts'
import { hasKernelDriver, kernelDevice } from '../../main/drivers/virtualbox/kernelDriver.ts'
import { createVirtualBoxPlace, findTestVBoxManage } from '../support/virtualBox.ts'
import { describeDriver } from './driverSpec.ts'

const place = findTestVBoxManage() === null ? null : createVirtualBoxPlace()
afterAll(() => place?.remove())

await describeDriver('VirtualBox', {
  createDriver,
  typicalStart: 4_000,
  typicalCreate: 4_000,
  aborts: 2,
  findInEngine: async (driver) => (await driver.list(AbortSignal.timeout(60_000))).map(({ name }) => `machine ${name}`),
})

/** Without the kernel driver nothing starts: what is tried is the rest. */
function createDriver(deps: DriverDeps): Driver {
  const env = { ...place?.env, ...(deps.env.PATH === '' && { PATH: '' }) }
  const driver = createVirtualBoxDriver({ ...deps, env })
  if (!driver.lifecycle || hasKernelDriver(deps.platform, kernelDevice)) return driver
  const { power: _, logs: ___, ...lifecycle } = driver.lifecycle
  // What runs, writes and is sampled: in unit/drivers/virtualbox/watchMachines.test.ts and logs.test.ts.
  const { sample: __, ...rest } = driver
  const withoutStart = (instance: Instance): Instance => {
    return { ...instance, actions: instance.actions.filter((action) => action !== 'start') }
  }
  return {
    ...rest,
    // Tried with machines that are played: test/integration/drivers/virtualboxContender.test.ts
    contenders: [],
    list: async (signal) => (await driver.list(signal)).map(withoutStart),
    lifecycle: { ...lifecycle, create: async (spec, signal) => withoutStart(await lifecycle.create(spec, signal)) },
  }
}
