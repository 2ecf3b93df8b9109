import { lstat, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Instance } from '../../contract/instance.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { Machines } from '../machines.ts'
import { cloneKeptMachine } from './cloneKeptMachine.ts'
import { exportAppliance } from './commands/appliance.ts'
import { discardState } from './commands/discardState.ts'
import { showMachine } from './commands/showMachine.ts'
import { createKeptMachine } from './createKeptMachine.ts'
import { describeKeptMachine } from './describe.ts'
import { importKeptMachine } from './importKeptMachine.ts'
import { requireUuid } from './labels.ts'
import { checkName } from './lifecycle.ts'
import { createSnapshots } from './snapshots.ts'

export function createMachines(deps: DriverDeps): Machines {
  return {
    create: async (spec, onProgress, signal) => {
      checkName(spec.name)
      return createKeptMachine(deps, spec, onProgress, signal)
    },
    describe: async (id, signal) => describeKeptMachine(deps, requireUuid(id), signal),
    snapshots: createSnapshots(deps),
    clone: {
      full: (id, options, onProgress, signal) => clone(id, { ...options, kind: 'full' }, onProgress, signal),
      linked: (id, options, onProgress, signal) => clone(id, { ...options, kind: 'linked' }, onProgress, signal),
    },
    exportTo: async (id, path, onProgress, signal) => {
      throwIfAborted(signal, 'virtualbox')
      const uuid = requireUuid(id)
      refuseQuotes((await showMachine(deps, uuid, signal)).get('name') ?? '')
      requireArchiveName(path)
      if ((await lstat(path).catch(() => null)) !== null) {
        throw new EngineError('name_taken', 'virtualbox', `There is a file ${basename(path)} already.`, {
          remedy: { text: 'Choose another name, or move the file away' },
        })
      }
      try {
        await exportAppliance(deps, uuid, path, onProgress, signal)
      } catch (error) {
        // Somebody else's, who made one there meanwhile.
        const isOurs = !(error instanceof EngineError && error.code === 'name_taken')
        if (isOurs) await rm(path, { force: true })
        throw error
      }
    },
    importFrom: async (path, name, onProgress, signal) => {
      throwIfAborted(signal, 'virtualbox')
      return importKeptMachine(deps, { path, name: checkName(name) }, onProgress, signal)
    },
    discardState: async (id, signal) => discardState(deps, requireUuid(id), signal),
  }

  async function clone(
    id: string,
    options: { readonly name: string; readonly snapshot?: string; readonly kind: 'full' | 'linked' },
    onProgress: Parameters<Machines['create']>[1],
    signal: AbortSignal,
  ): Promise<Instance> {
    throwIfAborted(signal, 'virtualbox')
    return cloneKeptMachine(deps, requireUuid(id), { ...options, name: checkName(options.name) }, onProgress, signal)
  }
}

/** An .ovf has its disks beside it, under names that VirtualBox chooses: of one that fails they would be left. */
function requireArchiveName(path: string): void {
  if (/\.ova$/i.test(path)) return
  throw new EngineError('bad_input', 'virtualbox', 'A machine is written to one file, whose name ends in .ova.', {
    remedy: { text: `Call it ${basename(path).replace(/\.[^.]*$/, '')}.ova` },
  })
}

/** VirtualBox 7.2 names the disk in the appliance after the machine, and cannot read the result. */
function refuseQuotes(name: string): void {
  if (!name.includes('"')) return
  throw new EngineError(
    'bad_input',
    'virtualbox',
    'The name of this machine has a quotation mark in it: VirtualBox would write an appliance that it cannot read.',
    { remedy: { text: 'Rename the machine first' } },
  )
}
