import { availableParallelism, totalmem } from 'node:os'
import { implement } from '@orpc/server'
import { contract } from '../contract/contract.ts'
import { createBuildService } from './builds/service.ts'
import { chooseFile } from './chosenFiles.ts'
import { clearStoredRuns } from './clearStoredRuns.ts'
import { admitCommand } from './commandGate.ts'
import { createContainerChangesService } from './containerChanges.ts'
import { readContainerFacts } from './containerFacts.ts'
import { createContainerService } from './containers.ts'
import { declareErrors } from './declareErrors.ts'
import { listDesktopCapabilities, readOpenAtLogin, readTray, setOpenAtLogin } from './desktopDoor.ts'
import { readDetails } from './details.ts'
import { detectEngines } from './engines.ts'
import { findEntry } from './enter.ts'
import { createEnvironmentService } from './environments.ts'
import { addHubUser, connectHub, disconnectHub, listHubServers, listHubs } from './hubs.ts'
import { createImageStoreService } from './imageStore.ts'
import { createImageService, listImages } from './images.ts'
import { createImageTransfers } from './imageTransfers.ts'
import { listInstances } from './instances.ts'
import { readLogs } from './logs.ts'
import { createMachineService, listMachineAbilities } from './machines.ts'
import { listProjects, performOnProject } from './projects.ts'
import { listRegistries, listRemoteTags, logInToRegistry, logOutOfRegistry, readRemoteManifest } from './registries.ts'
import {
  createNetwork,
  createVolume,
  inspectNetwork,
  inspectVolume,
  linkNetwork,
  listNetworks,
  listVolumes,
  previewReclaim,
  readDiskUse,
  reclaim,
  removeNetwork,
  removeVolume,
} from './resources.ts'
import { noteRun, readTrend, removeRuns, restoreRuns } from './runHistory.ts'
import { findRun, loadRun } from './runSources.ts'
import { addSearchFolder, removeSearchFolder } from './searchFolders.ts'
import type { Services } from './services.ts'
import { watchStatus } from './statusFeed.ts'
import { measureStorage } from './storage.ts'
import { sweepLeftovers } from './sweepLeftovers.ts'
import { watchImages } from './watchImages.ts'

export type AppRouter = ReturnType<typeof createRouter>

const never = new AbortController().signal

