import { basename, join } from 'node:path'
import type { Instance } from '../../../contract/instance.ts'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import type { DriverDeps } from '../../driver.ts'
import type { OnProgress } from '../../onProgress.ts'
import { findMachine, nameTaken } from '../machines.ts'
import { makeSystemMachine } from './createSystemMachine.ts'
import { findActiveDisk, freezeDisk, ownDisk } from './diskFiles.ts'
import { convertDisk } from './img/convertDisk.ts'
import { createLinkedDisk } from './img/createDisk.ts'
import { refuseWhileUsed } from './refuseWhileUsed.ts'
import { requireSnapshot, type SystemMachine } from './snapshots.ts'

interface CloneOptions {
  readonly name: string
  /** By its id. */
  readonly snapshot?: string
}

/** With all of the disk, in a qcow2 file of its own, whatever the first has. Rejects with `unsupported` while the first runs or is saved. */
export async function cloneWhole(
  deps: DriverDeps,
  machine: SystemMachine,
  { name, snapshot }: CloneOptions,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Instance> {
  throwIfAborted(signal, 'qemu')
  const { folder, definition } = machine
  if (snapshot === undefined) await refuseWhileUsed(folder)
  const active = findActiveDisk(folder, definition)
  const from = snapshot === undefined ? active : (await requireSnapshot(deps, machine, snapshot, signal)).disk
  const fill = async (target: string) => {
    if (from === null) return
    const copy = { from, to: ownDisk(target), ...(snapshot !== undefined && { snapshot }) }
    await convertDisk(deps, copy, onProgress, signal)
  }
  const design = { ...definition, disk: from === null ? null : ({ kind: 'own' } as const) }
  return makeSystemMachine(deps, { name, design: pickDesign(design), fill }, signal)
}

/**
 * With a disk that holds only what differs from that of the first, as it is now. Rejects with `unsupported` for a disk that is the
 * user's own file, which somebody else may write to, and for a snapshot: a qcow2 file cannot be read from as it once was.
 */
export async function cloneLinked(
  deps: DriverDeps,
  machines: string,
  { folder, definition }: SystemMachine,
  { name, snapshot }: CloneOptions,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Instance> {
  throwIfAborted(signal, 'qemu')
  if (snapshot !== undefined) throw onlyWhole('A linked clone of QEMU begins with what the machine has now')
  if (definition.disk?.kind !== 'own') {
    throw onlyWhole(definition.disk === null ? 'The machine has no disk to share' : 'The disk is a file of your own')
  }
  await refuseWhileUsed(folder)
  if (await findMachine(machines, name)) throw nameTaken(name)
  onProgress({ step: 'sharing the disk', share: null })
  const fill = async (target: string) => {
    const layer = await freezeDisk(deps, folder, signal)
    // From folder to folder, so that all of them can be moved together.
    await createLinkedDisk(deps, join('..', basename(folder), basename(layer)), ownDisk(target).path, signal)
  }
  return makeSystemMachine(deps, { name, design: pickDesign(definition), fill }, signal)
}

function pickDesign({ memoryMiB, vcpus, disk, iso, ports }: SystemMachine['definition']) {
  return { memoryMiB, vcpus, disk, iso, ports }
}

function onlyWhole(why: string): EngineError {
  return new EngineError('unsupported', 'qemu', `${why}.`, { remedy: { text: 'Make a full clone' } })
}
