import { open, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { cancelled, EngineError } from '../../../model/engineError.ts'
import { inheritedFd, type LaunchedProgram } from '../../../os/launcher.ts'
import { monotonicNs } from '../../../os/monotonic.ts'
import type { LaunchedInstance, Program } from '../../contender.ts'
import { buildOrder, waitingGuestArgs } from '../../guest/kernelCommandLine.ts'
import type { BootFiles } from '../deployment.ts'
import { launchGuest } from '../instance.ts'
import { buildLaunch, type MinimalMachine, readGuestArgs } from '../minimalMachine.ts'
import { connectQmp, type QmpClient } from '../qmp.ts'
import { listRestoringPhases } from './phases.ts'

export interface StateFiles extends BootFiles {
  readonly state: string
}

const pollMs = 2
/** It hears nothing while it reads the state. */
const answerMs = 60_000

/**
 * Starts a machine that goes on from the saved state: QEMU reads it, `cont`, and the guest is told its program on its
 * console, upon which it says READY. So what is timed is what was ordered now, and nothing that was there in the file.
 */
export async function launchRestored(
  machine: MinimalMachine,
  files: StateFiles,
  program: Program,
  signal: AbortSignal,
): Promise<LaunchedInstance> {
  const order = buildOrder(readGuestArgs(program))
  const qmpSocket = `${machine.nextName()}.sock`
  const state = await open(files.state, 'r').catch((cause: unknown) => {
    throw new EngineError('not_found', 'qemu', 'The saved state of the machine is not there.', { cause })
  })
  try {
    const command = { qmpSocket, guestArgs: waitingGuestArgs, incomingFd: inheritedFd }
    const launch = { ...buildLaunch(machine, files, command), hasInput: true, inherits: state.fd }
    let loadedAt: number | undefined
    let toldAt: number | undefined
    return await launchGuest(
      launch,
      {
        qmpSocket,
        orderStart: async (started, bounded) => {
          loadedAt = await resumeMachine(qmpSocket, bounded)
          toldAt = tellGuest(started, order)
        },
        readPhases: async (_, marks) => listRestoringPhases({ ...marks, loadedAt, toldAt }),
        onRemove: () => rm(qmpSocket, { force: true }),
      },
      signal,
    )
  } finally {
    await state.close()
  }
}

function tellGuest(program: LaunchedProgram, order: string): number {
  const toldAt = monotonicNs()
  program.write(order)
  return toldAt
}

/** Resolves with when the state was seen to be loaded, once the processors run. */
async function resumeMachine(qmpSocket: string, signal: AbortSignal): Promise<number> {
  const qmp = await connectWhenThere(qmpSocket, signal)
  try {
    while (isLoading(await qmp.execute('query-status', {}, signal))) await pause(signal)
    const loadedAt = monotonicNs()
    await qmp.execute('cont', {}, signal)
    return loadedAt
  } finally {
    qmp.close()
  }
}

/** QEMU makes its socket when it has started. */
async function connectWhenThere(qmpSocket: string, signal: AbortSignal): Promise<QmpClient> {
  for (;;) {
    try {
      return await connectQmp(qmpSocket, signal, answerMs)
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'not_running') throw error
      await pause(signal)
    }
  }
}

function isLoading(answer: unknown): boolean {
  return (answer as { readonly status?: unknown } | null)?.status === 'inmigrate'
}

async function pause(signal: AbortSignal): Promise<void> {
  await sleep(pollMs, undefined, { signal }).catch(() => {
    throw cancelled('qemu')
  })
}
