import { readdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { attachStorage } from './commands/attachStorage.ts'
import { listMachineIds } from './commands/listMachines.ts'
import { listMedia } from './commands/listMedia.ts'
import { showMachine } from './commands/showMachine.ts'
import { deleteMachine, forgetMachine } from './commands/unregisterMachine.ts'
import { consoleName } from './console.ts'
import { type AttachedMedium, parseAttachedMedia } from './parse.ts'
import { findDependants, keepMachines, type Medium } from './parseMedia.ts'

/**
 * Removes a machine that does not run, with its files. A disk that lies outside of its folder was the user's before it was the
 * machine's, and stays. Refused beforehand with `in_use` where a linked clone stands on one of its disks: VirtualBox would
 * fail half way, with the machine forgotten and its files there.
 */
export async function removeMachineWithFiles(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<void> {
  try {
    await removeAll(deps, uuid, signal)
  } catch (error) {
    // Whoever removes it at the same time may be through with it: its object fails in the middle of a call then.
    if (!(error instanceof EngineError) || error.code !== 'not_running' || signal.aborted) throw error
    if ((await listMachineIds(deps, signal)).includes(uuid)) throw error
    throw new EngineError('not_found', 'virtualbox', 'There is no such machine any more.', { cause: error })
  }
}

async function removeAll(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<void> {
  const settings = await readSettings(deps, uuid, signal)
  // Nothing is known of its files.
  if (settings === null) return forgetMachine(deps, uuid, signal)
  const media = keepMachines(await listMedia(deps, signal), await listMachineIds(deps, signal))
  await refuseDependants(deps, uuid, media, signal)
  await detachForeignDisks(deps, uuid, settings, media, signal)
  await deleteMachine(deps, uuid, signal)
  await removeRemains(settings.get('CfgFile'))
}

/**
 * VirtualBox leaves the file with what its console wrote, and, of a machine that was renamed, the folder, if empty, or with the copy
 * of its settings from before.
 */
async function removeRemains(settingsFile: string | undefined): Promise<void> {
  if (settingsFile === undefined) return
  const folder = dirname(settingsFile)
  const names = await readdir(folder).catch(() => null)
  if (!names?.every((name) => name === consoleName || name.endsWith('.vbox-prev'))) return
  for (const name of names) await rm(join(folder, name), { force: true })
  await rmdir(folder).catch(() => undefined)
}

async function readSettings(
  deps: DriverDeps,
  uuid: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | null> {
  try {
    return await showMachine(deps, uuid, signal)
  } catch (error) {
    if (error instanceof EngineError && error.code === 'engine_failed') return null
    throw error
  }
}

async function refuseDependants(
  deps: DriverDeps,
  uuid: string,
  media: readonly Medium[],
  signal: AbortSignal,
): Promise<void> {
  const dependants = findDependants(media, uuid)
  if (dependants.length === 0) return
  const names = await Promise.all(
    dependants.map(async (id) => (await readSettings(deps, id, signal))?.get('name') ?? id),
  )
  throw new EngineError(
    'in_use',
    'virtualbox',
    `It cannot be removed: ${names.join(', ')} ${names.length === 1 ? 'stands' : 'stand'} on its disk.`,
    {
      remedy: { text: `Remove ${names.length === 1 ? 'the linked clone' : 'the linked clones'} first` },
    },
  )
}

async function detachForeignDisks(
  deps: DriverDeps,
  uuid: string,
  settings: ReadonlyMap<string, string>,
  media: readonly Medium[],
  signal: AbortSignal,
): Promise<void> {
  const { attached, hasOthers } = findForeignDisks(uuid, settings, media)
  // With snapshots the disk is that of each of them, and cannot be taken out of those.
  if (hasOthers) {
    throw new EngineError(
      'in_use',
      'virtualbox',
      'A disk of this machine lies outside of its folder, and its snapshots stand on it.',
      { remedy: { text: 'Remove the snapshots first; the disk itself will stay' } },
    )
  }
  for (const { controller, port, device } of attached) {
    await attachStorage(deps, uuid, { controller, port, device, type: 'hdd', medium: 'none' }, signal)
  }
}

/**
 * Pure. The disks outside of its folder that this machine alone uses: a disk that others use too VirtualBox leaves by itself, also the
 * one that a linked clone stands on. `attached` are those it has now; where it `hasOthers`, they are those of its snapshots.
 */
export function findForeignDisks(
  uuid: string,
  settings: ReadonlyMap<string, string>,
  media: readonly Medium[],
): { readonly attached: readonly AttachedMedium[]; readonly hasOthers: boolean } {
  const folder = `${dirname(settings.get('CfgFile') ?? '')}${sep}`
  const foreign = media.filter(
    ({ parent, machines, path }) =>
      parent === null && machines.length === 1 && machines[0] === uuid && !path.startsWith(folder),
  )
  const slots = parseAttachedMedia(settings)
  return {
    attached: slots.filter((slot) => foreign.some((medium) => medium.uuid === slot.uuid)),
    hasOthers: foreign.some((medium) => !slots.some((slot) => slot.uuid === medium.uuid)),
  }
}
