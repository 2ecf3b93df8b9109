import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Instance, instanceNameSchema } from '../../contract/instance.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { DriverDeps, Lifecycle } from '../driver.ts'
import { buildInitramfs } from '../guest/initramfs.ts'
import { obtainGuestKernel } from '../guest/kernel.ts'
import { requireArchitecture } from './architecture.ts'
import { guestHardware } from './commandLine.ts'
import { readConsole } from './console.ts'
import { describeKept } from './list.ts'
import {
  deleteMachine,
  findMachine,
  type KeptMachine,
  type MachineDefinition,
  nameTaken,
  writeMachine,
} from './machines.ts'
import { pauseMachine, requireRunning, resumeMachine } from './pauseMachine.ts'
import { requireQemu } from './program.ts'
import { renameMachine } from './renameMachine.ts'
import { startMachine } from './startMachine.ts'
import { killMachine, stopMachine } from './stopMachine.ts'

/** Minimal machines that a user makes and keeps. */
export function createLifecycle(deps: DriverDeps): Lifecycle {
  const inTurn = createTurns()
  const requireMachine = async (id: string) => findRequired(deps.paths.machines, id)
  return {
    create: async ({ name }, signal) => createMachine(deps, checkName(name), signal),
    remove: (id, signal) =>
      inTurn(id, async () => {
        const machine = await requireMachine(id)
        await stopMachine(deps, machine.folder, signal)
        await deleteMachine(deps.paths.machines, machine.name)
        if (machine.definition) deps.ledger.clear(machine.definition.ledgerRow)
      }),
    power: {
      start: (id, signal) =>
        inTurn(id, async () => {
          throwIfAborted(signal, 'qemu')
          const machine = await requireMachine(id)
          await startMachine(deps, machine, requireDefinition(machine), signal)
        }),
      stop: (id, signal) =>
        inTurn(id, async () => {
          throwIfAborted(signal, 'qemu')
          await stopMachine(deps, (await requireMachine(id)).folder, signal)
        }),
      restart: (id, signal) =>
        inTurn(id, async () => {
          throwIfAborted(signal, 'qemu')
          const machine = await requireMachine(id)
          const definition = requireDefinition(machine)
          await requireRunning(machine.folder)
          // A process anew: -no-reboot, which ends a guest that panics, forbids QEMU's own reset.
          await stopMachine(deps, machine.folder, signal)
          await startMachine(deps, machine, definition, signal)
        }),
      pause: (id, signal) => inTurn(id, async () => pauseMachine((await requireMachine(id)).folder, signal)),
      resume: (id, signal) => inTurn(id, async () => resumeMachine((await requireMachine(id)).folder, signal)),
      kill: (id, signal) =>
        inTurn(id, async () => {
          throwIfAborted(signal, 'qemu')
          await killMachine(deps, (await requireMachine(id)).folder, signal)
        }),
    },
    rename: (id, name, signal) =>
      inTurn(id, async () => {
        const checked = checkName(name)
        const machine = await requireMachine(id)
        await renameMachine(deps, machine, requireDefinition(machine), checked, signal)
      }),
    logs: async function* (id, options, signal) {
      yield* readConsole((await requireMachine(id)).folder, options, signal)
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
  const definition: MachineDefinition = {
    name,
    createdAt: new Date().toISOString(),
    ...guestHardware,
    kernelVersion: kernel.version,
    ledgerRow: row.id,
  }
  try {
    await writeMachine(machines, definition, kernel.image, initramfs, signal)
  } catch (error) {
    deps.ledger.clear(row.id)
    throw error
  }
  return describeKept({ name, folder, definition }, null)
}

const foreignName = /^pid-\d+$/

/** Throws `bad_input`. A name like `pid-7` would be the id of a machine that is not ours. */
export function checkName(name: string): string {
  const parsed = instanceNameSchema.safeParse(name)
  if (!parsed.success) {
    throw new EngineError('bad_input', 'qemu', parsed.error.issues[0]?.message ?? 'This is not a name.')
  }
  if (foreignName.test(name)) throw new EngineError('bad_input', 'qemu', 'Names like pid-7 stand for other machines.')
  return name
}

async function findRequired(machines: string, id: string): Promise<KeptMachine> {
  const name = /^qemu:(.+)$/.exec(id)?.[1] ?? ''
  if (foreignName.test(name)) {
    throw new EngineError('unsupported', 'qemu', 'This machine was not made here, so it is only shown.', {
      remedy: { text: 'Use the program that started it' },
    })
  }
  const machine = instanceNameSchema.safeParse(name).success ? await findMachine(machines, name) : null
  if (!machine) throw new EngineError('not_found', 'qemu', 'There is no such machine.')
  return machine
}

function requireDefinition(machine: KeptMachine): MachineDefinition {
  if (machine.definition) return machine.definition
  throw new EngineError('bad_output', 'qemu', `The definition of ${machine.name} cannot be read.`, {
    remedy: { text: 'Remove the machine and create it again' },
  })
}

/** What is done to one machine is done one after the other; different machines do not wait for each other. */
function createTurns(): <T>(id: string, act: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return (id, act) => {
    const turn = (last.get(id) ?? Promise.resolve()).then(act, act)
    last.set(id, turn)
    const forget = () => {
      if (last.get(id) === turn) last.delete(id)
    }
    turn.then(forget, forget)
    return turn
  }
}
