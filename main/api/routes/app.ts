import { availableParallelism, totalmem } from 'node:os'
import { chooseFile } from '../chosenFiles.ts'
import { clearStoredRuns } from '../clearStoredRuns.ts'
import { listDesktopCapabilities, readOpenAtLogin, readTray, setOpenAtLogin } from '../desktopDoor.ts'
import { detectEngines } from '../engines.ts'
import { listMachineAbilities } from '../machines.ts'
import { addSearchFolder, removeSearchFolder } from '../searchFolders.ts'
import type { Services } from '../services.ts'
import { watchStatus } from '../statusFeed.ts'
import { measureStorage } from '../storage.ts'
import { sweepLeftovers } from '../sweepLeftovers.ts'
import { never, os } from './implementer.ts'

/** What is about the program itself, its engines and what goes on. */
export function createAppRoutes(services: Services) {
  const { activities, drivers, engineTests, live, store } = services
  return {
    app: {
      info: os.app.info.handler(() => ({
        version: services.version,
        platform: process.platform,
        cores: availableParallelism(),
        memoryBytes: totalmem(),
        dataFolder: services.deps.paths.home,
        capabilities: [...services.commandGate.capabilities, ...listDesktopCapabilities(services.desktop)],
        enterable: drivers.flatMap(({ technology, enter }) => (enter ? [technology] : [])),
        machines: [...listMachineAbilities(drivers)],
        contenders: drivers.flatMap((driver) =>
          driver.contenders.map(({ id, title, technology }) => ({ id, title, technology })),
        ),
      })),
      tray: os.app.tray.handler(() => readTray(services.desktop)),
      chooseFile: os.app.chooseFile.handler(({ input }) => chooseFile(services.desktop, services.chosenFiles, input)),
      cost: os.app.cost.handler(({ signal }) => watchStatus(store, signal)),
      storage: os.app.storage.handler(() => measureStorage(services.deps.paths, store)),
    },
    engines: {
      detect: os.engines.detect.handler(({ input, signal }) =>
        detectEngines(drivers, input.only, services.deps.platform, signal ?? never),
      ),
      test: os.engines.test.handler(({ input, signal }) => engineTests.test(input.technology, signal ?? never)),
    },
    live: {
      inventory: os.live.inventory.handler(({ signal }) => live.watchInventory(signal)),
      usage: os.live.usage.handler(({ input, signal }) => live.watchUsage(input.rate, signal)),
      history: os.live.history.handler(({ input }) => live.readHistory(input)),
      pause: os.live.pause.handler(({ input }) => live.pause(input.paused)),
    },
    activity: {
      watch: os.activity.watch.handler(({ signal }) => activities.watch(signal)),
      steps: os.activity.steps.handler(({ signal }) => activities.steps(signal)),
      cancel: os.activity.cancel.handler(({ input }) => activities.cancel(input.id)),
    },
    settings: {
      get: os.settings.get.handler(() => store.readSettings()),
      change: os.settings.change.handler(({ input }) => store.changeSettings(input)),
      clear: os.settings.clear.handler(() => clearStoredRuns(services)),
      openAtLogin: {
        get: os.settings.openAtLogin.get.handler(() => readOpenAtLogin(services.desktop)),
        set: os.settings.openAtLogin.set.handler(({ input }) => setOpenAtLogin(services.desktop, input.on)),
      },
      folders: {
        list: os.settings.folders.list.handler(() => ({ folders: [...store.searchFolders()] })),
        add: os.settings.folders.add.handler(({ input }) => ({
          folders: [...addSearchFolder(services.commandGate, store, input.path)],
        })),
        remove: os.settings.folders.remove.handler(({ input }) => ({
          folders: [...removeSearchFolder(services.commandGate, store, input.path)],
        })),
      },
    },
    maintenance: {
      sweep: os.maintenance.sweep.handler(async ({ signal }) => {
        const { removed, failures } = await sweepLeftovers(services, signal ?? never)
        return {
          removed: [...removed],
          failures: failures.map(({ what, error }) => ({ what, error: error.toData() })),
        }
      }),
    },
  }
}
