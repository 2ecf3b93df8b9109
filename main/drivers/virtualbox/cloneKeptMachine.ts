import type { Instance } from '../../contract/instance.ts'
import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { OnProgress } from '../onProgress.ts'
import { cloneMachine } from './commands/cloneMachine.ts'
import { setGroup } from './commands/modifyMachine.ts'
import { showMachine } from './commands/showMachine.ts'
import { listSnapshots } from './commands/snapshots.ts'
import { isOurs, ownGroup } from './labels.ts'
import { makeKeptMachine } from './newMachine.ts'

interface CloneOptions {
  readonly name: string
  readonly kind: 'full' | 'linked'
  /** By its id. */
  readonly snapshot?: string
}

/** A linked one stands on a snapshot: the present one where none is named, and `bad_input` where there is none. */
export async function cloneKeptMachine(
  deps: DriverDeps,
  source: string,
  { name, kind, snapshot }: CloneOptions,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Instance> {
  // Says `not_found` before anything is in the ledger.
  const isOwn = isOurs(await showMachine(deps, source, signal))
  const snapshots = kind === 'full' && snapshot === undefined ? [] : await listSnapshots(deps, source, signal)
  const chosen = snapshots.find(({ id, current }) => (snapshot === undefined ? current : id === snapshot))
  if (snapshot !== undefined && !chosen) {
    throw new EngineError('not_found', 'virtualbox', 'There is no such snapshot of this machine.')
  }
  if (kind === 'linked' && !chosen) {
    throw new EngineError('bad_input', 'virtualbox', 'A linked clone stands on a snapshot, and the machine has none.', {
      remedy: { text: 'Take a snapshot first, or make a full clone' },
    })
  }
  return makeKeptMachine(deps, signal, async (uuid) => {
    const clone = { name, uuid, kind, ...(chosen && { snapshot: chosen.id }), ...(isOwn && { group: ownGroup }) }
    await cloneMachine(deps, source, clone, onProgress, signal)
    // VirtualBox moves its folder below that of the new group.
    if (!isOwn) await setGroup(deps, uuid, ownGroup, signal)
  })
}
