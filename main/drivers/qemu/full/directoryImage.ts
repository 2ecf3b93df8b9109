import { lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { throwIfAborted } from '../../../model/engineError.ts'
import { runProgramTree } from '../../../os/runTree.ts'
import { workloadVariables } from '../../../os/variables.ts'
import { type Absent, isAbsent } from '../../absent.ts'
import { explainHiding } from '../../commandDirectory.ts'
import type { DriverDeps } from '../../driver.ts'
import { requireMke2fs } from './programs.ts'

/** A copy of it is made for every run: of more than this a user would not expect it. */
const limitBytes = 256 * 2 ** 20
const limitFiles = 20_000
/** What a file takes beside its content: its inode, its entry and the rest of its last block. */
const fileOverheadBytes = 12_288
const emptyBytes = 8 * 2 ** 20

/** The run's directory as a disk. */
export interface DirectoryImage {
  readonly directory: string
  readonly image: string
}

/**
 * Copies the directory to a raw ext4 image that a guest can only read: mke2fs -d, which takes links as links and follows
 * none. Absent where the directory cannot be given to a guest.
 */
export async function makeDirectoryImage(
  deps: DriverDeps,
  { directory, image }: DirectoryImage,
  signal: AbortSignal,
): Promise<DirectoryImage | Absent> {
  const hiding = explainHiding(directory)
  if (hiding !== null) return hiding
  const size = await measureFolder(directory, signal)
  if (isAbsent(size)) return size
  const file = await open(image, 'wx')
  await file.truncate(emptyBytes + size)
  await file.close()
  const options = { engine: 'qemu', env: { ...workloadVariables, LC_ALL: 'C' }, signal, timeout: 600_000 }
  await runProgramTree(deps.tools.launch, requireMke2fs(deps), buildArgs(directory, image), options)
  return { directory, image }
}

function buildArgs(directory: string, image: string): readonly string[] {
  // Nobody writes to it: no journal, no blocks kept for root; an inode for every 4 KiB, so that small files find one.
  return ['-q', '-F', '-t', 'ext4', '-O', '^has_journal', '-m', '0', '-i', '4096', '-d', directory, image]
}

/** Bytes that its files take on a disk, links as such. Absent above a limit. */
export async function measureFolder(folder: string, signal: AbortSignal): Promise<number | Absent> {
  let bytes = 0
  let files = 0
  const pending = [folder]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    throwIfAborted(signal, 'qemu')
    for (const entry of await readdir(next, { withFileTypes: true })) {
      const path = join(next, entry.name)
      if (entry.isDirectory()) pending.push(path)
      else if (entry.isFile()) bytes += (await lstat(path)).size
      files++
      if (bytes > limitBytes || files > limitFiles) return tooLarge
    }
  }
  return bytes + files * fileOverheadBytes
}

const tooLarge: Absent = {
  absent: `its directory has more than ${limitBytes / 2 ** 20} MiB or ${limitFiles} files, and a guest gets a copy of it: run the command in a smaller one`,
}
