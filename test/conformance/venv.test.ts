import { createVenvDriver } from '../../main/drivers/venv/driver.ts'
import { describeDriver } from './driverSpec.ts'

await describeDriver('venv', {
  createDriver: createVenvDriver,
  typicalStart: 4,
  typicalCreate: 2_500,
  typicalDeploy: 6_000,
  aborts: 3,
})
