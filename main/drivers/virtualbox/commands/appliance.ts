/**
 * VBoxManage export UUID --output=FILE.ova
 * VBoxManage import FILE.ova --vsys=0 --vmname=NAME --group=/isoscope
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-export
 */
import type { DriverDeps } from '../../driver.ts'
import type { OnProgress } from '../../onProgress.ts'
import { ownGroup } from '../labels.ts'
import { runVBoxManage } from '../run.ts'

/** `name_taken` where there is a file. */
export async function exportAppliance(
  deps: DriverDeps,
  uuid: string,
  path: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const progress = { step: 'writing the appliance', onProgress }
  await runVBoxManage(deps, { args: ['export', uuid, `--output=${path}`], progress }, signal)
}

/** The first machine of the appliance. `not_found` for the file, `bad_input` for what is no appliance. */
export async function importAppliance(
  deps: DriverDeps,
  { path, name }: { readonly path: string; readonly name: string },
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const args = ['import', path, '--vsys=0', `--vmname=${name}`, `--group=${ownGroup}`]
  await runVBoxManage(deps, { args, progress: { step: 'reading the appliance', onProgress } }, signal)
}
