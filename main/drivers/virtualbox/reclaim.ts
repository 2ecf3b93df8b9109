import type { DriverDeps } from '../driver.ts'
import type { LedgerRow } from '../ledger.ts'
import { listMachineIds } from './commands/listMachines.ts'
import { findOwnByName, namedRef } from './importKeptMachine.ts'
import { isFinished } from './newMachine.ts'
import { removeRunMachine } from './own/removeRunMachine.ts'
import { findVBoxManage } from './program.ts'

/** Half of a machine that a process left which died while it made it, or one of a run, which may run on. What VirtualBox does not know any more is gone. */
export async function reclaimMachine(deps: DriverDeps, row: LedgerRow, signal: AbortSignal): Promise<void> {
  if (row.kind !== 'machine' || findVBoxManage(deps) === null) return
  for (const uuid of await findNamed(deps, row.ref, signal)) {
    // One that was finished after all has a row of its own, and stays.
    if (!(await isFinished(deps, uuid, signal))) await removeRunMachine(deps, uuid, signal)
  }
}

async function findNamed(deps: DriverDeps, ref: string, signal: AbortSignal): Promise<readonly string[]> {
  if (ref.startsWith(namedRef)) return findOwnByName(deps, ref.slice(namedRef.length), signal)
  return (await listMachineIds(deps, signal)).filter((uuid) => uuid === ref)
}
