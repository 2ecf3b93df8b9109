import { access, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError, throwIfAborted, toEngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { keepConsole } from './console.ts'
import {
  findMachine,
  type KeptMachine,
  listMachineFiles,
  type MachineDefinition,
  nameTaken,
  writeDefinition,
} from './machines.ts'
import { findRunning, forgetRunning } from './runningMachine.ts'
import { refuseDependants } from './system/dependants.ts'

/**
 * Gives a stopped machine another name: its folder's, its definition's, its ledger row's. The new row is there before the
 * folder is, and the old one goes last: killed in between, a row of lifetime `kept` too many is left, and the machine is
 * whole under one of the two names. Rejects with `unsupported` when it runs, `name_taken`, `cancelled`.
 */
export async function renameMachine(
  deps: DriverDeps,
  machine: KeptMachine,
  definition: MachineDefinition,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  if (name === machine.name) return
  // A running QEMU has the paths of its pid file in its arguments, by which it is found.
  if (await findRunning(machine.folder)) throw new EngineError('unsupported', 'qemu', 'Stop the machine first.')
  await refuseDependants(deps.paths.machines, machine.name, 'renamed')
  await keepConsole(machine.folder)
  await forgetRunning(deps, machine.folder)
  if (await findMachine(deps.paths.machines, name)) throw nameTaken(name)
  throwIfAborted(signal, 'qemu')
  const folder = join(deps.paths.machines, name)
  const row = deps.ledger.record({ technology: 'qemu', kind: 'machine', ref: folder, lifetime: 'kept' })
  try {
    await moveFolder(machine.folder, folder, name)
    try {
      writeDefinition(folder, { ...definition, name, ledgerRow: row.id })
    } catch (error) {
      await rename(folder, machine.folder)
      throw error
    }
  } catch (error) {
    deps.ledger.clear(row.id)
    throw toEngineError(error, 'qemu')
  }
  deps.ledger.clear(definition.ledgerRow)
}

/** A rename decides between two who want the same name: the folder of a machine is never empty, so none replaces another. */
async function moveFolder(from: string, to: string, name: string): Promise<void> {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new EngineError('not_found', 'qemu', 'There is no such machine.')
    throw ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM'].includes(error.code ?? '') ? nameTaken(name) : error
  })
  // Another process may have started it since we looked.
  if (await exists(listMachineFiles(to).pidFile)) {
    await rename(to, from)
    throw new EngineError('in_use', 'qemu', 'The machine is being started.')
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
