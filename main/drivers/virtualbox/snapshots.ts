import type { Snapshot } from '../../contract/machine.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { Snapshots } from '../machines.ts'
import { showMachine } from './commands/showMachine.ts'
import { deleteSnapshot, listSnapshots, restoreSnapshot, takeSnapshot } from './commands/snapshots.ts'
import { requireUuid } from './labels.ts'

export function createSnapshots(deps: DriverDeps): Snapshots {
  return {
    list: async (id, signal) => listSnapshots(deps, requireUuid(id), signal),
    take: async (id, options, onProgress, signal) => {
      throwIfAborted(signal, 'virtualbox')
      const uuid = requireUuid(id)
      const taken = await takeSnapshot(deps, uuid, options, onProgress, signal)
      return requireSnapshot(await listSnapshots(deps, uuid, signal), taken)
    },
    restore: async (id, snapshot, onProgress, signal) => {
      throwIfAborted(signal, 'virtualbox')
      const uuid = requireUuid(id)
      requireSnapshot(await listSnapshots(deps, uuid, signal), snapshot)
      const state = (await showMachine(deps, uuid, signal)).get('VMState')
      if (state === 'running' || state === 'paused') {
        throw new EngineError(
          'unsupported',
          'virtualbox',
          `The machine is ${state}: it cannot be put back to a snapshot.`,
          {
            remedy: { text: 'Stop it first' },
          },
        )
      }
      await restoreSnapshot(deps, uuid, snapshot, onProgress, signal)
    },
    remove: async (id, snapshot, onProgress, signal) => {
      throwIfAborted(signal, 'virtualbox')
      const uuid = requireUuid(id)
      requireSnapshot(await listSnapshots(deps, uuid, signal), snapshot)
      await deleteSnapshot(deps, uuid, snapshot, onProgress, signal)
    },
  }
}

/** By its id alone: VirtualBox would take a name for it too. */
function requireSnapshot(snapshots: readonly Snapshot[], id: string): Snapshot {
  const found = snapshots.find((snapshot) => snapshot.id === id)
  if (found) return found
  throw new EngineError('not_found', 'virtualbox', 'There is no such snapshot of this machine.')
}
