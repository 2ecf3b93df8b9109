/**
 * VBoxManage startvm UUID --type=headless|gui
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-startvm
 */
import type { DriverDeps } from '../../driver.ts'
import { runVBoxManage } from '../run.ts'

/** Resolves when its processor runs. */
export async function startMachine(
  deps: DriverDeps,
  uuid: string,
  type: 'headless' | 'gui',
  signal: AbortSignal,
): Promise<void> {
  await runVBoxManage(deps, { args: ['startvm', uuid, `--type=${type}`], overlaps: true }, signal)
}
