import type { ErrorCode, Remedy } from '../../contract/errors.ts'
import { cancelled, EngineError } from '../../model/engineError.ts'

/** The endpoint in question, and what helps when it does not answer or does not let us in. */
export interface ErrorContext {
  readonly url: string
  readonly start: Remedy
  readonly permission: Remedy
}

/**
 * What dockerode throws, as an EngineError. An answer of the daemon has `statusCode` and its text; a connection that
 * failed has the system's code.
 */
export function toDockerError(error: unknown, context: ErrorContext): EngineError {
  if (error instanceof EngineError) return error
  if (!(error instanceof Error)) return new EngineError('engine_failed', 'docker', String(error))
  if (error.name === 'AbortError') return cancelled('docker')
  const status = (error as { statusCode?: unknown }).statusCode
  if (typeof status === 'number') return describeAnswer(status, readDaemonMessage(error), error)
  return describeConnection(error, context)
}

/** Whether the daemon answered with this HTTP status, for instance 304: it was so already. */
export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  const cause = error instanceof EngineError ? error.cause : error
  const status = (cause as { statusCode?: unknown } | undefined)?.statusCode
  return typeof status === 'number' && statuses.includes(status)
}

interface AnswerRule {
  readonly status?: number
  readonly text?: RegExp
  readonly code: ErrorCode
  readonly message: (text: string) => string
  readonly remedy?: Remedy
}

/** The first that fits. Texts are those of Docker 20.10 to 28 and Podman 4. */
const answerRules: readonly AnswerRule[] = [
  {
    text: /no space left on device/i,
    code: 'no_space',
    message: () => 'The disk that Docker uses is full.',
    remedy: { text: 'See what Docker keeps, and remove what is not needed', command: 'docker system df' },
  },
  {
    text: /port is already allocated|address already in use/i,
    code: 'in_use',
    message: (text) => `The port is in use${quote(/(?:for|listen \w+) (\S+?):? (?:failed|bind)/.exec(text)?.[1])}.`,
    remedy: { text: 'Choose another port or stop what uses it' },
  },
  {
    text: /container name .* is already in use|name .* is in use: container already exists/i,
    code: 'name_taken',
    message: () => 'A container of this name exists.',
    remedy: { text: 'Choose another name' },
  },
  {
    text: /OCI (runtime|permission)|executor failed|exec format error|\b(runc|crun): /i,
    code: 'engine_failed',
    message: (text) =>
      /exec format error/i.test(text)
        ? 'The program in the image is for another kind of processor.'
        : 'Docker could not start the program in the container.',
  },
  {
    text: /no such host|i\/o timeout|dial tcp/i,
    code: 'engine_failed',
    message: () => 'Docker could not reach the registry.',
    remedy: { text: 'Check the network, or use an image that is on this machine' },
  },
  { status: 400, code: 'bad_input', message: () => 'Docker refused what it was asked for.' },
  { status: 401, code: 'permission_denied', message: () => 'The registry wants a login.' },
  { status: 403, code: 'permission_denied', message: () => 'Docker does not allow this.' },
  { status: 404, code: 'not_found', message: (text) => describeMissing(text) },
  { status: 409, code: 'in_use', message: () => 'Docker cannot do this in the present state.' },
  { status: 501, code: 'unsupported', message: () => 'This engine cannot do this.' },
]

function describeAnswer(status: number, text: string, cause: Error): EngineError {
  const rule = answerRules.find(
    (each) =>
      (each.status === undefined || each.status === status) && (each.text === undefined || each.text.test(text)),
  )
  const message = rule ? rule.message(text) : 'Docker answered with an error.'
  return new EngineError(rule?.code ?? 'engine_failed', 'docker', message, {
    detail: text,
    cause,
    ...(rule?.remedy && { remedy: rule.remedy }),
  })
}

function describeMissing(text: string): string {
  const name = /no such (?:container|image|network|volume): (\S+)/i.exec(text)?.[1]
  if (/no such container|no container with/i.test(text)) return `There is no such container${quote(name)}.`
  if (/no such image|manifest/i.test(text)) return `There is no such image${quote(name)}.`
  return 'Docker does not have this.'
}

function quote(name: string | undefined): string {
  return name ? `: ${name}` : ''
}

const goneCodes: readonly string[] = ['ENOENT', 'ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND']
const lostCodes: readonly string[] = ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ECONNABORTED']

function describeConnection(error: Error, { url, start, permission }: ErrorContext): EngineError {
  const code = String((error as NodeJS.ErrnoException).code ?? '')
  const options = { detail: error.message, cause: error }
  if (code === 'EACCES' || code === 'EPERM') {
    const message = `You may not use the Docker daemon at ${url}.`
    return new EngineError('permission_denied', 'docker', message, { ...options, remedy: permission })
  }
  if (goneCodes.includes(code)) {
    return new EngineError('not_running', 'docker', `Nothing answers at ${url}.`, { ...options, remedy: start })
  }
  if (lostCodes.includes(code) || /socket hang up|aborted/.test(error.message)) {
    return lostConnection(url, start, options)
  }
  return new EngineError('engine_failed', 'docker', `Docker at ${url} could not be asked.`, options)
}

/** The daemon went away while something was waited for. */
export function lostConnection(
  url: string,
  start: Remedy,
  options: { readonly detail?: string; readonly cause?: unknown } = {},
): EngineError {
  const message = `The Docker daemon at ${url} broke off the connection: it has ended or was restarted.`
  return new EngineError('not_running', 'docker', message, { ...options, remedy: start })
}

/** docker-modem puts the daemon's JSON in `json`, but for a streamed answer only into its own message. */
function readDaemonMessage(error: Error): string {
  const json = (error as { json?: unknown }).json
  const message = (json as { message?: unknown } | null | undefined)?.message
  if (typeof message === 'string' && message !== '') return message
  return /^\(HTTP code \d+\) .*? - ([\s\S]*?)\s*$/.exec(error.message)?.[1] ?? error.message
}
