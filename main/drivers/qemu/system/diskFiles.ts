import { randomBytes } from 'node:crypto'
import { chmod, link, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DriverDeps } from '../../driver.ts'
import { ignoreMissing } from '../ignoreMissing.ts'
import type { SystemDefinition } from '../machines.ts'
import type { DiskFile } from './diskFormat.ts'
import { createLinkedDisk } from './img/createDisk.ts'
import { refuseWriter } from './img/readDisk.ts'

/**
 * An own disk is FOLDER/disk.qcow2. What linked clones read from is FOLDER/layer-….qcow2, which nobody writes any more: the machine's
 * disk reads from it as well.
 */
export const ownDiskName = 'disk.qcow2'

const layerName = /^layer-[0-9a-f]{8}\.qcow2$/

/** What the machine writes to; null when it has no disk. */
export function findActiveDisk(folder: string, { disk }: SystemDefinition): DiskFile | null {
  if (disk === null) return null
  return disk.kind === 'own' ? ownDisk(folder) : { path: disk.path, format: disk.format }
}

export function ownDisk(folder: string): DiskFile {
  return { path: join(folder, ownDiskName), format: 'qcow2', isOwn: true }
}

export async function listLayers(folder: string): Promise<readonly DiskFile[]> {
  const names = (await readdir(folder)).filter((name) => layerName.test(name))
  return names.sort().map((name) => ({ path: join(folder, name), format: 'qcow2', isOwn: true }))
}

/** While `run` takes something out of a layer, which is nobody's to write to otherwise. */
export async function withWritableLayer(path: string, run: () => Promise<void>): Promise<void> {
  await chmod(path, 0o600)
  try {
    await run()
  } finally {
    await chmod(path, 0o400).catch(ignoreMissing)
  }
}

/**
 * What the machine's own disk holds now becomes a layer, and the machine goes on with an empty disk above it. Returns the layer's
 * path. Rejects with `in_use` when another process starts it meanwhile; all is as it was then, as after an abort.
 */
export async function freezeDisk(deps: DriverDeps, folder: string, signal: AbortSignal): Promise<string> {
  const active = ownDisk(folder)
  const name = `layer-${randomBytes(4).toString('hex')}.qcow2`
  const layer: DiskFile = { path: join(folder, name), format: 'qcow2', isOwn: true }
  const draft = join(folder, `.${name}`)
  await link(active.path, layer.path)
  try {
    await createLinkedDisk(deps, name, draft, signal)
    await rename(draft, active.path)
  } catch (error) {
    await rm(draft, { force: true })
    await rm(layer.path)
    throw error
  }
  try {
    // A process that had opened the file before it was moved still writes to it.
    await refuseWriter(deps, layer)
    await chmod(layer.path, 0o400)
  } catch (error) {
    await rename(layer.path, active.path)
    throw error
  }
  return layer.path
}
