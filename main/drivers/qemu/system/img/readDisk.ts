import { z } from 'zod'
import { EngineError } from '../../../../model/engineError.ts'
import type { DriverDeps } from '../../../driver.ts'
import type { DiskFile } from '../diskFormat.ts'
import { nameDisk, runQemuImg } from './run.ts'

/** One snapshot as it stands in a qcow2 file. */
export interface DiskSnapshot {
  /** What the file itself calls it. */
  readonly id: string
  readonly tag: string
  /** Bytes of memory that are kept with it; 0 where the machine did not run. */
  readonly memoryBytes: number
}

export interface DiskInfo {
  readonly virtualBytes: number
  readonly snapshots: readonly DiskSnapshot[]
}

const infoSchema = z.object({
  'virtual-size': z.number().nonnegative(),
  snapshots: z
    .array(z.object({ id: z.string(), name: z.string(), 'vm-state-size': z.number().nonnegative() }))
    .default([]),
})

/** qemu-img info -U --output=json json:{…}. Also of a disk that a running machine writes to (-U). */
export async function readDisk(deps: DriverDeps, disk: DiskFile, signal: AbortSignal): Promise<DiskInfo> {
  return parseDiskInfo(await runQemuImg(deps, ['info', '-U', '--output=json', nameDisk(disk)], signal))
}

/** The same without -U: rejects with `in_use` while any process has the disk to write to it, and not while one only reads. */
export async function refuseWriter(deps: DriverDeps, disk: DiskFile): Promise<void> {
  await runQemuImg(deps, ['info', '--output=json', nameDisk(disk)], new AbortController().signal)
}

/** Pure. Throws `bad_output`. */
export function parseDiskInfo(output: string): DiskInfo {
  try {
    const info = infoSchema.parse(JSON.parse(output))
    return {
      virtualBytes: info['virtual-size'],
      snapshots: info.snapshots.map((one) => ({ id: one.id, tag: one.name, memoryBytes: one['vm-state-size'] })),
    }
  } catch (cause) {
    throw new EngineError('bad_output', 'qemu', 'qemu-img did not describe the disk as it should.', {
      detail: output.slice(0, 200),
      cause,
    })
  }
}
