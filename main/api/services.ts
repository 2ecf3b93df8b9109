import type { Driver, DriverDeps } from '../drivers/driver.ts'
import type { Store } from '../store/store.ts'
import type { CommandGate } from './commandGate.ts'
import type { RunService } from './runService.ts'

/** What the procedures work with; app.ts puts it together. */
export interface Services {
  readonly version: string
  readonly deps: DriverDeps
  readonly drivers: readonly Driver[]
  readonly store: Store
  readonly runs: RunService
  readonly commandGate: CommandGate
}
