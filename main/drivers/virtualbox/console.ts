import { basename, dirname, join } from 'node:path'
import type { DriverDeps } from '../driver.ts'
import { setConsole } from './commands/setConsole.ts'
import { isOurs } from './labels.ts'

/** In the machine's folder: what the guest has written to its serial console. */
export const consoleName = 'console.log'

type Settings = ReadonlyMap<string, string>

/** The file that the first serial port is written to; null where it goes elsewhere, or nowhere. */
export function findConsole(settings: Settings): string | null {
  return /^file,(.+)$/s.exec(settings.get('uartmode1') ?? '')?.[1] ?? null
}

/**
 * Gives a machine of ours a serial console of its own: a clone has that of the first, and an import has none. Where the machine's
 * folder is not known, nothing is changed.
 */
export async function giveConsole(
  deps: DriverDeps,
  uuid: string,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> {
  const file = settings.get('CfgFile')
  if (file) await setConsole(deps, uuid, join(dirname(file), consoleName), signal)
}

/** After the folder of a machine of ours has moved, where the console is still to go to the old one: it could not start. */
export async function moveConsole(
  deps: DriverDeps,
  uuid: string,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> {
  const path = findConsole(settings)
  const file = settings.get('CfgFile')
  if (path === null || !file || !isOurs(settings) || basename(path) !== consoleName) return
  if (dirname(path) !== dirname(file)) await giveConsole(deps, uuid, settings, signal)
}
