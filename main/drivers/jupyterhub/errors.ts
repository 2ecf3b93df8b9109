import type { ErrorCode, Remedy } from '../../contract/errors.ts'
import { cancelled, EngineError } from '../../model/engineError.ts'
import { type HttpAnswer, TooMuchOutput } from '../http.ts'
import type { HubAddress } from './address.ts'
import { parseMessage } from './parse.ts'

type Place = Pick<HubAddress, 'url' | 'isLoopback'>

interface AnswerRule {
  readonly status: number
  readonly text?: RegExp
  readonly code: ErrorCode
  readonly message: (text: string, place: Place) => string
  readonly remedy?: (place: Place) => Remedy
}

const seeLog: Remedy = { text: 'The hub’s own log says more' }

/** The first that fits. Texts are those of JupyterHub 3.0. */
const answerRules: readonly AnswerRule[] = [
  {
    status: 403,
    text: /scopes/i,
    code: 'permission_denied',
    message: () => 'The hub does not allow this with this token: it is not a valid one, or lacks the right.',
    remedy: ({ url }) => ({
      text: 'Ask for a token with the scopes list:users, admin:servers and, to add and remove users, admin:users; then',
      command: `isoscope hub connect ${url}`,
    }),
  },
  {
    status: 403,
    code: 'permission_denied',
    message: () => 'The hub does not know this token: it is wrong, has run out or was revoked.',
    remedy: ({ url }) => ({
      text: `Make a new one at ${url}hub/token, then`,
      command: `isoscope hub connect ${url}`,
    }),
  },
  { status: 400, text: /already running/i, code: 'in_use', message: () => 'The server is already running.' },
  {
    status: 400,
    text: /pending/i,
    code: 'in_use',
    message: (text) =>
      `The server is just being ${/pending (stop|check)/i.test(text) ? 'stopped' : 'started'} by somebody.`,
    remedy: () => ({ text: 'Wait a moment and try again' }),
  },
  { status: 400, code: 'bad_input', message: () => 'The hub refused what it was asked for.' },
  { status: 404, code: 'not_found', message: () => 'The hub has no such user or server.' },
  {
    status: 409,
    code: 'name_taken',
    message: () => 'A user of this name exists on the hub.',
    remedy: () => ({ text: 'Choose another name' }),
  },
  {
    status: 429,
    code: 'in_use',
    message: () => 'The hub is starting as many servers as it starts at a time.',
    remedy: () => ({ text: 'Wait a moment and try again' }),
  },
  {
    status: 500,
    text: /spawn/i,
    code: 'engine_failed',
    message: () => 'The server did not start.',
    remedy: () => seeLog,
  },
  { status: 500, code: 'engine_failed', message: () => 'The hub failed.', remedy: () => seeLog },
]

/** An answer that is no success, in the user's words, with the hub's own as detail. */
export function toHubError(answer: HttpAnswer, place: Place): EngineError {
  const { status, location } = answer
  if (status >= 300 && status < 400) return describeRedirect(location, place)
  // The proxy answers for a hub that is not there: 404 before it has a route to it, 502 to 504 afterwards.
  if (status >= 502 && status <= 504) return describeAbsence(place, `HTTP ${status} from the hub’s proxy`)
  if (answer.contentType !== 'application/json') return noHub(place, `HTTP ${status}, ${answer.contentType || 'empty'}`)
  const text = parseMessage(answer.body) ?? ''
  const rule = answerRules.find((each) => each.status === status && (each.text === undefined || each.text.test(text)))
  const remedy = rule?.remedy?.(place)
  return new EngineError(rule?.code ?? 'engine_failed', 'jupyterhub', describe(rule, text, place), {
    ...(text !== '' && text !== 'error' && { detail: text }),
    ...(remedy && { remedy }),
    cause: new Error(`HTTP ${status}`),
  })
}

function describe(rule: AnswerRule | undefined, text: string, place: Place): string {
  return rule ? rule.message(text, place) : 'The hub answered with an error.'
}

function describeRedirect(location: string | null, place: Place): EngineError {
  const target = location === null ? null : originOf(location, place)
  const where = target === null ? 'another address' : target
  return new EngineError('bad_input', 'jupyterhub', `${place.url} sends on to ${where}: the token is not sent there.`, {
    remedy: { text: 'Connect to the address of the hub itself' },
  })
}

/** Without path and query, which may hold anything. */
function originOf(location: string, { url }: Place): string | null {
  try {
    return new URL(location, url).origin
  } catch {
    return null
  }
}

/** What answers is not a hub, or not yet. */
export function noHub({ url }: Place, detail: string): EngineError {
  return new EngineError('not_running', 'jupyterhub', `No hub answers at ${url}.`, {
    detail,
    remedy: { text: 'Check the address; a hub that has just been started takes some seconds' },
  })
}

function describeAbsence({ url, isLoopback }: Place, detail: string): EngineError {
  const remedy = isLoopback ? 'Start the hub' : 'Check that the hub runs and can be reached from this machine'
  return new EngineError('not_running', 'jupyterhub', `The hub at ${url} does not answer.`, {
    detail,
    remedy: { text: remedy },
  })
}

const certificateCodes: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

export interface Waiting {
  readonly place: Place
  /** The caller's. */
  readonly signal: AbortSignal
  readonly timeout: AbortSignal
  readonly timeoutMs: number
}

/** What a request that got no answer was rejected with. */
export function toConnectionError(error: unknown, { place, signal, timeout, timeoutMs }: Waiting): EngineError {
  if (error instanceof EngineError) return error
  if (signal.aborted) return cancelled('jupyterhub')
  if (timeout.aborted) {
    return new EngineError('timeout', 'jupyterhub', `The hub did not answer within ${timeoutMs / 1000} s.`, {
      remedy: { text: 'Try again; the hub’s log says what it is busy with' },
    })
  }
  if (error instanceof TooMuchOutput) {
    return new EngineError('bad_output', 'jupyterhub', 'The hub sent more than can be read.', { detail: error.message })
  }
  const { code = '', message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) }
  if (certificateCodes.has(code)) {
    const text = 'Have the hub’s certificate mended, or name its authority’s file in NODE_EXTRA_CA_CERTS'
    const options = { detail: message, remedy: { text }, cause: error }
    return new EngineError('permission_denied', 'jupyterhub', 'The hub’s certificate cannot be trusted.', options)
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return noHub(place, 'it does not speak https there')
  return describeAbsence(place, code === '' ? message : code)
}
