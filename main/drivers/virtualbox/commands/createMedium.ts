/**
 * VBoxManage createmedium disk --filename=FILE --sizebyte=BYTES --format=VDI
 * https://www.virtualbox.org/manual/topics/vboxmanage.html#vboxmanage-createmedium
 */
import type { DriverDeps } from '../../driver.ts'
import type { OnProgress } from '../../onProgress.ts'
import { runVBoxManage } from '../run.ts'

/** A disk that grows as the guest writes. `name_taken` where there is a file. */
export async function createMedium(
  deps: DriverDeps,
  { path, bytes }: { readonly path: string; readonly bytes: number },
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const args = ['createmedium', 'disk', `--filename=${path}`, `--sizebyte=${bytes}`, '--format=VDI']
  await runVBoxManage(deps, { args, progress: { step: 'making the disk', onProgress } }, signal)
}