/** The contract, implemented. An EngineError becomes the declared error ENGINE; any other is hidden by the doors. */
export function createRouter(services: Services) {
  const { activities, drivers, engineTests, live, runs, store, terminals } = services
  const images = createImageService(services)
  const transfers = createImageTransfers(services)
  const imageStore = createImageStoreService(services)
  const containerChanges = createContainerChangesService(services)
  const builds = createBuildService(services)
  const machines = createMachineService(services)
  const environments = createEnvironmentService(services)
  const containers = createContainerService(services)
  const os = implement(contract).use(declareErrors)
  return os.router({
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
    instances: {
      list: os.instances.list.handler(({ input, signal }) => listInstances(drivers, input.only, signal ?? never)),
      act: os.instances.act.handler(({ input }) => activities.act(input)),
      details: os.instances.details.handler(({ input, signal }) => readDetails(drivers, input.id, signal ?? never)),
      enter: os.instances.enter.handler(({ input, signal }) => findEntry(drivers, input.id, signal ?? never)),
      logs: os.instances.logs.handler(({ input, signal }) =>
        readLogs(drivers, input, AbortSignal.any([signal ?? never, services.closing])),
      ),
    },
    hub: {
      list: os.hub.list.handler(({ signal }) => listHubs(services, signal ?? never)),
      connect: os.hub.connect.handler(({ input, signal }) => connectHub(services, input, signal ?? never)),
      disconnect: os.hub.disconnect.handler(({ input }) => {
        disconnectHub(services, input.url)
        return {}
      }),
      servers: os.hub.servers.handler(({ signal }) => listHubServers(services, signal ?? never)),
      addUser: os.hub.addUser.handler(({ input, signal }) => addHubUser(services, input, signal ?? never)),
    },
    machines: {
      describe: os.machines.describe.handler(({ input, signal }) => machines.describe(input.id, signal ?? never)),
      snapshots: os.machines.snapshots.handler(async ({ input, signal }) => ({
        snapshots: await machines.snapshots(input.id, signal ?? never),
      })),
      perform: os.machines.perform.handler(({ input }) => machines.perform(input)),
    },
    environments: {
      makers: os.environments.makers.handler(({ signal }) => environments.makers(signal ?? never)),
      create: os.environments.create.handler(({ input }) => environments.create(input)),
      import: os.environments.import.handler(({ input }) => environments.createFrom(input)),
      clone: os.environments.clone.handler(({ input }) => environments.clone(input)),
      change: os.environments.change.handler(({ input }) => environments.change(input)),
      packages: os.environments.packages.handler(({ input, signal }) =>
        environments.packages(input.id, signal ?? never),
      ),
      export: os.environments.export.handler(({ input, signal }) =>
        environments.exportTo(input.id, input.format, signal ?? never),
      ),
      run: os.environments.run.handler(({ input, signal }) =>
        environments.run(input.id, input.argv, AbortSignal.any([signal ?? never, services.closing])),
      ),
      stream: os.environments.stream.handler(({ input, signal }) =>
        environments.stream(input.id, input.argv, AbortSignal.any([signal ?? never, services.closing])),
      ),
    },
    images: {
      list: os.images.list.handler(({ signal }) => listImages(drivers, signal ?? never)),
      describe: os.images.describe.handler(({ input, signal }) => images.describe(input.id, signal ?? never)),
      files: os.images.files.handler(({ input, signal }) => images.files(input, signal ?? never)),
      diff: os.images.diff.handler(({ input }) => images.diff(input)),
      watch: os.images.watch.handler(({ signal }) =>
        watchImages(drivers, () => services.runs.activeId() !== null, signal ?? never),
      ),
      pull: os.images.pull.handler(({ input }) => transfers.pull(input)),
      push: os.images.push.handler(({ input }) => transfers.push(input)),
      tag: os.images.tag.handler(({ input }) => imageStore.tag(input)),
      untag: os.images.untag.handler(({ input }) => imageStore.untag(input)),
      removal: os.images.removal.handler(({ input, signal }) => imageStore.removal(input.ids, signal ?? never)),
      remove: os.images.remove.handler(({ input }) => imageStore.remove(input)),
      save: os.images.save.handler(({ input }) => imageStore.save(input)),
      load: os.images.load.handler(({ input }) => imageStore.load(input)),
      prunable: os.images.prunable.handler(({ input, signal }) =>
        imageStore.prunable(input.technology, input.scope, signal ?? never),
      ),
      prune: os.images.prune.handler(({ input }) => imageStore.prune(input)),
    },
    containers: {
      facts: os.containers.facts.handler(({ signal }) => readContainerFacts(drivers, signal ?? never)),
      changes: os.containers.changes.handler(({ input }) => containerChanges.changes(input)),
      commit: os.containers.commit.handler(({ input }) => containerChanges.commit(input)),
      preview: os.containers.preview.handler(({ input, signal }) => containers.preview(input, signal ?? never)),
      run: os.containers.run.handler(({ input }) => containers.run(input)),
    },
    registries: {
      list: os.registries.list.handler(({ signal }) => listRegistries(services, signal ?? never)),
      login: os.registries.login.handler(({ input, signal }) => logInToRegistry(services, input, signal ?? never)),
      logout: os.registries.logout.handler(({ input, signal }) =>
        logOutOfRegistry(services, input.address, signal ?? never),
      ),
      tags: os.registries.tags.handler(({ input, signal }) => listRemoteTags(services, input, signal ?? never)),
      manifest: os.registries.manifest.handler(({ input, signal }) =>
        readRemoteManifest(services, input, signal ?? never),
      ),
    },
    builds: {
      start: os.builds.start.handler(({ input }) => builds.start(input)),
      watch: os.builds.watch.handler(({ input, signal }) => builds.watch(input.id, signal)),
      list: os.builds.list.handler(({ input }) => ({ builds: [...store.builds.list(input.limit)] })),
      get: os.builds.get.handler(({ input }) => builds.get(input.id)),
      compare: os.builds.compare.handler(({ input }) => builds.compare(input.before, input.after)),
      remove: os.builds.remove.handler(({ input }) => {
        builds.remove(input.id)
        return {}
      }),
    },
    terminals: {
      open: os.terminals.open.handler(({ input, signal }) => terminals.open(input, signal ?? never)),
      write: os.terminals.write.handler(async ({ input }) => {
        await terminals.write(input.session, input.bytes)
        return {}
      }),
      endInput: os.terminals.endInput.handler(({ input }) => {
        terminals.endInput(input.session)
        return {}
      }),
      resize: os.terminals.resize.handler(async ({ input }) => {
        await terminals.resize(input.session, input.size)
        return {}
      }),
      acknowledge: os.terminals.acknowledge.handler(({ input }) => {
        terminals.acknowledge(input.session, input.bytes)
        return {}
      }),
    },
    volumes: {
      list: os.volumes.list.handler(({ input, signal }) => listVolumes(services, input, signal ?? never)),
      create: os.volumes.create.handler(({ input, signal }) => createVolume(services, input, signal ?? never)),
      inspect: os.volumes.inspect.handler(({ input, signal }) => inspectVolume(services, input, signal ?? never)),
      remove: os.volumes.remove.handler(({ input }) => removeVolume(services, input)),
    },
    networks: {
      list: os.networks.list.handler(({ signal }) => listNetworks(services, signal ?? never)),
      create: os.networks.create.handler(({ input, signal }) => createNetwork(services, input, signal ?? never)),
      inspect: os.networks.inspect.handler(({ input, signal }) => inspectNetwork(services, input, signal ?? never)),
      remove: os.networks.remove.handler(({ input, signal }) => removeNetwork(services, input, signal ?? never)),
      connect: os.networks.connect.handler(({ input, signal }) =>
        linkNetwork(services, 'connect', input, signal ?? never),
      ),
      disconnect: os.networks.disconnect.handler(({ input, signal }) =>
        linkNetwork(services, 'disconnect', input, signal ?? never),
      ),
    },
    disk: {
      usage: os.disk.usage.handler(({ signal }) => readDiskUse(services, signal ?? never)),
      preview: os.disk.preview.handler(({ input, signal }) => previewReclaim(services, input, signal ?? never)),
      reclaim: os.disk.reclaim.handler(({ input }) => reclaim(services, input)),
    },
    projects: {
      list: os.projects.list.handler(({ signal }) => listProjects(services, signal ?? never)),
      perform: os.projects.perform.handler(({ input }) => performOnProject(services, input)),
    },
    live: {
      inventory: os.live.inventory.handler(({ signal }) => live.watchInventory(signal)),
      usage: os.live.usage.handler(({ input, signal }) => live.watchUsage(input.rate, signal)),
      history: os.live.history.handler(({ input }) => live.readHistory(input)),
      pause: os.live.pause.handler(({ input }) => live.pause(input.paused)),
    },
    activity: {
      watch: os.activity.watch.handler(({ signal }) => activities.watch(signal)),
      cancel: os.activity.cancel.handler(({ input }) => activities.cancel(input.id)),
    },
    runs: {
      start: os.runs.start.handler(({ input }) => ({ id: runs.start(input) })),
      startCommand: os.runs.startCommand.handler(({ input }) => ({
        id: runs.start(input.request, admitCommand(services.commandGate, input.command)),
      })),
      watch: os.runs.watch.handler(({ input, signal }) => runs.watch(input.id, signal)),
      cancel: os.runs.cancel.handler(async ({ input }) => {
        await runs.cancel(input.id)
        return {}
      }),
      active: os.runs.active.handler(() => ({ id: runs.activeId() })),
      list: os.runs.list.handler(({ input }) => [...store.listRuns(input.limit)]),
      get: os.runs.get.handler(({ input }) => loadRun(store, input)),
      find: os.runs.find.handler(({ input }) => ({ id: findRun(store, input.name) })),
      // What reports and compares is loaded when it is asked for, not with every start.
      export: os.runs.export.handler(async ({ input }) => {
        const { renderReport } = await import('../report/formats.ts')
        return { text: renderReport(loadRun(store, input.run), input.format) }
      }),
      diff: os.runs.diff.handler(async ({ input }) => {
        const { diffRuns } = await import('../model/diff/diffRuns.ts')
        return diffRuns(loadRun(store, input.before), loadRun(store, input.after))
      }),
      note: os.runs.note.handler(({ input }) => noteRun(store, input)),
      remove: os.runs.remove.handler(({ input }) => removeRuns(store, input.ids)),
      restore: os.runs.restore.handler(({ input }) => restoreRuns(store, input.ids)),
      trend: os.runs.trend.handler(({ input }) => readTrend(store, input)),
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
  })
}
