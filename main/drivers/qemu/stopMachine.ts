import { cancelled } from '../../model/engineError.ts'
import { isAlive } from '../../os/processIdentity.ts'
import type { DriverDeps } from '../driver.ts'
import { stopGraceMs } from '../nativeInstance.ts'
import { connectQmp } from './qmp.ts'
import { findRunning, forgetRunning, listRuntimeFiles, type RunningMachine } from './runningMachine.ts'
import { pause, readSerialLog } from './startMachine.ts'

const quitMs = 2_000

/**
 * Stops a kept machine: the power button, after the grace period QMP's `quit`, and at last SIGKILL. Succeeds when it does
 * not run. Rejects with `cancelled`; the machine may run on then.
 */
export async function stopMachine(deps: DriverDeps, machineFolder: string, signal: AbortSignal): Promise<void> {
  const running = await findRunning(machineFolder)
  if (running && !(await stopBy(running, pressPowerButton, stopGraceMs, signal))) {
    if (!(await stopBy(running, quit, quitMs, signal))) {
      await stopBy(running, async () => process.kill(running.pid, 'SIGKILL'), quitMs, signal)
    }
  }
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

async function pressPowerButton({ folder }: RunningMachine, signal: AbortSignal): Promise<void> {
  while (!(await readSerialLog(folder)).includes('{"isoscope":"armed"}')) await pause(signal)
  await tell(folder, 'system_powerdown', signal)
}

async function quit({ folder }: RunningMachine, signal: AbortSignal): Promise<void> {
  await tell(folder, 'quit', signal)
}

async function tell(folder: string, command: string, signal: AbortSignal): Promise<void> {
  const qmp = await connectQmp(listRuntimeFiles(folder).qmpSocket, signal)
  try {
    await qmp.execute(command, {}, signal)
  } finally {
    qmp.close()
  }
}
