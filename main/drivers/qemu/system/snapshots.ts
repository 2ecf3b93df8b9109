import { randomBytes } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Snapshot } from '../../../contract/machine.ts'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import type { DriverDeps } from '../../driver.ts'
import type { OnProgress } from '../../onProgress.ts'
import type { SystemDefinition } from '../machines.ts'
import { findRunning } from '../runningMachine.ts'
import { isBase } from './dependants.ts'
import { findActiveDisk, listLayers, ownDisk, withWritableLayer } from './diskFiles.ts'
import type { DiskFile } from './diskFormat.ts'
import { convertDisk } from './img/convertDisk.ts'
import { type DiskSnapshot, readDisk } from './img/readDisk.ts'
import { snapshotDisk } from './img/snapshotDisk.ts'
import { removeRunningSnapshot, takeRunningSnapshot } from './runningSnapshot.ts'
import { forgetResumePoint, refuseSaved, refuseStateFile } from './savedState.ts'
import { addSnapshot, readSnapshotFile, removeSnapshot, writeSnapshotFile } from './snapshotFile.ts'

/** A machine that has a system of its own, with its folder. */
export interface SystemMachine {
  readonly folder: string
  readonly definition: SystemDefinition
}

/** A snapshot and the file it stands in. */
interface FoundSnapshot extends DiskSnapshot {
  readonly disk: DiskFile
}

/** Parents before their children; those that were not taken here stand at the end. */
export async function listSnapshots(
  deps: DriverDeps,
  machine: SystemMachine,
  signal: AbortSignal,
): Promise<readonly Snapshot[]> {
  const found = await findSnapshots(deps, machine, signal)
  const kept = readSnapshotFile(machine.folder)
  const known = kept.snapshots.filter(({ id }) => found.some(({ tag }) => tag === id))
  const foreign = found.filter(({ tag }) => !kept.snapshots.some(({ id }) => id === tag))
  return [
    ...known.map((one) => ({ ...one, current: one.id === kept.current })),
    ...foreign.map(({ tag }) => ({
      id: tag,
      name: tag,
      description: null,
      parent: null,
      current: tag === kept.current,
    })),
  ]
}

/**
 * Of the disk; while the machine runs, of its memory too. Rejects with `unsupported` for a disk that has no room for any, and for a
 * machine that is saved.
 */
