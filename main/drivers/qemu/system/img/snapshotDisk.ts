import type { DriverDeps } from '../../../driver.ts'
import type { DiskFile } from '../diskFormat.ts'
import { nameDisk, runQemuImg } from './run.ts'

const options = { take: '-c', restore: '-a', remove: '-d' } as const

/** qemu-img snapshot -q -c|-a|-d TAG json:{…}. Rejects with `not_found`, and `in_use` while a machine has the disk. */
export async function snapshotDisk(
  deps: DriverDeps,
  what: keyof typeof options,
  disk: DiskFile,
  tag: string,
  signal: AbortSignal,
): Promise<void> {
  await runQemuImg(deps, ['snapshot', '-q', options[what], tag, nameDisk(disk)], signal)
}
