import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
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
const bandwidth = 16 * 2 ** 30
const pollMs = 20

/** Where a machine is told what to do, and where its state goes. */
interface StatePlace {
  readonly qmpSocket: string
  /** MUST not exist. Half of one is removed when this rejects. */
  readonly file: string
}

/**
 * Stops a machine's processors and writes all it has in memory to the file. It stays stopped; who restores it says `cont`.
 * Rejects with `unsupported` where such a machine cannot be saved, `engine_failed`, `cancelled`.
 */
export async function saveState({ qmpSocket, file }: StatePlace, signal: AbortSignal): Promise<void> {
  const streamSocket = `${file}.sock`
  const ending = new AbortController()
  const bounded = AbortSignal.any([signal, ending.signal])
  const qmp = await connectQmp(qmpSocket, signal)
  let receiving: Receiving | undefined
  try {
    receiving = await receiveStream(streamSocket, file, bounded)
    await qmp.execute('stop', {}, signal)
    await qmp.execute('migrate-set-parameters', { 'max-bandwidth': bandwidth }, signal)
    await qmp.execute('migrate', { uri: `unix:${streamSocket}` }, signal).catch(explainRefusal)
    await waitForCompletion(qmp, signal)
    await receiving.written
  } catch (error) {
    ending.abort()
    await receiving?.written.catch(() => undefined)
    await rm(file, { force: true })
    if (signal.aborted) throw cancelled('qemu')
    throw error
  } finally {
    receiving?.server.close()
    qmp.close()
    await rm(streamSocket, { force: true })
  }
}

interface Receiving {
  readonly server: Server
  /** Resolves when the one connection's bytes are in the file. */
  readonly written: Promise<void>
}

async function receiveStream(path: string, file: string, signal: AbortSignal): Promise<Receiving> {
  const server = createServer()
  const written = new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(cancelled('qemu')), { once: true })
    server.once('connection', (socket) => {
      pipeline(socket, createWriteStream(file, { flags: 'wx', mode: 0o600 }), { signal }).then(resolve, reject)
    })
  })
  written.catch(() => undefined)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  return { server, written }
}

async function waitForCompletion(qmp: QmpClient, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { status, 'error-desc': why } = (await qmp.execute('query-migrate', {}, signal)) as MigrationInfo
    if (status === 'completed') return
    if (status === 'failed' || status === 'cancelled') {
      const detail = typeof why === 'string' ? { detail: why } : {}
      throw new EngineError('engine_failed', 'qemu', 'QEMU could not write the machine’s state.', detail)
    }
    await sleep(pollMs, undefined, { signal })
  }
}

interface MigrationInfo {
  readonly status?: unknown
  readonly 'error-desc'?: unknown
}

/** `State blocked by non-migratable device …`: not this time only. */
function explainRefusal(error: unknown): never {
  if (error instanceof EngineError && error.code === 'engine_failed') {
    const message = 'QEMU cannot save the state of such a machine.'
    throw new EngineError('unsupported', 'qemu', message, {
      ...(error.detail && { detail: error.detail }),
      cause: error,
    })
  }
  throw error
}
