import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogLine } from '../../contract/live.ts'
import { throwIfAborted } from '../../model/engineError.ts'
import { isAlive } from '../../os/processIdentity.ts'
import type { LogOptions } from '../driver.ts'
import { readFileEnd, readLogFile } from '../logFile.ts'
import { findRunning, listRuntimeFiles, readRunning } from './runningMachine.ts'

/** What is kept of the last run's. */
const keptLimit = 256 * 1024

/** Where a stopped machine has what its last run wrote. */
export function keptConsole(machineFolder: string): string {
  return join(machineFolder, 'console.log')
}

/** Takes the end of the console out of the folder of a run that is over, before that folder goes. */
export async function keepConsole(machineFolder: string): Promise<void> {
  const recorded = await readRunning(machineFolder)
  if (!recorded) return
  const end = await readFileEnd(listRuntimeFiles(recorded.folder).serialLog, keptLimit)
  if (end) await writeFile(keptConsole(machineFolder), end.bytes, { mode: 0o600 })
}

/**
 * A machine's serial console: of the run that goes on, else of the last one. Control sequences, which the firmware writes,
 * are taken out, and when a line was written is not known. Following ends when the machine does.
 */
export async function* readConsole(
  machineFolder: string,
  options: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<LogLine, void> {
  throwIfAborted(signal, 'qemu')
  const running = await findRunning(machineFolder)
  const recorded = running ?? (await readRunning(machineFolder))
  const path = recorded ? listRuntimeFiles(recorded.folder).serialLog : keptConsole(machineFolder)
  const isWritten = () => running !== null && isAlive(running)
  for await (const text of readLogFile(path, options, isWritten, signal)) yield { stream: 'console', at: null, text }
}
