import { open, rm } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { Instance } from '../../../contract/instance.ts'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import type { DriverDeps } from '../../driver.ts'
import type { OnProgress } from '../../onProgress.ts'
import { makeSystemMachine } from './createSystemMachine.ts'
import { findActiveDisk, ownDisk } from './diskFiles.ts'
import { type DiskFormat, findDiskFormat } from './diskFormat.ts'
import { convertDisk } from './img/convertDisk.ts'
import { refuseWhileUsed } from './refuseWhileUsed.ts'
import type { SystemMachine } from './snapshots.ts'

const formats: Readonly<Record<string, DiskFormat>> = { '.qcow2': 'qcow2', '.vmdk': 'vmdk', '.raw': 'raw' }

/** All of its disk, in one file that other programs read too. The rest of a machine is a command line, and no file has a form for it. */
export async function exportDisk(
  deps: DriverDeps,
  { folder, definition }: SystemMachine,
  path: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  throwIfAborted(signal, 'qemu')
  const format = formats[extname(path).toLowerCase()]
  if (format === undefined) {
    throw new EngineError('bad_input', 'qemu', 'QEMU exports the disk of a machine: to .qcow2, .vmdk or .raw.')
  }
  const from = findActiveDisk(folder, definition)
  if (from === null) throw new EngineError('unsupported', 'qemu', 'The machine has no disk that could be exported.')
  await refuseWhileUsed(folder)
  await reserve(path)
  try {
    await convertDisk(deps, { from, to: { path, format } }, onProgress, signal)
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** What an imported disk gets; it says nothing of it itself. */
const usualDesign = { memoryMiB: 1024, vcpus: 1, disk: { kind: 'own' }, iso: null, ports: [] } as const

/** A machine with a copy of the disk. */
export async function importDisk(
  deps: DriverDeps,
  { path, name }: { readonly path: string; readonly name: string },
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Instance> {
  throwIfAborted(signal, 'qemu')
  const from = { path, format: await findDiskFormat(path, 'copy') }
  const fill = (folder: string) => convertDisk(deps, { from, to: ownDisk(folder) }, onProgress, signal)
  return makeSystemMachine(deps, { name, design: { ...usualDesign, ports: [] }, fill }, signal)
}

/** So that nobody else's file is written over. */
async function reserve(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') {
      throw new EngineError('name_taken', 'qemu', `There is a file ${basename(path)} already.`, {
        remedy: { text: 'Choose another name, or move the file away' },
      })
    }
    if (code === 'ENOENT') throw new EngineError('not_found', 'qemu', 'There is no folder for this file.')
    if (code === 'EACCES' || code === 'EROFS') {
      throw new EngineError('permission_denied', 'qemu', `The file ${basename(path)} may not be written.`)
    }
    throw error
  }
}
