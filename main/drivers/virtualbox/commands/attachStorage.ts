/**
 * VBoxManage storagectl UUID --name=SATA --add=sata --controller=IntelAhci --portcount=2
 * VBoxManage storageattach UUID --storagectl=SATA --port=N --device=0 --type=hdd|dvddrive --medium=FILE|none
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-storageattach
 */
import type { DriverDeps } from '../../driver.ts'
import { runVBoxManage } from '../run.ts'

export async function addController(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<void> {
  const args = ['storagectl', uuid, '--name=SATA', '--add=sata', '--controller=IntelAhci', '--portcount=2']
  await runVBoxManage(deps, { args: [...args, '--bootable=on'] }, signal)
}

interface Attachment {
  readonly controller: string
  readonly port: number
  readonly device: number
  readonly type: 'hdd' | 'dvddrive'
  /** A path; `none` takes out what is in there. */
  readonly medium: string
}

export function buildAttachArgs(
  uuid: string,
  { controller, port, device, type, medium }: Attachment,
): readonly string[] {
  const slot = [`--storagectl=${controller}`, `--port=${port}`, `--device=${device}`]
  return ['storageattach', uuid, ...slot, `--type=${type}`, `--medium=${medium}`]
}

/** `not_found` where there is no such file, `bad_input` where it is no disk, `in_use` where another machine has it. */
export async function attachStorage(
  deps: DriverDeps,
  uuid: string,
  attachment: Attachment,
  signal: AbortSignal,
): Promise<void> {
  await runVBoxManage(deps, { args: buildAttachArgs(uuid, attachment) }, signal)
}
