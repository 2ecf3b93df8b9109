import { setTimeout as sleep } from 'node:timers/promises'
import { cancelled, EngineError } from '../../../model/engineError.ts'
import { monotonicNs, nsToMs } from '../../../os/monotonic.ts'
import { isAlive, type ProcessIdentity } from '../../../os/processIdentity.ts'
import type { LaunchedInstance, Milliseconds, Phase, StopTime } from '../../contender.ts'
import type { DriverDeps } from '../../driver.ts'
import { readTreeMemory } from '../../nativeInstance.ts'
import type { ProbeOutput } from '../../probeOutput.ts'
import { type Control, controlMachine } from '../commands/controlMachine.ts'
import { atRest, machineGraceMs, readState, waitForRest } from '../power.ts'

/** From the end of its process until VirtualBox says so. */
const restMs = 30_000
const pollMs = 5

interface RunningGuest {
  readonly deps: DriverDeps
  readonly uuid: string
  readonly output: ProbeOutput
  /** Null where it cannot be seen: another system, or it has ended. */
  readonly process: () => ProcessIdentity | null
  readonly remove: () => Promise<void>
  readonly startup: Milliseconds
  readonly phases: readonly Phase[]
}

const unseen = { absent: 'the process of the machine cannot be seen here' } as const

export function createMachineInstance(guest: RunningGuest): LaunchedInstance {
  const { output, process, remove, startup, phases } = guest
  const orderAndWait = async (control: Control, signal: AbortSignal): Promise<StopTime> => {
    const orderedAt = monotonicNs()
    const graceExceeded = await endMachine(guest, control, signal)
    return { duration: nsToMs(monotonicNs() - orderedAt), graceExceeded }
  }
  return {
    startup,
    phases,
    waitForReports: (mode, signal) =>
      output.waitForLine((line) => line.isoscope === 'done' && line.mode === mode, signal),
    memory: async () => {
      const pid = process()?.pid
      return pid === undefined ? unseen : readTreeMemory(pid)
    },
    hostProcess: async () => process()?.pid ?? unseen,
    // What a guest's program ended with, its machine does not tell.
    waitForExit: async (signal) => {
      await waitForEnd(guest, signal)
      return null
    },
    stop: (signal) => orderAndWait('acpipowerbutton', signal),
    kill: (signal) => orderAndWait('poweroff', signal),
    remove,
  }
}

/** Until VirtualBox says that it is off. Whether the button had to be followed by the plug. */
async function endMachine(guest: RunningGuest, control: Control, signal: AbortSignal): Promise<boolean> {
  if (control === 'poweroff') {
    await switchOff(guest, signal)
    return false
  }
  const grace = AbortSignal.timeout(machineGraceMs)
  const bounded = AbortSignal.any([signal, grace])
  try {
    await pressButton(guest, bounded)
    await waitForEnd(guest, bounded)
    return false
  } catch (error) {
    if (signal.aborted) throw cancelled('virtualbox')
    if (!grace.aborted) throw error
    await switchOff(guest, signal)
    return true
  }
}

/** A press before the guest watches the button is lost: the guest says when it does. One that is gone is stopped. */
async function pressButton({ deps, uuid, output }: RunningGuest, signal: AbortSignal): Promise<void> {
  try {
    await output.waitForLine((line) => line.isoscope === 'armed', signal)
    await controlMachine(deps, uuid, 'acpipowerbutton', signal)
  } catch (error) {
    if (signal.aborted || !(await isAtRest(deps, uuid, signal))) throw error
  }
}

async function switchOff(guest: RunningGuest, signal: AbortSignal): Promise<void> {
  await controlMachine(guest.deps, guest.uuid, 'poweroff', signal).catch(async (error: unknown) => {
    if (!(await isAtRest(guest.deps, guest.uuid, signal))) throw error
  })
  await waitForEnd(guest, signal)
}

async function isAtRest(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<boolean> {
  return atRest.includes(await readState(deps, uuid, signal))
}

/** Its process is looked at often, which costs nothing, and VirtualBox is asked when that has gone. */
async function waitForEnd({ deps, uuid, process }: RunningGuest, signal: AbortSignal): Promise<void> {
  const identity = process()
  while (identity && isAlive(identity)) {
    await sleep(pollMs, undefined, { signal }).catch(() => {
      throw cancelled('virtualbox')
    })
  }
  if (await waitForRest(deps, uuid, restMs, signal)) return
  throw new EngineError('timeout', 'virtualbox', 'The machine does not end.')
}
