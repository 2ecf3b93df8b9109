import { instanceNameSchema } from '../../contract/instance.ts'
import { EngineError } from '../../model/engineError.ts'
import { findMachine, type KeptMachine, type MachineDefinition } from './machines.ts'
import type { SystemMachine } from './system/snapshots.ts'

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

/** The kept machine of this id. Rejects with `not_found`, and `unsupported` for one that was not made here. */
export async function requireMachine(machines: string, id: string): Promise<KeptMachine> {
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

/** Throws `bad_output`. */
export function requireDefinition({ name, definition }: KeptMachine): MachineDefinition {
  if (definition) return definition
  throw new EngineError('bad_output', 'qemu', `The definition of ${name} cannot be read.`, {
    remedy: { text: 'Mend machine.json in its folder, or remove the machine and create it again' },
  })
}

/** Rejects as requireMachine does, with `bad_output`, and `unsupported` for a machine that boots the kernel of the comparisons. */
export async function requireSystemMachine(machines: string, id: string): Promise<SystemMachine> {
  const machine = await requireMachine(machines, id)
  const definition = requireDefinition(machine)
  if (definition.kind === 'system') return { folder: machine.folder, definition }
  throw new EngineError('unsupported', 'qemu', `${machine.name} has no disk and no system of its own.`, {
    remedy: { text: 'Create one that has', command: 'isoscope vm create NAME --with qemu' },
  })
}
