import { chmod } from 'node:fs/promises'
import type { DriverDeps } from '../../../driver.ts'
import type { OnProgress } from '../../../onProgress.ts'
import { escapeOption } from '../../commandLine.ts'
import type { DiskFile } from '../diskFormat.ts'
import { nameDisk, runQemuImg } from './run.ts'

/**
 * qemu-img convert -p [-l snapshot.name=TAG] -O FORMAT json:{…} PATH
 *
 * Everything of the disk, also what it reads from others, in one file. `snapshot`: as it was then.
 */
export async function convertDisk(
  deps: DriverDeps,
  { from, to, snapshot }: { readonly from: DiskFile; readonly to: DiskFile; readonly snapshot?: string },
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const step = 'copying the disk'
  onProgress({ step, share: null })
  await runQemuImg(deps, buildConvertArgs(from, to, snapshot), signal, (stream, chunk) => {
    const share = stream === 'stdout' ? parseShare(chunk.toString('latin1')) : null
    if (share !== null) onProgress({ step, share })
  })
  await chmod(to.path, 0o600)
}

/** Pure. */
export function buildConvertArgs(from: DiskFile, to: DiskFile, snapshot?: string): readonly string[] {
  const then = snapshot === undefined ? [] : ['-l', `snapshot.name=${escapeOption(snapshot)}`]
  return ['convert', '-p', ...then, '-O', to.format, nameDisk(from), to.path]
}

/** 0 to 1 from the last of `    (12.34/100%)\r`; null where the piece has no whole one. */
export function parseShare(output: string): number | null {
  const last = [...output.matchAll(/\((\d{1,3}(?:\.\d{1,2})?)\/100%\)/g)].at(-1)?.[1]
  return last === undefined ? null : Math.min(1, Number(last) / 100)
}
