/**
 * VBoxManage showvminfo UUID --machinereadable
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-showvminfo
 */
import type { DriverDeps } from '../../driver.ts'
import { parseSettings } from '../parse.ts'
import { runVBoxManage } from '../run.ts'

/** `not_found`; `engine_failed` for one whose settings file cannot be read; `timeout` after so many milliseconds, if given. */
export async function showMachine(
  deps: DriverDeps,
  uuid: string,
  signal: AbortSignal,
  timeout?: number,
): Promise<ReadonlyMap<string, string>> {
  const args = ['showvminfo', uuid, '--machinereadable']
  return parseSettings(
    await runVBoxManage(deps, { args, isQuestion: true, ...(timeout !== undefined && { timeout }) }, signal),
  )
}
