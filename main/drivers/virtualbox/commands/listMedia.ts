/**
 * VBoxManage list --long hdds
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-list
 */
import type { DriverDeps } from '../../driver.ts'
import { type Medium, parseMedia } from '../parseMedia.ts'
import { runVBoxManage } from '../run.ts'

/** Every hard disk that VirtualBox knows; --long names the machines that use it. */
export async function listMedia(deps: DriverDeps, signal: AbortSignal): Promise<readonly Medium[]> {
  return parseMedia(await runVBoxManage(deps, { args: ['list', '--long', 'hdds'], isQuestion: true }, signal))
}
