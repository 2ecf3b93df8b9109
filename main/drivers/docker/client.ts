import type { Agent } from 'node:http'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type Docker from 'dockerode'
import type { Remedy } from '../../contract/errors.ts'
import { cancelled, EngineError } from '../../model/engineError.ts'
import { createDocker } from './dockerode.ts'
import { type Endpoint, socketPathOf } from './endpoint.ts'
import { type ErrorContext, toDockerError } from './errors.ts'

/** A daemon we talk to, and what helps when it does not answer. */
export interface DockerClient extends ErrorContext {
  readonly docker: Docker
  readonly endpoint: Endpoint
  /** What helps when it takes the connection and then says nothing. */
  readonly restart: Remedy
}

export interface CallOptions {
  readonly signal?: AbortSignal
  /** Milliseconds; 30 s when not given. */
  readonly deadline?: number
}

/** Throws EngineError `bad_input` where the address or its certificates cannot be used. */
export function createClient(
  endpoint: Endpoint,
  remedies: Readonly<Record<'start' | 'restart' | 'permission', Remedy>>,
  /** Makes the connections where the address alone does not say how. */
  agent?: Agent,
): DockerClient {
  try {
    const docker = createDocker(chooseOptions(endpoint, agent))
    noticeBrokenAnswers(docker.modem)
    return {
      docker,
      endpoint,
      url: endpoint.url,
      ...remedies,
    }
  } catch (error) {
    throw new EngineError('bad_input', 'docker', `${endpoint.url} cannot be used.`, {
      detail: String(error),
      cause: error,
    })
  }
}

/**
 * docker-modem fills every option that is not given from this process's own DOCKER_HOST, and a `host` from there makes
 * it ignore `socketPath`. So each is given, if only as undefined.
 */
const noDefaults = {
  host: undefined,
  port: undefined,
  protocol: 'http',
  ca: undefined,
  cert: undefined,
  key: undefined,
  timeout: undefined,
} as const

function chooseOptions(endpoint: Endpoint, agent: Agent | undefined): Docker.DockerOptions {
  // The types do not know it.
  const through = { ...noDefaults, host: 'docker', port: 80, agent }
  if (agent) return through
  const socketPath = socketPathOf(endpoint.url)
  return socketPath === null ? networkOptions(endpoint) : { ...noDefaults, socketPath }
}

function networkOptions({ url, tls }: Endpoint): Docker.DockerOptions {
  const { hostname, port, protocol } = new URL(url)
  const secure = tls !== undefined || protocol === 'https:' || port === '2376'
  return {
    ...noDefaults,
    host: hostname,
    port: port || (secure ? 2376 : 2375),
    protocol: secure ? 'https' : 'http',
    ca: tls?.ca,
    cert: tls?.cert,
    key: tls?.key,
  }
}

/**
 * One call of the API. Rejects with EngineError: `cancelled`, `timeout`, or what the daemon or the connection said.
 * Never waits beyond signal and deadline, whatever dockerode does with them. What it resolves with may be a stream: `signal` still
 * ends that, the deadline does not.
 */
export async function callDocker<T>(
  client: DockerClient,
  call: (docker: Docker, abortSignal: AbortSignal) => Promise<T>,
  { signal, deadline = 30_000 }: CallOptions = {},
): Promise<T> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), deadline).unref()
  const either = signal ? AbortSignal.any([signal, late.signal]) : late.signal
  if (either.aborted) throw cancelled('docker')
  try {
    return await Promise.race([call(client.docker, either), rejectOnAbort(either)])
  } catch (error) {
    if (signal?.aborted) throw cancelled('docker')
    if (late.signal.aborted) {
      throw new EngineError('timeout', 'docker', `Docker did not answer within ${deadline / 1000} s.`, {
        remedy: client.restart,
      })
    }
    throw toDockerError(error, client)
  } finally {
    clearTimeout(timer)
  }
}

/**
 * For calls that make something: given up halfway, the daemon might still make it after we have looked for it. An
 * abort is obeyed once the daemon has answered, which takes it seconds only where its disk is busy, or after `patience`
 * milliseconds. `deadline` as for callDocker.
 */
export async function callToEnd<T>(
  client: DockerClient,
  call: (docker: Docker, abortSignal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  deadline?: number,
  patience = 5_000,
): Promise<T> {
  if (signal.aborted) throw cancelled('docker')
  const late = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const onAbort = () => {
    timer = setTimeout(() => late.abort(), patience)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await callDocker(client, call, { signal: late.signal, ...(deadline !== undefined && { deadline }) })
  } finally {
    signal.removeEventListener('abort', onAbort)
    clearTimeout(timer)
  }
}

type Modem = Docker['modem']

/**
 * docker-modem waits for the end of an answer's body and for nothing else, so it waits for ever when the daemon dies
 * after the headers, which `wait` sends hours before the body. Taken as a stream, the same answer ends in an error.
 */
function noticeBrokenAnswers(modem: Modem): void {
  const dial = modem.dial.bind(modem)
  modem.dial = (options, callback) => {
    if (options.isStream || options.hijack) return dial(options, callback)
    dial({ ...options, isStream: true }, (error, stream) => {
      if (error) return callback?.(error, null)
      readBody(stream as Readable).then(
        (body) => callback?.(null, parseAnswer(body)),
        (broken: Error) => callback?.(broken, null),
      )
    })
  }
}

/** `/_ping` answers with a plain OK. */
function parseAnswer(body: string): object {
  try {
    return JSON.parse(body) as object
  } catch {
    return Buffer.from(body)
  }
}

/** POST an archive, with the media type that Podman insists on; docker-modem's own is application/tar. */
export function postArchive(
  docker: Docker,
  request: {
    readonly path: string
    readonly query: Readonly<Record<string, unknown>>
    readonly archive: Buffer | Readable
  },
  abortSignal: AbortSignal,
): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      path: request.path,
      isStream: true,
      statusCodes: { 200: true, 404: 'not found', 500: 'server error' },
      options: { ...request.query },
      file: request.archive,
      headers: { 'Content-Type': 'application/x-tar' },
      abortSignal,
    }
    docker.modem.dial(options, (error, result) => (error ? reject(error) : resolve(result as Readable)))
  })
}

/** The whole body. Rejects when the connection ends before the body does. */
export function readBody(stream: Readable): Promise<string> {
  return text(stream)
}

/** Never resolves. */
export function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(cancelled('docker')), { once: true })
  })
}
