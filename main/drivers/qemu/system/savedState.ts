import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { cancelled, EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { ignoreMissing } from '../ignoreMissing.ts'
import { connectQmp, type QmpClient } from '../qmp.ts'
import { listRuntimeFiles } from '../runningMachine.ts'
import type { ResumePoint } from './commandLine.ts'
import { explainFailure } from './explainFailure.ts'
import { readSnapshotFile, writeSnapshotFile } from './snapshotFile.ts'

/** FOLDER/state: the memory of a machine that was saved. It belongs to its disk as it was then. */
export function stateFile(machineFolder: string): string {
  return join(machineFolder, 'state')
}

const pollMs = 20
/** Milliseconds for one answer: to halt a machine is to write out what its disk still has in memory. */
const answerMs = 60_000

/** What the next start goes on from; null for a cold one. */
export async function findResumePoint(machineFolder: string): Promise<ResumePoint | null> {
  if (await stat(stateFile(machineFolder)).catch(() => null)) return { kind: 'file' }
  const tag = readSnapshotFile(machineFolder).resume
  return tag === null ? null : { kind: 'snapshot', tag }
}

/**
 * Puts away what the machine goes on from while `run` sets its processors going: from the first instruction on its disk differs from
 * what belongs to that memory. Where `run` fails all is as it was, unless somebody kills us: then the memory is lost, and not the disk.
 */
export async function leaveResumePoint(machineFolder: string, run: () => Promise<unknown>): Promise<void> {
  const kept = readSnapshotFile(machineFolder)
  const [state, aside] = [stateFile(machineFolder), asideFile(machineFolder)]
  await rename(state, aside).catch(ignoreMissing)
  if (kept.resume !== null) writeSnapshotFile(machineFolder, { ...kept, resume: null })
  try {
    await run()
  } catch (error) {
    await rename(aside, state).catch(ignoreMissing)
    if (kept.resume !== null) writeSnapshotFile(machineFolder, kept)
    throw explainFailure(error)
  }
  await rm(aside, { force: true })
}

function asideFile(machineFolder: string): string {
  return join(machineFolder, '.state-in-use')
}

/** MUST be done before a machine runs on: what it writes from then on does not belong to the saved memory. */
export async function forgetResumePoint(machineFolder: string): Promise<void> {
  await rm(stateFile(machineFolder), { force: true })
  await rm(asideFile(machineFolder), { force: true })
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
  const qmp = await connectQmp(listRuntimeFiles(runtimeFolder).qmpSocket, signal, answerMs)
  const draft = join(machineFolder, '.state')
  try {
    const wasRunning = await isRunning(qmp, signal)
    await qmp.execute('stop', {}, signal)
    try {
      await receiveMemory(qmp, listRuntimeFiles(runtimeFolder).stateSocket, draft, signal)
      await rename(draft, stateFile(machineFolder))
    } catch (error) {
      await rm(draft, { force: true })
      const late = AbortSignal.timeout(10_000)
      await qmp.execute('migrate_cancel', {}, late).catch(() => undefined)
      if (wasRunning) await goOn(qmp, late)
      throw error
    }
  } finally {
    qmp.close()
  }
}

async function receiveMemory(qmp: QmpClient, socketPath: string, path: string, signal: AbortSignal): Promise<void> {
  const server = createServer({ pauseOnConnect: true })
  await rm(socketPath, { force: true })
  const given = new AbortController()
  const bounded = AbortSignal.any([signal, given.signal])
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(socketPath, resolve)
    })
    const written = new Promise<void>((resolve, reject) => {
      server.once('connection', (socket) => {
        const file = createWriteStream(path, { mode: 0o600, flush: true })
        pipeline(socket, file, { signal: bounded }).then(resolve, reject)
      })
    })
    written.catch(() => undefined) // Told below, once QEMU has been asked.
    // Its usual limit is 128 MiB/s, out of regard for a network.
    await qmp.execute('migrate-set-parameters', { 'max-bandwidth': 2 ** 40 }, signal)
    await qmp.execute('migrate', { uri: `unix:${socketPath}` }, signal)
    // Where the disk is full, that is why QEMU fails.
    await Promise.all([written, waitForMigration(qmp, signal)])
  } catch (error) {
    given.abort()
    throw explainWrite(error)
  } finally {
    server.close()
    await rm(socketPath, { force: true })
  }
}

/** Until all has been sent. Rejects with `engine_failed` and QEMU's words. */
async function waitForMigration(qmp: QmpClient, signal: AbortSignal): Promise<void> {
  for (;;) {
    const answer = (await qmp.execute('query-migrate', {}, signal)) as Readonly<Record<string, unknown>>
    if (answer.status === 'completed') return
    if (answer.status === 'failed' || answer.status === 'cancelled') {
      const detail = answer['error-desc']
      throw new EngineError('engine_failed', 'qemu', 'The memory of the machine could not be written.', {
        ...(typeof detail === 'string' && { detail }),
      })
    }
    await sleep(pollMs, undefined, { signal }).catch(() => {
      throw cancelled('qemu')
    })
  }
}

/** After a cancelled migration QEMU takes a moment before it lets its processors go on. */
async function goOn(qmp: QmpClient, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await isRunning(qmp, signal).catch(() => false))) {
    await qmp.execute('cont', {}, signal).catch(() => undefined)
    await sleep(pollMs)
  }
}

async function isRunning(qmp: QmpClient, signal: AbortSignal): Promise<boolean> {
  return ((await qmp.execute('query-status', {}, signal)) as { readonly running?: unknown }).running === true
}

function explainWrite(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') return error
  return new EngineError('no_space', 'qemu', 'There is no space left for the memory of the machine.', {
    remedy: { text: 'Make room and try again' },
  })
}
