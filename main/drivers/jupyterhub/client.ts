import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { describeAnswer, type HttpAnswer, type HttpRequest, openHttp, sendHttp } from '../http.ts'
import type { HubAddress } from './address.ts'
import { toConnectionError, toHubError } from './errors.ts'
import { createProgressReader, type SpawnProgress } from './progress.ts'

/** A hub at its address, as one token sees it. */
export interface HubClient {
  readonly address: HubAddress
  /**
   * Resolves with an answer of 200 to 299. Rejects with EngineError: the hub's refusal, `not_running`, `timeout`,
   * `cancelled`, `bad_output`. `path` is below hub/api/ and begins without a slash; its parts are encoded by the caller.
   */
  call(method: HttpRequest['method'], path: string, signal: AbortSignal, options?: CallOptions): Promise<HttpAnswer>
  /** The events of a spawn as they come, until it has ended. Rejects as `call` does. */
  watchSpawn(path: string, signal: AbortSignal): AsyncGenerator<SpawnProgress, void>
}

interface CallOptions {
  readonly body?: unknown
  /** Milliseconds; 10 s when not given. */
  readonly timeoutMs?: number
  readonly accept?: string
}

const usualTimeoutMs = 10_000
/** 200 users are 100 KB. */
const mostBytes = 8 * 1024 * 1024
/** While a server is being started the hub writes something every 8 s, whatever happens. */
const silenceMs = 60_000

/** Asks nothing yet. The token goes into one header and nowhere else: what errors quote of an answer is without it. */
export function createHubClient(address: HubAddress, token: string | null): HubClient {
  const headersFor = (options: CallOptions): Record<string, string> => ({
    accept: options.accept ?? 'application/json',
    ...(token !== null && { authorization: `token ${token}` }),
    ...(options.body !== undefined && { 'content-type': 'application/json' }),
  })
  const wait = async <T>(
    signal: AbortSignal,
    timeoutMs: number,
    work: (both: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    throwIfAborted(signal, 'jupyterhub')
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      return await work(AbortSignal.any([signal, timeout]))
    } catch (error) {
      throw withoutSecret(toConnectionError(error, { place: address, signal, timeout, timeoutMs }), token)
    }
  }
  return {
    address,
    call: async (method, path, signal, options = {}) =>
      wait(signal, options.timeoutMs ?? usualTimeoutMs, async (both) => {
        const body = options.body === undefined ? {} : { body: JSON.stringify(options.body) }
        const url = address.api + path
        const answer = await sendHttp({ method, url, headers: headersFor(options), ...body }, mostBytes, both)
        if (answer.status < 200 || answer.status >= 300) throw toHubError(answer, address)
        return { ...answer, body: takeOut(answer.body, token) }
      }),
    watchSpawn: async function* (path, signal) {
      const leaving = new AbortController()
      const both = AbortSignal.any([signal, leaving.signal])
      const patiently = <T>(work: () => Promise<T>) =>
        wait(signal, silenceMs, (bounded) => untilAborted(work(), bounded))
      try {
        const headers = headersFor({ accept: 'text/event-stream' })
        const response = await patiently(() => openHttp({ method: 'GET', url: address.api + path, headers }, both))
        const head = describeAnswer(response, '')
        if (head.status !== 200 || head.contentType !== 'text/event-stream') {
          const body = await patiently(() => readStart(response))
          throw withoutSecret(toHubError({ ...head, body }, address), token)
        }
        const reader = createProgressReader()
        const chunks = (response as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
        for (;;) {
          const { value, done } = await patiently(() => chunks.next())
          if (done) return
          yield* reader.push(value).map((event) => ({ ...event, message: takeOut(event.message, token) }))
        }
      } finally {
        leaving.abort()
      }
    },
  }
}

/** Rejects with the abort, whatever becomes of the work. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}

async function readStart(response: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const piece of response) {
    text += piece.toString('utf8')
    if (text.length > 4_096) break
  }
  return text
}

/** Shorter is no token, and would take letters out of words. */
const shortestSecret = 8

/** A hub, or what stands in its place, may send back what it was sent: in what it answers, and so in an error's detail. */
function takeOut(text: string, token: string | null): string {
  return token === null || token.length < shortestSecret ? text : text.replaceAll(token, '…')
}

function withoutSecret(error: EngineError, token: string | null): EngineError {
  const { code, engine, message, detail, remedy, cause } = error
  if (detail === undefined) return error
  const options = { detail: takeOut(detail, token), cause, ...(remedy && { remedy }) }
  return new EngineError(code, engine, message, options)
}
