/**
 * VBoxManage closemedium disk|dvd FILE
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-closemedium
 */
import type { DriverDeps } from '../../driver.ts'
import { runVBoxManage } from '../run.ts'

/** VirtualBox knows it no more; the file stays. `in_use` while a machine has it, `not_found`. */
export async function closeMedium(
  deps: DriverDeps,
  path: string,
  signal: AbortSignal,
  kind: 'disk' | 'dvd' = 'disk',
): Promise<void> {
  await runVBoxManage(deps, { args: ['closemedium', kind, path] }, signal)
}
