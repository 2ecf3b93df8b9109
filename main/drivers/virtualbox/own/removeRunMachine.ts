import { basename, sep } from 'node:path'
import { EngineError } from '../../../model/engineError.ts'
import type { DriverDeps } from '../../driver.ts'
import { closeMedium } from '../commands/closeMedium.ts'
import { controlMachine } from '../commands/controlMachine.ts'
import { listMachineIds } from '../commands/listMachines.ts'
import { showMachine } from '../commands/showMachine.ts'
import { removeUnfinished } from '../newMachine.ts'
import { parseAttachedMedia } from '../parse.ts'
import { atRest, waitForRest } from '../power.ts'
import { imageName } from './bootImage.ts'

const limitMs = 60_000

/** Switches it off where it runs, and removes it with its files. Succeeds when it is gone. */
export async function removeRunMachine(
  deps: DriverDeps,
  uuid: string,
  signal: AbortSignal = AbortSignal.timeout(limitMs),
): Promise<void> {
  if (!(await listMachineIds(deps, signal)).includes(uuid)) return
  const settings = await showMachine(deps, uuid, signal).catch((error: unknown) => {
    // One whose settings cannot be read is forgotten below.
    if (error instanceof EngineError && ['not_found', 'engine_failed'].includes(error.code)) return null
    throw error
  })
  if (settings && !atRest.includes(settings.get('VMState') ?? '')) await switchOff(deps, uuid, signal)
  await removeUnfinished(deps, uuid, signal)
  if (settings) await forgetImage(deps, settings, signal)
}

/** VirtualBox keeps a list of every disc it has seen. While another machine of the run has it, that one does this. */
async function forgetImage(
  deps: DriverDeps,
  settings: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<void> {
  for (const { path } of parseAttachedMedia(settings)) {
    const isOurs = basename(path) === imageName && path.startsWith(`${deps.paths.temp}${sep}`)
    if (isOurs) await closeMedium(deps, path, signal, 'dvd').catch(() => undefined)
  }
}

async function switchOff(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<void> {
  await controlMachine(deps, uuid, 'poweroff', signal).catch(() => undefined)
  await waitForRest(deps, uuid, limitMs, signal)
}
