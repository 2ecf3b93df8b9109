import type { LaunchedProgram, LaunchOptions } from '../../os/launcher.ts'
import type { LaunchedInstance } from '../contender.ts'
import { listPhases, parseGuestTimes } from '../guest/bootPhases.ts'
import { launchNativeInstance, type NativeInstanceOptions } from '../nativeInstance.ts'
import { connectQmp } from './qmp.ts'

/** A guest that has not said READY by then never will; TCG on a busy machine takes up to 20 s. */
const bootDeadlineMs = 120_000

interface GuestOptions
  extends Pick<NativeInstanceOptions, 'onRemove' | 'readPhases' | 'orderedAt' | 'orderStart' | 'graceMs'> {
  readonly qmpSocket: string
  readonly deadlineMs?: number
}

/** The minimal guest's, from the times in its READY. */
const readBootPhases: NonNullable<NativeInstanceOptions['readPhases']> = async (program, marks, signal) => {
  const { ready } = await program.waitForReady(signal)
  return listPhases({ ...marks, guest: parseGuestTimes(ready) })
}

/** Starts a machine through the launcher and waits for its READY. When it rejects, nothing is left of it. */
export function launchGuest(
  launch: LaunchOptions,
  { qmpSocket, ...options }: GuestOptions,
  signal: AbortSignal,
): Promise<LaunchedInstance> {
  return launchNativeInstance(launch, signal, {
    deadlineMs: bootDeadlineMs,
    readPhases: readBootPhases,
    ...options,
    orderStop: (program, bounded) => pressPowerButton(program, qmpSocket, bounded),
  })
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
