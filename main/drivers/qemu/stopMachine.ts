import { cancelled, EngineError } from '../../model/engineError.ts'
import { isAlive } from '../../os/processIdentity.ts'
import type { DriverDeps } from '../driver.ts'
import { stopGraceMs } from '../nativeInstance.ts'
import { keepConsole } from './console.ts'
import { requireRunning } from './pauseMachine.ts'
import { findRunning, forgetRunning, type RunningMachine } from './runningMachine.ts'
import { pause, readSerialLog } from './startMachine.ts'
import { tellMachine } from './tellMachine.ts'

const quitMs = 2_000

/**
 * Stops a kept machine: the power button, after the grace period QMP's `quit`, and at last SIGKILL. Succeeds when it does
 * not run. Rejects with `cancelled`; the machine may run on then.
 */
export async function stopMachine(deps: DriverDeps, machineFolder: string, signal: AbortSignal): Promise<void> {
  const running = await findRunning(machineFolder)
  if (running && !(await stopBy(running, pressPowerButton, stopGraceMs, signal))) {
    if (!(await stopBy(running, quit, quitMs, signal))) {
      await stopBy(running, endProcess, quitMs, signal)
    }
  }
  await keepConsole(machineFolder)
  await forgetRunning(deps, machineFolder)
}

/** At once, by SIGKILL. Rejects with `unsupported` when it does not run, and `cancelled`. */
export async function killMachine(deps: DriverDeps, machineFolder: string, signal: AbortSignal): Promise<void> {
  const running = await requireRunning(machineFolder)
  if (!(await stopBy(running, endProcess, quitMs, signal))) {
    throw new EngineError('timeout', 'qemu', `The machine's process ${running.pid} does not end.`)
  }
  await keepConsole(machineFolder)
  await forgetRunning(deps, machineFolder)
}

/** Whether the machine was gone within the time. An order that QEMU does not take is followed by the next one. */
async function stopBy(
  running: RunningMachine,
  order: (running: RunningMachine, signal: AbortSignal) => Promise<unknown>,
  timeMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeMs)])
  try {
    const refused = await order(running, bounded).then(
      () => false,
      () => true,
    )
    while (isAlive(running)) {
      if (refused) return false
      await pause(bounded)
    }
    return true
  } catch (error) {
    if (signal.aborted) throw cancelled('qemu')
    if (bounded.aborted) return false
    throw error
  }
}

/** A paused machine does not hear the button: it goes on first, which means nothing to one that runs. */
async function pressPowerButton({ folder }: RunningMachine, signal: AbortSignal): Promise<void> {
  await tellMachine(folder, 'cont', signal)
  while (!(await readSerialLog(folder)).includes('{"isoscope":"armed"}')) await pause(signal)
  await tellMachine(folder, 'system_powerdown', signal)
}

async function quit({ folder }: RunningMachine, signal: AbortSignal): Promise<void> {
  await tellMachine(folder, 'quit', signal)
}

async function endProcess({ pid }: RunningMachine): Promise<void> {
  process.kill(pid, 'SIGKILL')
}
