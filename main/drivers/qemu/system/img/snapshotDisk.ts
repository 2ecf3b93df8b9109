import type { DriverDeps } from '../../../driver.ts'
import type { DiskFile } from '../diskFormat.ts'
import { nameDisk, runQemuImg } from './run.ts'

const options = { take: '-c', restore: '-a', remove: '-d' } as const

/**
 * qemu-img snapshot -q -c|-a|-d NAME json:{…}. What is restored is named by the id it has in the file: of a name QEMU thinks first that it
 * might be one. What is removed it looks for by its name only. Rejects with `not_found`, and `in_use` while a machine has the disk.
 */
export async function snapshotDisk(
  deps: DriverDeps,
  what: keyof typeof options,
  disk: DiskFile,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  await runQemuImg(deps, ['snapshot', '-q', options[what], name, nameDisk(disk)], signal)
}
