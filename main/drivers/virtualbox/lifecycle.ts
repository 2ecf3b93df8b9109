import { instanceNameSchema } from '../../contract/instance.ts'
import type { MachineSpec } from '../../contract/machine.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { createTurns } from '../../os/turns.ts'
import type { DriverDeps, Lifecycle } from '../driver.ts'
import { setName } from './commands/modifyMachine.ts'
import { showMachine } from './commands/showMachine.ts'
import { moveConsole } from './console.ts'
import { createKeptMachine } from './createKeptMachine.ts'
import { requireUuid } from './labels.ts'
import { readMachineLogs } from './logs.ts'
import { findKeptRow } from './newMachine.ts'
import { createPower, stopMachine } from './power.ts'
import { removeMachineWithFiles } from './removeMachine.ts'

const mebibyte = 1024 ** 2
/** Milliseconds: what is removed for good need not be shut down in order for long. */
const removalGrace = 2_000

/** What a machine has of which nothing more than the name is said. */
const usualSpec: Omit<MachineSpec, 'name'> = {
  cpus: 1,
  memoryBytes: 1024 * mebibyte,
  disk: { kind: 'new', bytes: 8 * 1024 * mebibyte },
  ports: [],
  headless: true,
}

export function createLifecycle(deps: DriverDeps, device: string): Lifecycle {
  // Two who remove one machine at once may hold up VBoxSVC for good (7.2.22): it answers nobody any more.
  const removals = createTurns()
  return {
    create: async ({ name }, signal) =>
      createKeptMachine(deps, { ...usualSpec, name: checkName(name) }, () => undefined, signal),
    remove: async (id, signal) => {
      throwIfAborted(signal, 'virtualbox')
      const uuid = requireUuid(id)
      await removals.take(uuid, signal, async () => {
        // What cannot be read cannot run, nor does it say whose it is.
        const row = await findKeptRow(deps, uuid, signal).catch(ignoreUnreadable)
        await stopMachine(deps, uuid, removalGrace, signal).catch(ignoreUnreadable)
        await removeMachineWithFiles(deps, uuid, signal)
        if (row !== null) deps.ledger.clear(row)
      })
    },
    rename: async (id, name, signal) => {
      throwIfAborted(signal, 'virtualbox')
      const uuid = requireUuid(id)
      await setName(deps, uuid, checkName(name), signal)
      await moveConsole(deps, uuid, await showMachine(deps, uuid, signal), signal)
    },
    power: createPower(deps, device),
    logs: (id, options, signal) => readMachineLogs(deps, id, options, signal),
  }
}

export function checkName(name: string): string {
  const checked = instanceNameSchema.safeParse(name)
  if (checked.success) return checked.data
  throw new EngineError('bad_input', 'virtualbox', checked.error.issues[0]?.message ?? 'This is not a name.')
}

function ignoreUnreadable(error: unknown): null {
  if (error instanceof EngineError && error.code === 'engine_failed') return null
  throw error
}
