import { cancelled, EngineError } from '../../model/engineError.ts'
import { type LaunchedProgram, type LaunchOptions, launchProgram } from '../../os/launcher.ts'
import { monotonicNs, nsToMs } from '../../os/monotonic.ts'
import type { LaunchedInstance, StopTime } from '../driver.ts'
import { readTreeMemory, stopGraceMs } from '../nativeInstance.ts'
import { listPhases, parseGuestTimes } from './phases.ts'
import { connectQmp } from './qmp.ts'

/** A guest that has not said READY by then never will; TCG on a busy machine takes up to 20 s. */
const bootDeadlineMs = 120_000

interface GuestOptions {
  readonly qmpSocket: string
  /** Called once, after the machine is gone. */
  readonly onRemove: () => Promise<void>
}

/** Starts a machine through the launcher and waits for its READY. When it rejects, nothing is left of it. */
export async function launchGuest(
  launch: LaunchOptions,
  options: GuestOptions,
  signal: AbortSignal,
): Promise<LaunchedInstance> {
  const deadline = AbortSignal.timeout(bootDeadlineMs)
  const bounded = AbortSignal.any([signal, deadline])
  let program: LaunchedProgram | undefined
  try {
    program = await launchProgram(launch, bounded)
    const marker = await program.waitForMarker(bounded)
    const ready = await program.waitForReady(bounded)
    const marks = { spawnedAt: program.spawnedAt, firstByteAt: marker.firstByteAt, readyAt: marker.at }
    const phases = listPhases({ ...marks, guest: parseGuestTimes(ready.ready) })
    return toInstance(program, nsToMs(marker.at - program.spawnedAt), phases, options)
  } catch (error) {
    if (program) await endMachine(program)
    await options.onRemove()
    if (signal.aborted || !deadline.aborted) throw error
    throw new EngineError('timeout', 'qemu', `The guest was not ready within ${bootDeadlineMs / 1000} s.`)
  }
}

function toInstance(
  program: LaunchedProgram,
  startup: number,
  phases: LaunchedInstance['phases'],
  options: GuestOptions,
): LaunchedInstance {
  let removed: Promise<void> | undefined
  return {
    startup,
    phases,
    waitForReports: async (mode, signal) => {
      const lines = await program.waitForLine((line) => line.isoscope === 'done' && line.mode === mode, signal)
      return lines.map(({ at, cpu, line }) => ({ at, hypervisorCpuNs: cpu, line }))
    },
    memory: async () => readTreeMemory(program.pid),
    waitForExit: async (signal) => (await program.waitForExit(signal)).code,
    stop: (signal) => stopMachine(program, options.qmpSocket, signal),
    kill: async (signal) => {
      const orderedAt = monotonicNs()
      program.sendSignal('SIGKILL')
      const exit = await program.waitForExit(signal)
      return { duration: nsToMs(exit.at - orderedAt), graceExceeded: false }
    },
    remove: () => {
      removed ??= endMachine(program).then(options.onRemove)
      return removed
    },
  }
}

async function stopMachine(program: LaunchedProgram, qmpSocket: string, signal: AbortSignal): Promise<StopTime> {
  const orderedAt = monotonicNs()
  const grace = AbortSignal.timeout(stopGraceMs)
  const bounded = AbortSignal.any([signal, grace])
  try {
    const exited = program.waitForExit(bounded)
    await Promise.race([pressPowerButton(program, qmpSocket, bounded), exited])
    const exit = await exited
    return { duration: nsToMs(exit.at - orderedAt), graceExceeded: false }
  } catch (error) {
    if (signal.aborted) throw cancelled('qemu')
    if (!grace.aborted) throw error
    await endMachine(program)
    return { duration: nsToMs(monotonicNs() - orderedAt), graceExceeded: true }
  }
}

/**
 * A press before the guest watches the button is lost: the guest says when it does, some 70 ms after READY. A guest that
 * powers off by itself meanwhile closes the socket in the middle of an answer; that is no failure.
 */
async function pressPowerButton(program: LaunchedProgram, qmpSocket: string, signal: AbortSignal): Promise<void> {
  try {
    await program.waitForLine((line) => line.isoscope === 'armed', signal)
    const qmp = await connectQmp(qmpSocket, signal)
    try {
      await qmp.execute('system_powerdown', {}, signal)
    } finally {
      qmp.close()
    }
  } catch (error) {
    const gone = await program.waitForExit(AbortSignal.timeout(1_000)).catch(() => null)
    if (!gone) throw error
  }
}

async function endMachine(program: LaunchedProgram): Promise<void> {
  program.sendSignal('SIGKILL')
  // A launcher that failed cannot report the exit; the machine went with it.
  await program.waitForExit(AbortSignal.timeout(stopGraceMs)).catch(() => undefined)
}
