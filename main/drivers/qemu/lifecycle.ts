import { constants } from 'node:fs'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instance } from '../../contract/instance.ts'
import { throwIfAborted } from '../../model/engineError.ts'
import type { Turns } from '../../os/turns.ts'
import type { DriverDeps, Lifecycle } from '../driver.ts'
import { buildInitramfs } from '../guest/initramfs.ts'
import { obtainGuestKernel } from '../guest/kernel.ts'
import type { OnProgress } from '../onProgress.ts'
import { requireArchitecture } from './architecture.ts'
import { guestHardware } from './commandLine.ts'
import { readConsole } from './console.ts'
import { describeKept } from './list.ts'
import {
  deleteMachine,
  findMachine,
  type KeptMachine,
  listMachineFiles,
  type MeasuringDefinition,
  nameTaken,
  placeMachine,
} from './machines.ts'
import { pauseMachine, requireRunning, resumeMachine } from './pauseMachine.ts'
import { requireQemu } from './program.ts'
import { renameMachine } from './renameMachine.ts'
import { checkName, requireDefinition, requireMachine, requireSystemMachine } from './requireMachine.ts'
import { startMachine } from './startMachine.ts'
import { killMachine, saveMachine, stopMachine } from './stopMachine.ts'
import { refuseDependants } from './system/dependants.ts'

/** Milliseconds: what is removed for good need not be shut down in order for long. */
const removalGraceMs = 2_000

export interface KeptOptions {
  /** Shared by all that is done to one machine. */
  readonly turns: Turns
  /** How long a machine may take to stop in order. */
  readonly graceMs: (machine: KeptMachine) => number
}

const ignore: OnProgress = () => undefined

/** Machines that a user makes and keeps. By its name alone one is made that boots the kernel of the comparisons. */
export function createLifecycle(deps: DriverDeps, { turns, graceMs }: KeptOptions): Lifecycle {
  const find = async (id: string) => requireMachine(deps.paths.machines, id)
  return {
    create: async ({ name }, signal) => createMachine(deps, checkName(name), signal),
    remove: (id, signal) =>
      turns.take(id, signal, async () => {
        const machine = await find(id)
        await refuseDependants(deps.paths.machines, machine.name, 'removed')
        await stopMachine(deps, machine, Math.min(graceMs(machine), removalGraceMs), signal)
        await deleteMachine(deps.paths.machines, machine.name)
        if (machine.definition) deps.ledger.clear(machine.definition.ledgerRow)
      }),
    power: {
      start: (id, signal, onProgress) =>
        turns.take(id, signal, async () => {
          const machine = await find(id)
          await startMachine(deps, machine, requireDefinition(machine), onProgress ?? ignore, signal)
        }),
      stop: (id, signal) =>
        turns.take(id, signal, async () => {
          const machine = await find(id)
          await stopMachine(deps, machine, graceMs(machine), signal)
        }),
      restart: (id, signal) =>
        turns.take(id, signal, async () => {
          const machine = await find(id)
          const definition = requireDefinition(machine)
          await requireRunning(machine.folder)
          // A process anew: -no-reboot, which ends a guest that panics, forbids QEMU's own reset.
          await stopMachine(deps, machine, graceMs(machine), signal)
          await startMachine(deps, machine, definition, ignore, signal)
        }),
      pause: (id, signal) => turns.take(id, signal, async () => pauseMachine((await find(id)).folder, signal)),
      resume: (id, signal) => turns.take(id, signal, async () => resumeMachine((await find(id)).folder, signal)),
      save: (id, signal) =>
        turns.take(id, signal, async () =>
          saveMachine(deps, await requireSystemMachine(deps.paths.machines, id), signal),
        ),
      kill: (id, signal) =>
        turns.take(id, signal, async () => {
          await killMachine(deps, (await find(id)).folder, signal)
        }),
    },
    rename: (id, name, signal) =>
      turns.take(id, signal, async () => {
        const checked = checkName(name)
        const machine = await find(id)
        await renameMachine(deps, machine, requireDefinition(machine), checked, signal)
      }),
    logs: async function* (id, options, signal) {
      yield* readConsole((await find(id)).folder, options, signal)
    },
  }
}

async function createMachine(deps: DriverDeps, name: string, signal: AbortSignal): Promise<Instance> {
  const { machines } = deps.paths
  throwIfAborted(signal, 'qemu')
  if (await findMachine(machines, name)) throw nameTaken(name)
  const architecture = requireArchitecture(process.arch)
  await requireQemu(deps, architecture, signal)
  const kernel = await obtainGuestKernel(deps, architecture, () => undefined, signal)
  const initramfs = buildInitramfs(await readFile(deps.tools.probe), kernel.modules)
  throwIfAborted(signal, 'qemu')
  const folder = join(machines, name)
  const row = deps.ledger.record({ technology: 'qemu', kind: 'machine', ref: folder, lifetime: 'kept' })
  const definition: MeasuringDefinition = {
    kind: 'measuring',
    name,
    createdAt: new Date().toISOString(),
    ...guestHardware,
    kernelVersion: kernel.version,
    ledgerRow: row.id,
  }
  const fill = async (unfinished: string) => {
    const files = listMachineFiles(unfinished)
    // Its own kernel: a cache may be deleted at any time. A copy costs no blocks where the file system can share them.
    await copyFile(kernel.image, files.kernel, constants.COPYFILE_FICLONE)
    await writeFile(files.initramfs, initramfs)
  }
  try {
    await placeMachine(machines, definition, fill, signal)
  } catch (error) {
    deps.ledger.clear(row.id)
    throw error
  }
  return describeKept({ name, folder, definition }, null)
}
