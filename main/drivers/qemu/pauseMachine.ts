import { EngineError } from '../../model/engineError.ts'
import { findRunning, type RunningMachine } from './runningMachine.ts'
import { forgetResumePoint } from './system/savedState.ts'
import { isPaused, tellMachine } from './tellMachine.ts'

/**
 * Halts the machine's processors. Its memory stays where it is, and its clock stands still. Rejects with `unsupported`
 * when it does not run or is paused already.
 */
export async function pauseMachine(machineFolder: string, signal: AbortSignal): Promise<void> {
  const { folder } = await requireRunning(machineFolder)
  if (await askIsPaused(folder, signal)) throw new EngineError('unsupported', 'qemu', 'The machine is paused already.')
  await tellMachine(folder, 'stop', signal)
}

/** Rejects with `unsupported` when it is not paused. */
export async function resumeMachine(machineFolder: string, signal: AbortSignal): Promise<void> {
  const { folder } = await requireRunning(machineFolder)
  if (!(await askIsPaused(folder, signal))) throw new EngineError('unsupported', 'qemu', 'The machine is not paused.')
  await forgetResumePoint(machineFolder)
  await tellMachine(folder, 'cont', signal)
}

async function askIsPaused(folder: string, signal: AbortSignal): Promise<boolean> {
  return isPaused(await tellMachine(folder, 'query-status', signal))
}

/** Rejects with `unsupported`. */
export async function requireRunning(machineFolder: string): Promise<RunningMachine> {
  const running = await findRunning(machineFolder)
  if (running) return running
  throw new EngineError('unsupported', 'qemu', 'The machine does not run.')
}