export async function takeSnapshot(
  deps: DriverDeps,
  machine: SystemMachine,
  { name, description }: { readonly name: string; readonly description?: string },
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Snapshot> {
  throwIfAborted(signal, 'qemu')
  const { folder } = machine
  const disk = requireRoom(machine)
  const id = `isoscope-${randomBytes(6).toString('hex')}`
  onProgress({ step: 'taking the snapshot', share: null })
  const running = await findRunning(folder)
  if (running) {
    await takeRunningSnapshot(running.folder, id, signal)
  } else {
    await refuseSaved(folder)
    await snapshotDisk(deps, 'take', disk, id, signal)
  }
  const snapshot = { id, name, description: description ?? null }
  const kept = addSnapshot(readSnapshotFile(folder), snapshot)
  writeSnapshotFile(folder, kept)
  return { ...snapshot, parent: kept.snapshots.at(-1)?.parent ?? null, current: true }
}

/** Rejects with `not_found`, and `unsupported` while it runs or is saved. The memory of another snapshot is still with that one. */
export async function restoreSnapshot(
  deps: DriverDeps,
  machine: SystemMachine,
  id: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const { folder } = machine
  const found = await requireSnapshot(deps, machine, id, signal)
  if (await findRunning(folder)) {
    throw new EngineError('unsupported', 'qemu', 'The machine runs: it cannot be put back to a snapshot.', {
      remedy: { text: 'Stop it first' },
    })
  }
  await refuseStateFile(folder)
  const active = requireRoom(machine)
  onProgress({ step: 'restoring the snapshot', share: null })
  // First, so that no memory is left with a disk that is not its own, wherever this ends.
  await forgetResumePoint(folder)
  if (found.disk.path === active.path) await snapshotDisk(deps, 'restore', active, found.id, signal)
  else await copyOutOfLayer(deps, folder, found, onProgress, signal)
  const resume = found.memoryBytes > 0 ? id : null
  writeSnapshotFile(folder, { ...readSnapshotFile(folder), current: id, resume })
}

/** Rejects with `not_found`, and `in_use` while a linked clone that runs reads from the file it stands in. */
export async function deleteSnapshot(
  deps: DriverDeps,
  machine: SystemMachine,
  id: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const { folder } = machine
  const { disk } = await requireSnapshot(deps, machine, id, signal)
  onProgress({ step: 'removing the snapshot', share: null })
  const running = await findRunning(folder)
  const remove = () => snapshotDisk(deps, 'remove', disk, id, signal)
  if (disk.path !== requireRoom(machine).path) await withWritableLayer(disk.path, remove)
  else if (running) await removeRunningSnapshot(running.folder, id, signal)
  else await remove()
  writeSnapshotFile(folder, removeSnapshot(readSnapshotFile(folder), id))
  await removeUselessLayer(deps, machine, disk, signal)
}

/** One that was kept for the sake of its snapshots, has none any more, and that no disk reads from. */
async function removeUselessLayer(
  deps: DriverDeps,
  machine: SystemMachine,
  disk: DiskFile,
  signal: AbortSignal,
): Promise<void> {
  if (disk.path === requireRoom(machine).path || (await isBase(deps.paths.machines, disk.path))) return
  if ((await readDisk(deps, disk, signal)).snapshots.length === 0) await rm(disk.path)
}

/** Whether there is one, by its id alone. */
export async function requireSnapshot(
  deps: DriverDeps,
  machine: SystemMachine,
  id: string,
  signal: AbortSignal,
): Promise<FoundSnapshot> {
  throwIfAborted(signal, 'qemu')
  const found = (await findSnapshots(deps, machine, signal)).find(({ tag }) => tag === id)
  if (found) return found
  throw new EngineError('not_found', 'qemu', 'There is no such snapshot of this machine.')
}

async function findSnapshots(
  deps: DriverDeps,
  { folder, definition }: SystemMachine,
  signal: AbortSignal,
): Promise<readonly FoundSnapshot[]> {
  const active = findActiveDisk(folder, definition)
  if (active?.format !== 'qcow2') return []
  const disks = [...(await listLayers(folder)), active]
  const found = await Promise.all(
    disks.map(async (disk) => (await readDisk(deps, disk, signal)).snapshots.map((one) => ({ ...one, disk }))),
  )
  return found.flat()
}

/**
 * A layer is read by others, so it stays as it is, and what the snapshot holds is copied. The disk up to now stays as a layer, for the
 * sake of the snapshots in it.
 */
async function copyOutOfLayer(
  deps: DriverDeps,
  folder: string,
  { disk, tag }: FoundSnapshot,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const active = ownDisk(folder)
  const draft: DiskFile = { path: join(folder, '.restored.qcow2'), format: 'qcow2', isOwn: true }
  try {
    await convertDisk(deps, { from: disk, to: draft, snapshot: tag }, onProgress, signal)
    const isWorthKeeping = (await readDisk(deps, active, signal)).snapshots.length > 0
    if (isWorthKeeping) await rename(active.path, join(folder, `layer-${randomBytes(4).toString('hex')}.qcow2`))
    await rename(draft.path, active.path)
  } finally {
    await rm(draft.path, { force: true })
  }
}

function requireRoom({ folder, definition }: SystemMachine): DiskFile {
  const disk = findActiveDisk(folder, definition)
  if (disk?.format === 'qcow2') return disk
  const why = disk === null ? 'The machine has no disk' : `Its disk is a ${disk.format} file, which has no room for any`
  throw new EngineError('unsupported', 'qemu', `${why}: snapshots stand in the qcow2 file of a machine.`, {
    remedy: { text: 'Make a full clone: its disk is a qcow2 file' },
  })
}
