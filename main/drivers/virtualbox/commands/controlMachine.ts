/**
 * VBoxManage controlvm UUID acpipowerbutton|poweroff|pause|resume|savestate
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-controlvm
 */
import type { DriverDeps } from '../../driver.ts'
import { runVBoxManage } from '../run.ts'

export type Control = 'acpipowerbutton' | 'poweroff' | 'pause' | 'resume' | 'savestate'

/** `unsupported` where it does not run. */
export async function controlMachine(
  deps: DriverDeps,
  uuid: string,
  control: Control,
  signal: AbortSignal,
): Promise<void> {
  // Writing its memory takes as long as the disk does.
  const progress = control === 'savestate' ? { step: 'writing its memory', onProgress: () => undefined } : undefined
  await runVBoxManage(deps, { args: ['controlvm', uuid, control], ...(progress && { progress }) }, signal)
}
