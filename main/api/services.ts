import type { RegistryLogins } from '../drivers/docker/registry/logins.ts'
import type { Driver, DriverDeps } from '../drivers/driver.ts'
import type { StoredHubs } from '../store/hubConnections.ts'
import type { Store } from '../store/store.ts'
import type { Activities } from './activities.ts'
import type { ChosenFiles } from './chosenFiles.ts'
import type { CommandGate } from './commandGate.ts'
import type { DesktopDoor } from './desktopDoor.ts'
import type { EngineTests } from './engineTests.ts'
import type { LiveService } from './live.ts'
import type { RunService } from './runService.ts'
import type { TerminalService } from './terminals.ts'

/** What the procedures work with; app.ts puts it together. */
export interface Services {
  readonly version: string
  readonly deps: DriverDeps
  readonly drivers: readonly Driver[]
  readonly store: Store
  readonly runs: RunService
  readonly engineTests: EngineTests
  readonly live: LiveService
  readonly activities: Activities
  readonly terminals: TerminalService
  readonly hubs: StoredHubs
  readonly registryLogins: RegistryLogins
  readonly commandGate: CommandGate
  readonly chosenFiles: ChosenFiles
  /** Absent for a door that is no desktop. */
  readonly desktop?: DesktopDoor | undefined
  /** Of the lock that a comparison holds. */
  readonly lockPath: string
  /** Aborts when the app closes. */
  readonly closing: AbortSignal
}
