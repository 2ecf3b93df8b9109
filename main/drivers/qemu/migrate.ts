import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { cancelled, EngineError } from '../../model/engineError.ts'
import { connectQmp, type QmpClient } from './qmp.ts'

/**
 * stop | migrate-set-parameters | migrate {"uri":"unix:PATH"} | query-migrate
 * https://www.qemu.org/docs/master/interop/qemu-qmp-ref.html#migration
 *
 * Over a socket of ours into the file, because `file:` came with QEMU 8.2 and `exec:` is a shell. A file is read again by
 * `-incoming fd:N`, as a descriptor that QEMU inherits.
 */

/** Bytes per second; QEMU spares a network it does not have here (128 MiB/s). */
const bandwidth = 2 ** 40
const pollMs = 20

interface MemoryPlace {
  /** Where it goes through. */
  readonly socket: string
  readonly file: string
  /** Whether it has to be there after a power cut. */
  readonly isDurable: boolean
}

/**
 * Stops a machine's processors and writes all it has in memory to the file, which must not exist. It stays stopped; who restores it says
 * `cont`. Rejects as writeMemory does; no half of a file is left then.
 */
export async function saveState(
  { qmpSocket, file }: { readonly qmpSocket: string; readonly file: string },
  signal: AbortSignal,
): Promise<void> {
  const qmp = await connectQmp(qmpSocket, signal)
  try {
    await qmp.execute('stop', {}, signal)
    await writeMemory(qmp, { socket: `${file}.sock`, file, isDurable: false }, signal)
  } finally {
    qmp.close()
  }
}

/**
 * All that a halted machine has in memory. Rejects with `unsupported` where such a machine cannot be saved, `no_space`,
 * `engine_failed`, `cancelled`; no half of a file is left then, and it is for the caller to let the machine go on.
 */
export async function writeMemory(
  qmp: QmpClient,
  { socket: socketPath, file, isDurable }: MemoryPlace,
  signal: AbortSignal,
): Promise<void> {
  const server = createServer({ pauseOnConnect: true })
  await rm(socketPath, { force: true })
  const ending = new AbortController()
  const bounded = AbortSignal.any([signal, ending.signal])
  let writing: Promise<void> | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(socketPath, resolve)
    })
    const written = new Promise<void>((resolve, reject) => {
      server.once('connection', (socket) => {
        writing = pipeline(socket, createWriteStream(file, { mode: 0o600, flush: isDurable }), { signal: bounded })
        writing.then(resolve, reject)
      })
    })
    written.catch(() => undefined) // Told below, once QEMU has been asked.
    await qmp.execute('migrate-set-parameters', { 'max-bandwidth': bandwidth }, signal)
    await qmp.execute('migrate', { uri: `unix:${socketPath}` }, signal).catch(explainRefusal)
    // Where the disk is full, that is why QEMU fails.
    await Promise.all([written, waitForCompletion(qmp, signal)])
  } catch (error) {
    ending.abort()
    await writing?.catch(() => undefined)
    await rm(file, { force: true })
    throw signal.aborted ? cancelled('qemu') : explainWrite(error)
  } finally {
    server.close()
    await rm(socketPath, { force: true })
  }
}

/** Until all has been sent. Rejects with `engine_failed` and QEMU's words. */
async function waitForCompletion(qmp: QmpClient, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { status, 'error-desc': why } = (await qmp.execute('query-migrate', {}, signal)) as MigrationInfo
    if (status === 'completed') return
    if (status === 'failed' || status === 'cancelled') {
      const detail = typeof why === 'string' ? { detail: why } : {}
      throw new EngineError('engine_failed', 'qemu', 'The memory of the machine could not be written.', detail)
    }
    await sleep(pollMs, undefined, { signal })
  }
}

interface MigrationInfo {
  readonly status?: unknown
  readonly 'error-desc'?: unknown
}

/** `State blocked by non-migratable device …`, `The vmdk format … does not support live migration`: not this time only. */
function explainRefusal(error: unknown): never {
  if (error instanceof EngineError && error.code === 'engine_failed') {
    throw new EngineError('unsupported', 'qemu', 'QEMU cannot save the memory of such a machine.', {
      ...(error.detail && { detail: error.detail }),
      cause: error,
      remedy: { text: 'Stop it instead; a full clone of a machine has a disk that it can be saved with' },
    })
  }
  throw error
}

function explainWrite(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') return error
  return new EngineError('no_space', 'qemu', 'There is no space left for the memory of the machine.', {
    remedy: { text: 'Make room and try again' },
  })
}
