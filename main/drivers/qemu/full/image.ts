import { open } from 'node:fs/promises'
import { runProgramTree } from '../../../os/runTree.ts'
import { workloadVariables } from '../../../os/variables.ts'
import type { DriverDeps } from '../../driver.ts'
import type { DiskPrograms } from './programs.ts'

/**
 * mke2fs -q -F -t ext4 -E lazy_itable_init=0,lazy_journal_init=0 -d FOLDER FILE      (fills the file system from a folder: no loop device)
 * qemu-img convert -O qcow2 FILE FILE
 * https://manpages.debian.org/mke2fs, https://www.qemu.org/docs/master/tools/qemu-img.html
 */

/** What the guest sees; the file holds only what is written. */
const diskBytes = 2 * 2 ** 30

/** Writes an image of the folder; `raw` is a scratch file. */
export async function writeImage(
  deps: DriverDeps,
  programs: DiskPrograms,
  files: { readonly root: string; readonly raw: string; readonly image: string },
  signal: AbortSignal,
): Promise<void> {
  const options = { engine: 'qemu', env: { ...workloadVariables, LC_ALL: 'C' }, signal, timeout: 600_000 }
  const file = await open(files.raw, 'wx')
  await file.truncate(diskBytes)
  await file.close()
  await runProgramTree(deps.tools.launch, programs.mke2fs, buildFileSystemArgs(files.root, files.raw), options)
  await runProgramTree(deps.tools.launch, programs.qemuImg, buildConvertArgs(files.raw, files.image), options)
}

export function buildFileSystemArgs(root: string, raw: string): readonly string[] {
  // Not lazy: a guest's kernel would write the rest of the tables in the background, in the middle of a measurement.
  return ['-q', '-F', '-t', 'ext4', '-L', 'isoscope', '-E', 'lazy_itable_init=0,lazy_journal_init=0', '-d', root, raw]
}

export function buildConvertArgs(raw: string, image: string): readonly string[] {
  // Not compressed: unpacking would be CPU time of the hypervisor at every start.
  return ['convert', '-f', 'raw', '-O', 'qcow2', raw, image]
}
