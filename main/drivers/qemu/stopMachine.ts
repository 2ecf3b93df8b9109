import { cancelled, EngineError } from '../../model/engineError.ts'
import { isAlive } from '../../os/processIdentity.ts'
import type { DriverDeps } from '../driver.ts'
import { stopGraceMs } from '../nativeInstance.ts'
import { keepConsole } from './console.ts'
import type { KeptMachine } from './machines.ts'
import { requireRunning } from './pauseMachine.ts'
import { findRunning, forgetRunning, type RunningMachine } from './runningMachine.ts'
import { pause, readSerialLog } from './startMachine.ts'
import { forgetResumePoint, writeState } from './system/savedState.ts'
import type { SystemMachine } from './system/snapshots.ts'
import { tellMachine } from './tellMachine.ts'

const quitMs = 2_000

/** Milliseconds: a whole system has more to end than the guest of a comparison. */
const systemGraceMs = 30_000

/** How long a machine may take from its power button to its end. */
export function chooseGrace({ definition }: KeptMachine): number {
  return definition?.kind === 'system' ? systemGraceMs : stopGraceMs
}

/**
 * Stops a kept machine: the power button, after the grace period QMP's `quit`, and at last SIGKILL. Succeeds when it does
 * not run. Rejects with `cancelled`; the machine may run on then.
 */
export async function stopMachine(
  deps: DriverDeps,
  { folder, definition }: KeptMachine,
  graceMs: number,
  signal: AbortSignal,
): Promise<void> {
  const running = await findRunning(folder)
  if (running) {
    await forgetResumePoint(folder)
    const press = definition?.kind === 'system' ? pressPowerButton : pressArmedButton(folder)
    if (!(await stopBy(running, press, graceMs, signal))) await endMachine(running, signal)
  }
  await keepConsole(folder, running)
  await forgetRunning(deps, folder, running)
}

/**
 * Writes the memory of a running machine to the disk and ends its process. Rejects with `unsupported` when it does not run. When it
 * rejects before the memory is written, the machine goes on.
 */
export async function saveMachine(deps: DriverDeps, { folder }: SystemMachine, signal: AbortSignal): Promise<void> {
  const running = await requireRunning(folder)
  await writeState(folder, running.folder, signal)
  // From here on it is saved: its process has nothing left to do, and an abort would not bring anything back.
  await endMachine(running, new AbortController().signal)
  await keepConsole(folder, running)
  await forgetRunning(deps, folder, running)
}

async function endMachine(running: RunningMachine, signal: AbortSignal): Promise<void> {
  if (!(await stopBy(running, quit, quitMs, signal))) await stopBy(running, endProcess, quitMs, signal)
}

/** At once, by SIGKILL. Rejects with `unsupported` when it does not run, and `cancelled`. */
export async function killMachine(deps: DriverDeps, machineFolder: string, signal: AbortSignal): Promise<void> {
  const running = await requireRunning(machineFolder)
  await forgetResumePoint(machineFolder)
  if (!(await stopBy(running, endProcess, quitMs, signal))) {
    throw new EngineError('timeout', 'qemu', `The machine's process ${running.pid} does not end.`)
  }
  await keepConsole(machineFolder, running)
  await forgetRunning(deps, machineFolder, running)
}

/**
 * Whether the machine was gone within the time. An order that QEMU does not take is given again: what a busy machine or one that is
 * being talked to does not take now is no reason to use force before the time is over, unless it says that it never will.
 */
async function stopBy(
  running: RunningMachine,
  order: (running: RunningMachine, signal: AbortSignal) => Promise<unknown>,
  timeMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeMs)])
  try {
    for (let isTaken = false; isAlive(running); await pause(bounded)) {
      if (isTaken) continue
      const refusal = await order(running, bounded).then(
        () => null,
        (error: unknown) => error,
      )
      if (isForGood(refusal)) return false
      isTaken = refusal === null
    }
    return true
  } catch (error) {
    if (signal.aborted) throw cancelled('qemu')
    if (bounded.aborted) return false
    throw error
  }
}

/** After an error of its processor a machine does not go on: QEMU asks for a reset instead. */
function isForGood(refusal: unknown): boolean {
  return refusal instanceof EngineError && /Resetting the Virtual Machine/.test(refusal.detail ?? '')
}

/** A paused machine does not hear the button: it goes on first, which means nothing to one that runs. */
async function pressPowerButton({ folder }: RunningMachine, signal: AbortSignal): Promise<void> {
  await tellMachine(folder, 'cont', signal)
  await tellMachine(folder, 'system_powerdown', signal)
}

/** The guest of a comparison says when it begins to listen. */
function pressArmedButton(machineFolder: string) {
  return async (running: RunningMachine, signal: AbortSignal): Promise<void> => {
    await tellMachine(running.folder, 'cont', signal)
    while (!(await readSerialLog(machineFolder, running.folder)).includes('{"isoscope":"armed"}')) await pause(signal)
    await pressPowerButton(running, signal)
  }
}

async function quit({ folder }: RunningMachine, signal: AbortSignal): Promise<void> {
  await tellMachine(folder, 'quit', signal)
}

async function endProcess({ pid }: RunningMachine): Promise<void> {
  process.kill(pid, 'SIGKILL')
}
