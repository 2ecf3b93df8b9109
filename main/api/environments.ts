import type {
  CloneEnvironmentRequest,
  CommandOutput,
  CommandResult,
  CreateEnvironmentRequest,
  EnvironmentFile,
  EnvironmentMaker,
  EnvironmentPlace,
  ExportFormat,
  ImportEnvironmentRequest,
  Package,
  PackageChanges,
  PackageRequest,
} from '../contract/environment.ts'
import type { Instance } from '../contract/instance.ts'
import type { Technology } from '../contract/technology.ts'
import type { Driver } from '../drivers/driver.ts'
import type { Allowance, Environments } from '../drivers/environments.ts'
import type { OnProgress } from '../drivers/onProgress.ts'
import { EngineError } from '../model/engineError.ts'
import type { Task, TaskTelling } from './activities.ts'
import { admitChannels, admitPlace } from './admitPackages.ts'
import { type Answers, askEngines } from './askEngines.ts'
import { requireCommands } from './commandGate.ts'
import { findDriver, findDriverOf, findInstance } from './findInstance.ts'
import type { Services } from './services.ts'
import { streamCommand } from './streamCommand.ts'

export interface EnvironmentService {
  makers(signal: AbortSignal): Promise<{ makers: EnvironmentMaker[]; failures: Answers<EnvironmentMaker>['failures'] }>
  create(request: CreateEnvironmentRequest): Promise<{ instance: Instance }>
  createFrom(request: ImportEnvironmentRequest): Promise<{ instance: Instance }>
  clone(request: CloneEnvironmentRequest): Promise<{ instance: Instance }>
  change(request: PackageRequest): Promise<{ changes: PackageChanges }>
  packages(id: string, signal: AbortSignal): Promise<{ packages: Package[] }>
  exportTo(
    id: string,
    format: ExportFormat | null,
    signal: AbortSignal,
  ): Promise<{ text: string; format: ExportFormat }>
  run(id: string, argv: readonly string[], signal: AbortSignal): Promise<CommandResult>
  stream(id: string, argv: readonly string[], signal: AbortSignal): AsyncGenerator<CommandOutput, void>
}

