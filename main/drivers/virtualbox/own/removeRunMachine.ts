import { basename, dirname, sep } from 'node:path'
import { EngineError } from '../../../model/engineError.ts'
import type { DriverDeps } from '../../driver.ts'
import { isRunFolderPath } from '../../runFolder.ts'
import { closeMedium } from '../commands/closeMedium.ts'
import { controlMachine } from '../commands/controlMachine.ts'
import { showMachine } from '../commands/showMachine.ts'
import { deleteMachine } from '../commands/unregisterMachine.ts'
import { removeUnfinished } from '../newMachine.ts'
import { parseAttachedMedia } from '../parse.ts'
import { atRest, waitForRest } from '../power.ts'
import { imageName } from './bootImage.ts'

const limitMs = 60_000
const retryMs = 1_000

/**
 * Switches it off where it runs, and removes it with its files. Succeeds when it is gone. VirtualBox's service may still be at
 * starting it, and refuses both until it has: so both are tried until they are taken.
 */
export async function removeRunMachine(
  deps: DriverDeps,
  uuid: string,
  signal: AbortSignal = AbortSignal.timeout(limitMs),
): Promise<void> {
  for (;;) {
    const settings = await showMachine(deps, uuid, signal).catch((error: unknown) => {
      // One whose settings cannot be read is forgotten below; one that is gone is not found there.
      if (error instanceof EngineError && ['not_found', 'engine_failed'].includes(error.code)) return null
      throw error
    })
    if (settings === null) return removeUnfinished(deps, uuid, signal)
    if (!atRest.includes(settings.get('VMState') ?? '')) {
      await controlMachine(deps, uuid, 'poweroff', signal).catch(() => undefined)
      await waitForRest(deps, uuid, retryMs, signal)
      continue
    }
    try {
      // It has no disk of anybody's, and need not be looked through for one.
      if (!isOfRun(deps.paths.temp, settings)) await removeUnfinished(deps, uuid, signal)
      else {
        await deleteMachine(deps, uuid, signal)
        await forgetImage(deps, settings, signal)
      }
      return
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'in_use' || signal.aborted) throw error
    }
  }
}

/** In the folder of a run, with nothing in its drives but the disc that is booted. */
function isOfRun(temp: string, settings: ReadonlyMap<string, string>): boolean {
  const isOurImage = ({ path }: { readonly path: string }) => basename(path) === imageName
  return isInRunFolder(settings.get('CfgFile') ?? '', temp) && parseAttachedMedia(settings).every(isOurImage)
}

function isInRunFolder(path: string, temp: string): boolean {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (isRunFolderPath(folder, temp)) return true
  }
  return false
}

/** VirtualBox keeps a list of every disc it has seen. While another machine of the run has it, that one does this. */
async function forgetImage(
  deps: DriverDeps,
  settings: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<void> {
  for (const { path } of parseAttachedMedia(settings)) {
    const isOurs = basename(path) === imageName && isIn(deps.paths.temp, path)
    if (isOurs) await closeMedium(deps, path, signal, 'dvd').catch(() => undefined)
  }
}

function isIn(folder: string, path: string): boolean {
  return path.startsWith(`${folder}${sep}`)
}
