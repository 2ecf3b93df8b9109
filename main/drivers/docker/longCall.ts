import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { callToEnd, type DockerClient, postArchive, readBody } from './client.ts'
import { findStreamError } from './image.ts'

interface LongCall {
  readonly path: string
  readonly query: Readonly<Record<string, unknown>>
  readonly archive: Buffer | Readable
  /** What it is said to have failed at: `Docker could not build the image.` */
  readonly failure: string
  /** Milliseconds until the first line of the answer; two minutes when not given. */
  readonly answerDeadline?: number
}

const answerDeadlineMs = 120_000
/** A daemon that has been told to end it ends it with the step it is at. */
const endDeadlineMs = 20_000

/**
 * A request that makes several things one after the other and answers with lines meanwhile. On an abort only our half of
 * the connection is closed: the daemon notices it, makes no further step, and closes the other half when it has ended.
 * So nothing is being made any more when this rejects with `cancelled`; with the connection cut, images appeared a
 * second and more after that (Docker 20.10 on a busy machine). Resolves with the lines.
 */
export async function postUntilEnd(client: DockerClient, call: LongCall, signal: AbortSignal): Promise<string> {
  const response = await callToEnd(
    client,
    (docker, abortSignal) => postArchive(docker, call, abortSignal),
    signal,
    call.answerDeadline ?? answerDeadlineMs,
  )
  let timer: NodeJS.Timeout | undefined
  const onAbort = () => {
    ;(response as IncomingMessage).socket?.end()
    timer = setTimeout(() => response.destroy(), endDeadlineMs)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  let answer: string
  try {
    answer = await readBody(response)
  } catch (error) {
    throwIfAborted(signal, 'docker')
    throw new EngineError('not_running', 'docker', 'The Docker daemon broke off the connection.', {
      remedy: client.start,
      cause: error,
    })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
  throwIfAborted(signal, 'docker')
  const failure = findStreamError(answer)
  if (failure !== null) throw new EngineError('engine_failed', 'docker', call.failure, { detail: failure })
  return answer
}