export function createEnvironmentService({
  drivers,
  activities,
  commandGate,
}: Pick<Services, 'drivers' | 'activities' | 'commandGate'>): EnvironmentService {
  /** Does it as an activity, and resolves with what it gave. */
  const perform = async <T>(
    what: Pick<Task<T>, 'title' | 'action' | 'instance' | 'ticket'>,
    technology: Technology,
    work: (telling: TaskTelling) => Promise<T>,
  ): Promise<T> => (await activities.perform({ ...what, findTechnology: () => technology, work })).value
  const require = (driver: Driver): Environments => {
    if (driver.environments) return driver.environments
    throw new EngineError('unsupported', driver.technology, `${driver.title} has no environments of packages.`)
  }
  const byTechnology = (technology: Technology) => require(findDriverOf(drivers, technology))
  const byId = (id: string) => require(findDriver(drivers, id))
  const runsScripts = commandGate.capabilities.has('run.custom')
  /** A file of conda's may name options of pip and files of this machine: it is as much as a command. The driver reads a requirements.txt line by line. */
  const admitFile = ({ format }: EnvironmentFile) => {
    if (format !== 'requirements') requireCommands(commandGate)
  }
  return {
    makers: async (signal) => {
      const { found, failures } = await askEngines(
        drivers,
        async ({ environments }) => environments?.makers(signal) ?? [],
        () => '',
      )
      return { makers: [...found], failures }
    },
    create: async ({ technology, spec, ticket }) => {
      const environments = byTechnology(technology)
      const place = admitPlace(commandGate, spec.place)
      const order = { ...spec, place, channels: admitChannels(commandGate, spec), runsScripts }
      const what = { title: `Create ${namePlace(place)}`, action: 'create' as const, instance: null, ticket }
      const instance = await perform(what, technology, ({ onProgress, signal }) =>
        environments.create(order, onProgress, signal),
      )
      return { instance }
    },
    createFrom: async ({ technology, ticket, ...request }) => {
      const environments = byTechnology(technology)
      const origin = { ...request, place: admitPlace(commandGate, request.place), runsScripts }
      admitFile(request.file)
      const what = { title: `Import ${namePlace(origin.place)}`, action: 'import' as const, instance: null, ticket }
      const instance = await perform(what, technology, ({ onProgress, signal }) =>
        environments.createFrom(origin, onProgress, signal),
      )
      return { instance }
    },
    clone: async ({ id, place: wanted, ticket }) => {
      const { technology, title } = findDriver(drivers, id)
      const { clone } = byId(id)
      if (!clone) throw new EngineError('unsupported', technology, `${title} cannot clone an environment.`)
      const place = admitPlace(commandGate, wanted)
      const what = { title: `Clone to ${namePlace(place)}`, action: 'clone' as const, instance: id, ticket }
      const work = ({ onProgress, signal }: TaskTelling) => clone(id, place, onProgress, signal)
      return { instance: await perform(what, technology, work) }
    },
    change: async ({ ticket, ...request }) => {
      const { id, action } = request
      const driver = findDriver(drivers, id)
      const environments = require(driver)
      const admitted = 'channels' in request ? { ...request, channels: admitChannels(commandGate, request) } : request
      if ('file' in request) admitFile(request.file)
      const titleOf = (name: string) => `${describeChange(request)} ${name}`
      // What a file names is brought into one that is there.
      const what = {
        title: titleOf(id),
        action: action === 'import' ? 'update' : action,
        instance: id,
        ticket,
      } as const
      const changes = await perform(what, driver.technology, async ({ signal, onTitle, onProgress }) => {
        onTitle(titleOf((await findInstance(driver, id, signal)).name))
        return changePackages(environments, { ...admitted, runsScripts }, onProgress, signal)
      })
      return { changes }
    },
    packages: async (id, signal) => ({ packages: [...(await byId(id).packages(id, signal))] }),
    exportTo: async (id, wanted, signal) => {
      const environments = byId(id)
      const format = wanted ?? environments.formats[0]
      if (format === undefined || !environments.formats.includes(format)) {
        const known = environments.formats.join(', ')
        throw new EngineError('bad_input', 'isoscope', `This environment is not written as ${format}, but as ${known}.`)
      }
      return { text: await environments.exportTo(id, format, signal), format }
    },
    run: async (id, argv, signal) => {
      requireCommands(commandGate)
      return byId(id).run(id, argv, signal)
    },
    stream: (id, argv, signal) => {
      requireCommands(commandGate)
      const environments = byId(id)
      return streamCommand((given, take) => environments.run(id, argv, given, take), signal)
    },
  }
}

async function changePackages(
  environments: Environments,
  request: PackageRequest & Required<Allowance>,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<PackageChanges> {
  const { id } = request
  switch (request.action) {
    case 'install':
      return environments.install(id, request, onProgress, signal)
    case 'update':
      return environments.update(id, request, onProgress, signal)
    case 'uninstall':
      return environments.removePackages(id, request.packages, onProgress, signal)
    case 'import':
      return environments.updateFrom(id, { ...request.file, runsScripts: request.runsScripts }, onProgress, signal)
  }
}

function describeChange(request: PackageRequest): string {
  if (request.action === 'import') return 'Update from a file'
  const { packages } = request
  const what =
    packages.length === 0 ? 'all of' : packages.length > 3 ? `${packages.length} packages` : packages.join(', ')
  switch (request.action) {
    case 'install':
      return `Install ${what} into`
    case 'update':
      return packages.length === 0 ? 'Update' : `Update ${what} in`
    case 'uninstall':
      return `Uninstall ${what} from`
  }
}

function namePlace(place: EnvironmentPlace): string {
  return 'name' in place ? place.name : place.prefix
}
