/**
 * VBoxManage discardstate UUID
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-discardstate
 *
 * Exits with 0 when it has failed.
 */
import type { DriverDeps } from '../../driver.ts'
import { runVBoxManage } from '../run.ts'

/** `unsupported` where there is no saved state. */
export async function discardState(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<void> {
  await runVBoxManage(deps, { args: ['discardstate', uuid] }, signal)
}
