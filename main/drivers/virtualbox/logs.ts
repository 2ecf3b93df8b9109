import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogLine, LogRange } from '../../contract/live.ts'
import { throwIfAborted } from '../../model/engineError.ts'
import { isAlive } from '../../os/processIdentity.ts'
import type { DriverDeps } from '../driver.ts'
import { readLogFile } from '../logFile.ts'
import { showMachine } from './commands/showMachine.ts'
import { findConsole } from './console.ts'
import { describeMachine } from './instance.ts'
import { requireUuid } from './labels.ts'
import { mapProcesses } from './mapProcesses.ts'

/**
 * What the guest has written to its serial console, if that goes to a file and anything is in it; else what VirtualBox itself
 * has written of the machine's last run (VBox.log, as `stderr`). Neither says when. Following ends when the machine does.
 */
export async function* readMachineLogs(
  deps: DriverDeps,
  id: string,
  options: LogRange,
  signal: AbortSignal,
): AsyncGenerator<LogLine, void> {
  throwIfAborted(signal, 'virtualbox')
  const uuid = requireUuid(id)
  const settings = await showMachine(deps, uuid, signal)
  const source = await chooseSource(settings)
  if (source === null) return
  const process = mapProcesses([describeMachine(uuid, settings)]).get(id)
  const isWritten = () => process !== undefined && isAlive(process)
  for await (const text of readLogFile(source.path, options, isWritten, signal)) {
    yield { stream: source.stream, at: null, text }
  }
}

interface Source {
  readonly path: string
  readonly stream: LogLine['stream']
}

async function chooseSource(settings: ReadonlyMap<string, string>): Promise<Source | null> {
  const console = findConsole(settings)
  const folder = settings.get('LogFldr')
  if (console !== null && (await readSize(console)) > 0) return { path: console, stream: 'console' }
  return folder ? { path: join(folder, 'VBox.log'), stream: 'stderr' } : null
}

async function readSize(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0
}
