import type { Activity } from '../contract/activity.ts'
import type { Instance } from '../contract/instance.ts'
import {
  type MachineAbilities,
  type MachineDescription,
  type MachineRequest,
  machineTechnologySchema,
  type Snapshot,
} from '../contract/machine.ts'
import type { Driver } from '../drivers/driver.ts'
import type { Machines } from '../drivers/machines.ts'
import type { OnProgress } from '../drivers/onProgress.ts'
import { EngineError } from '../model/engineError.ts'
import { admitFile } from './commandGate.ts'
import { findDriver, findDriverOf, findInstance } from './findInstance.ts'
import type { Services } from './services.ts'

export interface MachineService {
  /** Rejects with `not_found`, and with `unsupported` for what is no virtual machine. */
  describe(id: string, signal: AbortSignal): Promise<MachineDescription>
  /** Parents before their children. */
  snapshots(id: string, signal: AbortSignal): Promise<Snapshot[]>
  /** As an activity; resolves with what it has made. */
  perform(request: MachineRequest): Promise<MachineResult>
}

export interface MachineResult {
  readonly activity: Activity
  readonly instance: Instance | null
  readonly snapshot: Snapshot | null
}

type Made = Partial<Pick<MachineResult, 'instance' | 'snapshot'>>

export function createMachineService({
  drivers,
  activities,
  commandGate,
}: Pick<Services, 'drivers' | 'activities' | 'commandGate'>): MachineService {
  const findRequested = (request: MachineRequest): Driver => {
    if ('id' in request) return findDriver(drivers, request.id)
    return findDriverOf(drivers, request.technology)
  }
  return {
    describe: async (id, signal) => requireMachines(findDriver(drivers, id)).describe(id, signal),
    snapshots: async (id, signal) => {
      const driver = findDriver(drivers, id)
      return [...(await requireSnapshots(driver).list(id, signal))]
    },
    perform: async (request) => {
      const admitted = admitPaths(request, (path) => admitFile(commandGate, path))
      const { activity, value } = await activities.perform({
        title: titleOf(request, null),
        action: request.action,
        instance: 'id' in request ? request.id : null,
        ticket: request.ticket,
        findTechnology: () => findRequested(request).technology,
        work: async ({ signal, onTitle, onProgress }) => {
          const driver = findRequested(request)
          if ('id' in request) onTitle(titleOf(request, (await findInstance(driver, request.id, signal)).name))
          return performRequest(driver, admitted, onProgress, signal)
        },
      })
      return { activity, instance: value.instance ?? null, snapshot: value.snapshot ?? null }
    },
  }
}

/** Of the engines with which machines can be made, whether they are installed or not. */
export function listMachineAbilities(drivers: readonly Driver[]): readonly MachineAbilities[] {
  return drivers.flatMap(({ technology, machines }) => {
    const parsed = machineTechnologySchema.safeParse(technology)
    if (!machines || !parsed.success) return []
    return [
      {
        technology: parsed.data,
        snapshots: machines.snapshots !== undefined,
        clones: machines.clone ? (machines.clone.linked ? ['full', 'linked'] : ['full']) : [],
        exports: machines.exportTo !== undefined,
        imports: machines.importFrom !== undefined,
      },
    ]
  })
}

async function performRequest(
  driver: Driver,
  request: MachineRequest,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Made> {
  const machines = requireMachines(driver)
  switch (request.action) {
    case 'create':
      return { instance: await machines.create(request.spec, onProgress, signal) }
    case 'import': {
      if (!machines.importFrom) throw cannot(driver, 'import machines')
      return { instance: await machines.importFrom(request.path, request.name, onProgress, signal) }
    }
    case 'clone': {
      const clone = machines.clone?.[request.kind]
      if (!clone) throw cannot(driver, `make ${request.kind} clones`)
      const { name, snapshot } = request
      return { instance: await clone(request.id, { name, ...(snapshot && { snapshot }) }, onProgress, signal) }
    }
    case 'export': {
      if (!machines.exportTo) throw cannot(driver, 'export machines')
      await machines.exportTo(request.id, request.path, onProgress, signal)
      return {}
    }
    case 'takeSnapshot': {
      const { name, description } = request
      const options = { name, ...(description && { description }) }
      return { snapshot: await requireSnapshots(driver).take(request.id, options, onProgress, signal) }
    }
    case 'restoreSnapshot':
      await requireSnapshots(driver).restore(request.id, request.snapshot, onProgress, signal)
      return {}
    case 'removeSnapshot':
      await requireSnapshots(driver).remove(request.id, request.snapshot, onProgress, signal)
      return {}
    case 'discardState': {
      if (!machines.discardState) throw cannot(driver, 'save the state of machines')
      await machines.discardState(request.id, signal)
      return {}
    }
  }
}

function requireMachines(driver: Driver): Machines {
  if (driver.machines) return driver.machines
  throw new EngineError(
    'unsupported',
    driver.technology,
    `${driver.title} has no virtual machines to be made and kept.`,
  )
}

function requireSnapshots(driver: Driver) {
  const { snapshots } = requireMachines(driver)
  if (snapshots) return snapshots
  throw cannot(driver, 'take snapshots')
}

function cannot({ technology, title }: Driver, what: string): EngineError {
  return new EngineError('unsupported', technology, `${title} cannot ${what}.`)
}

/** The request with each file that it names as `admit` has it. */
function admitPaths(request: MachineRequest, admit: (path: string) => string): MachineRequest {
  if (request.action === 'import' || request.action === 'export') return { ...request, path: admit(request.path) }
  if (request.action !== 'create') return request
  const { disk, iso } = request.spec
  const spec = {
    ...request.spec,
    ...(disk?.kind === 'existing' && { disk: { ...disk, path: admit(disk.path) } }),
    ...(iso !== undefined && { iso: admit(iso) }),
  }
  return { ...request, spec }
}

/** `name`: what the machine is called, once that is known. */
function titleOf(request: MachineRequest, name: string | null): string {
  const machine = name ?? ('id' in request ? request.id : '')
  switch (request.action) {
    case 'create':
      return `Create ${request.spec.name}`
    case 'import':
      return `Import ${request.name}`
    case 'clone':
      return `Clone ${machine} to ${request.name}`
    case 'export':
      return `Export ${machine}`
    case 'takeSnapshot':
      return `Take snapshot ${request.name} of ${machine}`
    case 'restoreSnapshot':
      return `Restore a snapshot of ${machine}`
    case 'removeSnapshot':
      return `Remove a snapshot of ${machine}`
    case 'discardState':
      return `Discard the saved state of ${machine}`
  }
}
