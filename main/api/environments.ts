import type { Activity } from '../contract/activity.ts'
import type {
  CloneEnvironmentRequest,
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
import type { Environments } from '../drivers/environments.ts'
import type { OnProgress } from '../drivers/onProgress.ts'
import { EngineError } from '../model/engineError.ts'
import { type Answers, askEngines } from './askEngines.ts'
import { isApproved, isInApproved, requireCommands } from './commandGate.ts'
import { findDriver, findDriverOf, findInstance } from './findInstance.ts'
import type { Services } from './services.ts'

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
}

type Work<T> = (onProgress: OnProgress, signal: AbortSignal) => Promise<T>

export function createEnvironmentService({
  drivers,
  activities,
  commandGate,
}: Pick<Services, 'drivers' | 'activities' | 'commandGate'>): EnvironmentService {
  /** Does it as an activity, and resolves with what it gave. */
  const perform = async <T>(
    what: { readonly title: string; readonly action: Activity['action']; readonly instance: string | null },
    technology: Technology,
    work: Work<T>,
  ): Promise<T> => {
    let result: { readonly value: T } | undefined
    await activities.perform({
      ...what,
      findTechnology: () => technology,
      work: async ({ signal, onProgress }) => {
        result = { value: await work(onProgress, signal) }
        return { freedBytes: null }
      },
    })
    if (!result) throw new EngineError('engine_failed', technology, 'It ended without a result.')
    return result.value
  }
  const require = (driver: Driver): Environments => {
    if (driver.environments) return driver.environments
    throw new EngineError('unsupported', driver.technology, `${driver.title} has no environments of packages.`)
  }
  const byTechnology = (technology: Technology) => require(findDriverOf(drivers, technology))
  const byId = (id: string) => require(findDriver(drivers, id))
  const nameOf = async (id: string, signal: AbortSignal) =>
    (await findInstance(findDriver(drivers, id), id, signal)).name
  /** A new folder, and a channel that is one, are below what the user approved: a page alone does not reach about. */
  const admitPlace = (place: EnvironmentPlace) => {
    if ('name' in place || isInApproved(commandGate, place.prefix)) return
    throw new EngineError(
      'bad_input',
      'isoscope',
      'The folder of the environment is below no folder that was approved.',
      {
        remedy: { text: 'Give it a name instead of a folder, or go to the folder first' },
      },
    )
  }
  const admitChannels = (channels: readonly string[]) => {
    for (const channel of channels) {
      if (!channel.startsWith('file://') || isApproved(commandGate, channel.slice('file://'.length))) continue
      throw new EngineError('bad_input', 'isoscope', `The channel ${channel} is below no folder that was approved.`)
    }
  }
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
    create: async ({ technology, spec }) => {
      const environments = byTechnology(technology)
      admitPlace(spec.place)
      admitChannels(spec.channels)
      const what = { title: `Create ${namePlace(spec.place)}`, action: 'create' as const, instance: null }
      const instance = await perform(what, technology, (onProgress, signal) =>
        environments.create(spec, onProgress, signal),
      )
      return { instance }
    },
    createFrom: async ({ technology, ...origin }) => {
      const environments = byTechnology(technology)
      admitPlace(origin.place)
      admitFile(origin.file)
      const what = { title: `Import ${namePlace(origin.place)}`, action: 'import' as const, instance: null }
      const instance = await perform(what, technology, (onProgress, signal) =>
        environments.createFrom(origin, onProgress, signal),
      )
      return { instance }
    },
    clone: async ({ id, place }) => {
      const { technology, title } = findDriver(drivers, id)
      const { clone } = byId(id)
      if (!clone) throw new EngineError('unsupported', technology, `${title} cannot clone an environment.`)
      admitPlace(place)
      const what = { title: `Clone to ${namePlace(place)}`, action: 'clone' as const, instance: id }
      return { instance: await perform(what, technology, (onProgress, signal) => clone(id, place, onProgress, signal)) }
    },
    change: async (request) => {
      const { technology } = findDriver(drivers, request.id)
      const environments = byId(request.id)
      if ('channels' in request) admitChannels(request.channels)
      if ('file' in request) admitFile(request.file)
      const name = await nameOf(request.id, new AbortController().signal)
      const what = { title: `${describeChange(request)} ${name}`, action: request.action, instance: request.id }
      const changes = await perform(what, technology, (onProgress, signal) =>
        changePackages(environments, request, onProgress, signal),
      )
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
  }
}

async function changePackages(
  environments: Environments,
  request: PackageRequest,
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
      return environments.updateFrom(id, request.file, onProgress, signal)
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
