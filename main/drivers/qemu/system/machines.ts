import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import type { Turns } from '../../../os/turns.ts'
import type { DriverDeps } from '../../driver.ts'
import type { Machines } from '../../machines.ts'
import { checkName, requireDefinition, requireMachine, requireSystemMachine } from '../requireMachine.ts'
import { findRunning } from '../runningMachine.ts'
import { cloneLinked, cloneWhole } from './cloneSystemMachine.ts'
import { createSystemMachine } from './createSystemMachine.ts'
import { describeKeptMachine } from './describe.ts'
import { exportDisk, importDisk } from './diskExchange.ts'
import { findResumePoint, forgetResumePoint } from './savedState.ts'
import { deleteSnapshot, listSnapshots, restoreSnapshot, takeSnapshot } from './snapshots.ts'

/** Machines with a system of their own. What is done to one waits for its turn with what starts and stops it. */
export function createMachines(deps: DriverDeps, turns: Turns): Machines {
  const { machines } = deps.paths
  const find = (id: string) => requireSystemMachine(machines, id)
  return {
    create: async (spec, onProgress, signal) => {
      checkName(spec.name)
      return createSystemMachine(deps, spec, onProgress, signal)
    },
    describe: async (id, signal) => {
      throwIfAborted(signal, 'qemu')
      const machine = await requireMachine(machines, id)
      return describeKeptMachine(deps, machine, requireDefinition(machine), signal)
    },
    snapshots: {
      list: async (id, signal) => listSnapshots(deps, await find(id), signal),
      take: (id, options, onProgress, signal) =>
        turns.take(id, signal, async () => takeSnapshot(deps, await find(id), options, onProgress, signal)),
      restore: (id, snapshot, onProgress, signal) =>
        turns.take(id, signal, async () => restoreSnapshot(deps, await find(id), snapshot, onProgress, signal)),
      remove: (id, snapshot, onProgress, signal) =>
        turns.take(id, signal, async () => deleteSnapshot(deps, await find(id), snapshot, onProgress, signal)),
    },
    clone: {
      full: (id, options, onProgress, signal) =>
        turns.take(id, signal, async () => {
          checkName(options.name)
          return cloneWhole(deps, await find(id), options, onProgress, signal)
        }),
      linked: (id, options, onProgress, signal) =>
        turns.take(id, signal, async () => {
          checkName(options.name)
          return cloneLinked(deps, machines, await find(id), options, onProgress, signal)
        }),
    },
    exportTo: (id, path, onProgress, signal) =>
      turns.take(id, signal, async () => exportDisk(deps, await find(id), path, onProgress, signal)),
    importFrom: async (path, name, onProgress, signal) =>
      importDisk(deps, { path, name: checkName(name) }, onProgress, signal),
    discardState: (id, signal) =>
      turns.take(id, signal, async () => {
        const { folder } = await find(id)
        const isSaved = !(await findRunning(folder)) && (await findResumePoint(folder)) !== null
        if (!isSaved) throw new EngineError('unsupported', 'qemu', 'The machine has no saved state.')
        await forgetResumePoint(folder)
      }),
  }
}
