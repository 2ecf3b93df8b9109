import type { DriverDeps } from '../driver.ts'
import type { LedgerRow } from '../ledger.ts'
import { findOwnByName, namedRef } from './importKeptMachine.ts'
import { findKeptRow, removeUnfinished } from './newMachine.ts'
import { uuidPattern } from './parse.ts'
import { findVBoxManage } from './program.ts'

/** Half of a machine that a process left which died while it made it. What VirtualBox does not know any more is gone. */
export async function reclaimMachine(deps: DriverDeps, row: LedgerRow, signal: AbortSignal): Promise<void> {
  if (row.kind !== 'machine' || findVBoxManage(deps) === null) return
  if (uuidPattern.test(row.ref)) return removeUnfinished(deps, row.ref, signal)
  if (!row.ref.startsWith(namedRef)) return
  for (const uuid of await findOwnByName(deps, row.ref.slice(namedRef.length), signal)) {
    // One that was finished after all has a row of its own, and stays.
    if ((await findKeptRow(deps, uuid, signal)) === null) await removeUnfinished(deps, uuid, signal)
  }
}
