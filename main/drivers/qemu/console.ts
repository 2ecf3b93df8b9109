import { stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogLine, LogRange } from '../../contract/live.ts'
import { throwIfAborted } from '../../model/engineError.ts'
import { isAlive } from '../../os/processIdentity.ts'
import { readFileEnd, readLogFile } from '../logFile.ts'
import { ignoreMissing } from './ignoreMissing.ts'
import { findRunning, findSerialLog, type RunningMachine, readRunning } from './runningMachine.ts'

/** What is kept of the last run's. */
const keptLimit = 256 * 1024

/** What there may be of a run that goes on: a guest can write without end. */
const runningLimit = 64 * 1024 ** 2

/** Cuts off what a running machine has written, once that is too much; it goes on at the beginning of the file. */
export async function boundConsole(machineFolder: string, runtimeFolder: string): Promise<void> {
  const serialLog = findSerialLog(machineFolder, runtimeFolder)
  const size = (await stat(serialLog).catch(ignoreMissing))?.size ?? 0
  if (size > runningLimit) await truncate(serialLog).catch(ignoreMissing)
}

/** Where a stopped machine has what its last run wrote. */
export function keptConsole(machineFolder: string): string {
  return join(machineFolder, 'console.log')
}

/** Takes the end of what a run that is over has written, before that goes. */
export async function keepConsole(machineFolder: string, last: RunningMachine | null = null): Promise<void> {
  const recorded = (await readRunning(machineFolder)) ?? last
  if (!recorded) return
  const end = await readFileEnd(findSerialLog(machineFolder, recorded.folder), keptLimit)
  if (end) await writeFile(keptConsole(machineFolder), end.bytes, { mode: 0o600 })
}

/**
 * A machine's serial console: of the run that goes on, else of the last one. Control sequences, which the firmware writes,
 * are taken out, and when a line was written is not known. Following ends when the machine does.
 */
export async function* readConsole(
  machineFolder: string,
  options: LogRange,
  signal: AbortSignal,
): AsyncGenerator<LogLine, void> {
  throwIfAborted(signal, 'qemu')
  const running = await findRunning(machineFolder)
  const recorded = running ?? (await readRunning(machineFolder))
  const path = recorded ? findSerialLog(machineFolder, recorded.folder) : keptConsole(machineFolder)
  const isWritten = () => running !== null && isAlive(running)
  for await (const text of readLogFile(path, options, isWritten, signal)) yield { stream: 'console', at: null, text }
}
