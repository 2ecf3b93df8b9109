import { rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { ignoreMissing } from '../ignoreMissing.ts'
import { writeMemory } from '../migrate.ts'
import { connectQmp, type QmpClient } from '../qmp.ts'
import { listRuntimeFiles } from '../runningMachine.ts'
import type { ResumePoint } from './commandLine.ts'
import { explainFailure } from './explainFailure.ts'
import { readSnapshotFile, writeSnapshotFile } from './snapshotFile.ts'

/** FOLDER/state: the memory of a machine that was saved. It belongs to its disk as it was then. */
export function stateFile(machineFolder: string): string {
  return join(machineFolder, 'state')
}

/** What saving is written to before all of it is there. */
function draftFile(machineFolder: string): string {
  return join(machineFolder, '.state')
}

const pollMs = 20
/** Milliseconds for one answer: to halt a machine, or let it go on, is to bring its disk and what it has in memory into line. */
export const haltMs = 60_000

/** What the next start goes on from; null for a cold one. */
export async function findResumePoint(machineFolder: string): Promise<ResumePoint | null> {
  if (await stat(stateFile(machineFolder)).catch(() => null)) return { kind: 'file' }
  const tag = readSnapshotFile(machineFolder).resume
  return tag === null ? null : { kind: 'snapshot', tag }
}

/**
 * Puts away what the machine goes on from while `run` sets its processors going: from the first instruction on its disk differs from
 * what belongs to that memory. Where QEMU refuses to `run`, all is as it was. Where it is not known whether they ran, because it did not
 * answer or somebody kills us, the memory is lost, and not the disk.
 */
export async function leaveResumePoint(machineFolder: string, run: () => Promise<unknown>): Promise<void> {
  const kept = readSnapshotFile(machineFolder)
  const [state, aside] = [stateFile(machineFolder), asideFile(machineFolder)]
  await rename(state, aside).catch(ignoreMissing)
  if (kept.resume !== null) writeSnapshotFile(machineFolder, { ...kept, resume: null })
  try {
    await run()
  } catch (error) {
    if (error instanceof EngineError && error.code === 'engine_failed') {
      await rename(aside, state).catch(ignoreMissing)
      if (kept.resume !== null) writeSnapshotFile(machineFolder, kept)
    }
    throw explainFailure(error)
  } finally {
    await rm(aside, { force: true })
  }
}

/** What somebody left who was killed while it saved the machine, or let it go on. MUST NOT be called but by who has the machine. */
export async function removeHalfStates(machineFolder: string): Promise<void> {
  await rm(draftFile(machineFolder), { force: true })
  await rm(asideFile(machineFolder), { force: true })
}

function asideFile(machineFolder: string): string {
  return join(machineFolder, '.state-in-use')
}

/** MUST be done before a machine runs on: what it writes from then on does not belong to the saved memory. */
export async function forgetResumePoint(machineFolder: string): Promise<void> {
  await rm(stateFile(machineFolder), { force: true })
  await removeHalfStates(machineFolder)
  const kept = readSnapshotFile(machineFolder)
  if (kept.resume !== null) writeSnapshotFile(machineFolder, { ...kept, resume: null })
}

/** Rejects with `unsupported`. */
export async function refuseSaved(machineFolder: string): Promise<void> {
  if ((await findResumePoint(machineFolder)) !== null) throw savedError()
}

/** The same for memory that is nowhere else: what a snapshot keeps stays with the snapshot. */
export async function refuseStateFile(machineFolder: string): Promise<void> {
  if ((await findResumePoint(machineFolder))?.kind === 'file') throw savedError()
}

function savedError(): EngineError {
  return new EngineError('unsupported', 'qemu', 'The machine is saved: its memory belongs to its disk as it is.', {
    remedy: { text: 'Discard the saved state, or start the machine and stop it' },
  })
}

/**
 * Halts the machine and writes its memory to FOLDER/state: QMP's migrate, through a socket, because its sandbox lets QEMU start no
 * program. The machine is still there then, halted. When it rejects, it goes on as it did before, and there is no file.
 */
export async function writeState(machineFolder: string, runtimeFolder: string, signal: AbortSignal): Promise<void> {
  throwIfAborted(signal, 'qemu')
  const { qmpSocket, stateSocket } = listRuntimeFiles(runtimeFolder)
  const qmp = await connectQmp(qmpSocket, signal, haltMs)
  const draft = draftFile(machineFolder)
  try {
    const wasRunning = await isRunning(qmp, signal)
    try {
      await qmp.execute('stop', {}, signal)
      await writeMemory(qmp, { socket: stateSocket, file: draft, isDurable: true }, signal)
      await rename(draft, stateFile(machineFolder))
    } catch (error) {
      await rm(draft, { force: true })
      // What it has not answered yet, such as an order to halt, it does first.
      const late = AbortSignal.any([AbortSignal.timeout(haltMs), signalEnd(qmp)])
      await qmp.execute('migrate_cancel', {}, late).catch(() => undefined)
      if (wasRunning) await goOn(qmp, late)
      throw error
    }
  } finally {
    qmp.close()
  }
}

/** After a cancelled migration QEMU takes a moment before it lets its processors go on. */
async function goOn(qmp: QmpClient, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await isRunning(qmp, signal).catch(() => false))) {
    await qmp.execute('cont', {}, signal).catch(() => undefined)
    await sleep(pollMs)
  }
}

/** Aborted once the machine is gone: nothing will go on then. */
function signalEnd(qmp: QmpClient): AbortSignal {
  const end = new AbortController()
  void qmp.closed.then(() => end.abort())
  return end.signal
}

async function isRunning(qmp: QmpClient, signal: AbortSignal): Promise<boolean> {
  return ((await qmp.execute('query-status', {}, signal)) as { readonly running?: unknown }).running === true
}
