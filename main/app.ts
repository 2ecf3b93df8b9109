import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createActivities } from './api/activities.ts'
import { createChosenFiles } from './api/chosenFiles.ts'
import type { CommandGate } from './api/commandGate.ts'
import type { DesktopDoor } from './api/desktopDoor.ts'
import { createEngineTests } from './api/engineTests.ts'
import { createLiveService } from './api/live.ts'
import { type AppRouter, createRouter } from './api/router.ts'
import { createRunService } from './api/runService.ts'
import { createTerminalService } from './api/terminals.ts'
import { createRegistryLogins } from './drivers/docker/registry/logins.ts'
import type { Driver, DriverDeps } from './drivers/driver.ts'
import { createDrivers } from './drivers/registry.ts'
import { systemClock } from './measure/live/clock.ts'
import { createPauseCheck } from './measure/live/pause.ts'
import { findPaths, type Paths } from './os/paths.ts'
import { findProbeTools, findProgramRoot } from './os/probeTools.ts'
import { defaultRunLockPath } from './os/runLock.ts'
import { createHubConnections } from './store/hubConnections.ts'
import { createSealedLogins } from './store/sealedLogins.ts'
import type { SecretSealer } from './store/secretSealer.ts'
import { openStore } from './store/store.ts'

export interface AppOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** The folder of package.json: of the checkout, the installed package or the packaged app. */
  readonly root: string
  /** For tests and the interface's development: other drivers than the real ones. */
  readonly createDrivers?: (deps: DriverDeps) => readonly Driver[]
  readonly lockPath?: string
  /** What this door may do beyond the rest of the API; nothing when not given. */
  readonly commandGate?: CommandGate
  readonly desktop?: DesktopDoor
  /** Keeps tokens of hubs and logins at registries where this door has a keychain. */
  readonly secretSealer?: SecretSealer
  /** Where unexpected errors go, with their stack; never to the page. */
  readonly onError: (error: unknown) => void
}

export interface App {
  readonly router: AppRouter
  readonly paths: Paths
  readonly version: string
  /** Whether a run of this app goes on. */
  isComparing(): boolean
  /** Cancels what runs, waits until it has left nothing, closes the store. */
  close(): Promise<void>
}

const closedGate: CommandGate = { capabilities: new Set(), approvedRoots: [] }

/** The one place where everything is put together. Throws EngineError when the store or the probe cannot be had. */
export function createApp(options: AppOptions): App {
  const paths = findPaths(options.env, options.platform)
  const version = readVersion(options.root)
  const tools = findProbeTools([findProgramRoot(options.root)], options.platform)
  const store = openStore(paths)
  const hubs = createHubConnections(paths.hubs, options.secretSealer)
  const sealedLogins = options.secretSealer && createSealedLogins(paths.registries, options.secretSealer)
  const deps: DriverDeps = {
    paths,
    env: options.env,
    platform: options.platform,
    ledger: store.ledger,
    owner: store.owner,
    tools,
    searchFolders: () => store.searchFolders(),
    hubs,
  }
  const registryLogins = createRegistryLogins(deps, sealedLogins)
  const drivers = (options.createDrivers ?? createDrivers)(deps)
  const lockPath = options.lockPath ?? defaultRunLockPath(options.platform)
  const runs = createRunService({ version, deps, drivers, store, lockPath, onError: options.onError })
  const engineTests = createEngineTests({ deps, drivers, lockPath })
  const findPause = createPauseCheck({ clock: systemClock, isComparing: () => runs.activeId() !== null, lockPath })
  const live = createLiveService({ drivers, clock: systemClock, findPause, onError: options.onError })
  const activities = createActivities({
    drivers,
    nameOf: (id) => live.readInventory().instances.find((instance) => instance.id === id)?.name,
    onActed: live.refresh,
    onError: options.onError,
  })
  const closing = new AbortController()
  const chosenFiles = createChosenFiles()
  const commandGate = { ...(options.commandGate ?? closedGate), ...(options.desktop && { chosen: chosenFiles }) }
  const terminals = createTerminalService({ drivers, commandGate })
  return {
    router: createRouter({
      version,
      deps,
      drivers,
      store,
      runs,
      engineTests,
      live,
      activities,
      terminals,
      hubs,
      registryLogins,
      commandGate,
      chosenFiles,
      desktop: options.desktop,
      lockPath,
      closing: closing.signal,
    }),
    paths,
    version,
    isComparing: () => runs.activeId() !== null,
    close: async () => {
      closing.abort()
      await Promise.all([runs.close(), engineTests.close(), activities.close(), terminals.close(), live.close()])
      store.close()
    },
  }
}

function readVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return version
}
