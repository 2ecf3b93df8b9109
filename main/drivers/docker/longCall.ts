import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { createLineCutter } from '../../os/lines.ts'
import { callToEnd, type DockerClient, postArchive } from './client.ts'
import { findStreamError } from './image.ts'

interface LineCall {
  readonly path: string
  readonly query: Readonly<Record<string, unknown>>
  readonly archive: Buffer | Readable
  /** Milliseconds until its first word, sending included; two minutes where not given. */
  readonly deadline?: number
}

interface LongCall extends LineCall {
  /** What it is said to have failed at: `Docker could not build the image.` */
  readonly failure: string
}

const answerDeadlineMs = 120_000
/** Nothing is made before all has been sent, which may take long. */
const sendPatienceMs = 1_500
/** No engine writes longer ones; what is no line is not held. */
const longestLine = 4 * 2 ** 20
/** A daemon that has been told to end it ends it with the step it is at. */
const endDeadlineMs = 20_000

/** As postLines; rejects with what the engine says among its lines that it has failed at. */
export async function postUntilEnd(
  client: DockerClient,
  call: LongCall,
  signal: AbortSignal,
  onLine?: (line: string) => void,
): Promise<void> {
  let failure: string | null = null
  await postLines(client, call, signal, (line) => {
    failure ??= findStreamError(line)
    onLine?.(line)
  })
  if (failure !== null) throw new EngineError('engine_failed', 'docker', call.failure, { detail: failure })
}

/**
 * A request that makes several things one after the other and answers with lines meanwhile. On an abort only our half of
 * the connection is closed: the daemon notices it, makes no further step, and closes the other half when it has ended.
 * So nothing is being made any more when this rejects with `cancelled`; with the connection cut, images appeared a
 * second and more after that (Docker 20.10 on a busy machine).
 */
export async function postLines(
  client: DockerClient,
  call: LineCall,
  signal: AbortSignal,
  onLine: (line: string) => void,
): Promise<void> {
  const response = await callToEnd(
    client,
    (docker, abortSignal) => postArchive(docker, call, abortSignal),
    signal,
    call.deadline ?? answerDeadlineMs,
    sendPatienceMs,
  )
  let timer: NodeJS.Timeout | undefined
  const onAbort = () => {
    ;(response as IncomingMessage).socket?.end()
    timer = setTimeout(() => response.destroy(), endDeadlineMs)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  const lines = createLineCutter(longestLine)
  try {
    for await (const chunk of response) {
      for (const { bytes } of lines.push(chunk as Buffer)) onLine(bytes.toString())
    }
    onLine(lines.rest().toString())
  } catch (error) {
    throwIfAborted(signal, 'docker')
    // Of who reads the lines, not of the connection.
    if (error instanceof EngineError) throw error
    throw new EngineError('not_running', 'docker', 'The Docker daemon broke off the connection.', {
      remedy: client.start,
      cause: error,
    })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
  throwIfAborted(signal, 'docker')
}
