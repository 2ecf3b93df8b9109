/**
 * VBoxManage showvminfo UUID --machinereadable
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-showvminfo
 */
import type { DriverDeps } from '../../driver.ts'
import { parseSettings } from '../parse.ts'
import { runVBoxManage } from '../run.ts'

/** `not_found`; `engine_failed` for one whose settings file cannot be read. */
export async function showMachine(
  deps: DriverDeps,
  uuid: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  return parseSettings(await runVBoxManage(deps, { args: ['showvminfo', uuid, '--machinereadable'] }, signal))
}
