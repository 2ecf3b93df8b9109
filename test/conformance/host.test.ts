import { createHostDriver } from '../../main/drivers/host/driver.ts'
import { describeDriver } from './driverSpec.ts'

await describeDriver('host', { createDriver: createHostDriver, typicalStart: 4, typicalCreate: 200 })
