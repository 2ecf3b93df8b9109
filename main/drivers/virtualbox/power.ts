import { setTimeout as sleep } from 'node:timers/promises'
import { cancelled, EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { DriverDeps, Power } from '../driver.ts'
import { type Control, controlMachine } from './commands/controlMachine.ts'
import { showMachine } from './commands/showMachine.ts'
import { startMachine } from './commands/startMachine.ts'
import { moveConsole } from './console.ts'
import { requireKernelDriver } from './kernelDriver.ts'
import { requireUuid } from './labels.ts'

/** Milliseconds a guest is given to shut down after its power button was pressed, and between two looks at it. */
export const machineGraceMs = 30_000
const lookInterval = 500

export const atRest: readonly string[] = ['poweroff', 'aborted', 'saved', 'aborted-saved']

/** `device` is what the kernel driver offers. */
export function createPower(deps: DriverDeps, device: string, graceMs = machineGraceMs): Power {
  const control = (id: string, what: Control, signal: AbortSignal) =>
    controlMachine(deps, requireUuid(id), what, signal)
  const start = async (id: string, signal: AbortSignal) => {
    throwIfAborted(signal, 'virtualbox')
    const uuid = requireUuid(id)
    const settings = await showMachine(deps, uuid, signal)
    const state = settings.get('VMState') ?? ''
    if (state === 'running') return
    if (!atRest.includes(state)) throw unsupported(`The machine is ${state} and cannot be started.`)
    requireKernelDriver(deps, device)
    await moveConsole(deps, uuid, settings, signal)
    // What its owner has chosen counts; without a word it has no window.
    const chosen = settings.get('defaultfrontend')
    await startMachine(deps, uuid, chosen === 'gui' || chosen === 'separate' ? 'gui' : 'headless', signal)
  }
  const stop = async (id: string, signal: AbortSignal) => {
    throwIfAborted(signal, 'virtualbox')
    await stopMachine(deps, requireUuid(id), graceMs, signal)
  }
  return {
    start,
    stop,
    restart: async (id, signal) => {
      if ((await readState(deps, requireUuid(id), signal)) !== 'running') throw unsupported('The machine does not run.')
      requireKernelDriver(deps, device)
      await stop(id, signal)
      await start(id, signal)
    },
    pause: (id, signal) => control(id, 'pause', signal),
    resume: (id, signal) => control(id, 'resume', signal),
    save: (id, signal) => control(id, 'savestate', signal),
    kill: (id, signal) => control(id, 'poweroff', signal),
  }
}

/** The power button, and after the grace period the plug. One that does not run is left as it is. */
export async function stopMachine(deps: DriverDeps, uuid: string, graceMs: number, signal: AbortSignal): Promise<void> {
  const state = await readState(deps, uuid, signal)
  if (atRest.includes(state)) return
  // Frozen or hung, it cannot hear the button.
  const canListen = state === 'running' && (await press(deps, uuid, signal))
  if (canListen && (await waitForRest(deps, uuid, graceMs, signal))) return
  await controlMachine(deps, uuid, 'poweroff', signal).catch(async (error: unknown) => {
    if (!atRest.includes(await readState(deps, uuid, signal))) throw error
  })
  // The process of the machine lets go of it a moment after.
  if (!(await waitForRest(deps, uuid, 10_000, signal))) {
    throw new EngineError('timeout', 'virtualbox', 'The machine was switched off and does not end.')
  }
}

/** Whether there is a button: a guest without ACPI has none. */
async function press(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<boolean> {
  try {
    await controlMachine(deps, uuid, 'acpipowerbutton', signal)
    return true
  } catch (error) {
    if (signal.aborted) throw error
    return false
  }
}

/** Whether it came to rest within so many milliseconds. */
export async function waitForRest(
  deps: DriverDeps,
  uuid: string,
  limit: number,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = performance.now() + limit
  while (!atRest.includes(await readState(deps, uuid, signal))) {
    if (performance.now() >= deadline) return false
    await sleep(Math.min(lookInterval, limit), undefined, { signal }).catch(() => {
      throw cancelled('virtualbox')
    })
  }
  return true
}

export async function readState(deps: DriverDeps, uuid: string, signal: AbortSignal): Promise<string> {
  return (await showMachine(deps, uuid, signal)).get('VMState') ?? ''
}

function unsupported(message: string): EngineError {
  return new EngineError('unsupported', 'virtualbox', message)
}
