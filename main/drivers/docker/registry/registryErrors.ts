import { cancelled, EngineError } from '../../../model/engineError.ts'
import { type HttpAnswer, TooMuchOutput } from '../../http.ts'
import { loginRemedy } from './loginRemedy.ts'

/** What is asked for, in words: `tags of 127.0.0.1:5000/web`. */
export interface Asked {
  readonly address: string
  readonly what: string
}

/** An answer that is no success. */
export function toRegistryError({ status, body }: HttpAnswer, { address, what }: Asked): EngineError {
  const detail = readRegistryMessage(body) ?? `HTTP ${status}`
  if (status === 401 || status === 403) {
    const message = `${address} does not let you read ${what}: it wants a login, or another one.`
    return new EngineError('permission_denied', 'docker', message, { detail, remedy: loginRemedy(address) })
  }
  if (status === 404) {
    return new EngineError('not_found', 'docker', `${address} has no ${what}.`, {
      detail,
      remedy: { text: 'Check how it is spelt, and its tag; some registries hide what needs a login' },
    })
  }
  if (status === 429) {
    const remedy = { text: 'Wait a while, or log in: many registries let through more then' }
    return new EngineError('engine_failed', 'docker', `${address} has been asked too often.`, { detail, remedy })
  }
  if (status >= 502 && status <= 504) return describeAbsence(address, detail)
  if (status >= 300 && status < 400) {
    return new EngineError('bad_output', 'docker', `${address} sends on to another place without end.`, { detail })
  }
  return new EngineError('engine_failed', 'docker', `${address} answered with an error.`, { detail })
}

/** `{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}`; null for anything else. */
export function readRegistryMessage(body: string): string | null {
  try {
    const { errors } = JSON.parse(body) as { errors?: unknown }
    if (!Array.isArray(errors)) return null
    const texts = errors.flatMap((one: { code?: unknown; message?: unknown } | null) => {
      const text = one?.message || one?.code
      return typeof text === 'string' ? [text.slice(0, 300)] : []
    })
    return texts.length === 0 ? null : texts.slice(0, 4).join('\n')
  } catch {
    return null
  }
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

/** What a request was rejected with that got no answer. */
export function toConnectionError(
  error: unknown,
  { address }: Pick<Asked, 'address'>,
  { signal, timeout }: { readonly signal: AbortSignal; readonly timeout: AbortSignal },
): EngineError {
  if (error instanceof EngineError) return error
  if (signal.aborted) return cancelled('docker')
  if (timeout.aborted) {
    return new EngineError('timeout', 'docker', `${address} did not answer in time.`, {
      remedy: { text: 'Check the network, and try again' },
    })
  }
  if (error instanceof TooMuchOutput) {
    return new EngineError('bad_output', 'docker', `${address} sent more than can be read.`, { detail: error.message })
  }
  const { code = '', message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) }
  if (certificateCodes.has(code)) {
    const remedy = { text: `Put the certificate of its authority into /etc/docker/certs.d/${address}/ca.crt` }
    const text = `The certificate of ${address} cannot be trusted.`
    return new EngineError('permission_denied', 'docker', text, { detail: message, remedy, cause: error })
  }
  if (speaksNoTls(error)) {
    return new EngineError('not_running', 'docker', `No registry answers at ${address}.`, {
      detail: 'it does not speak https there',
      remedy: { text: 'Check the address; only on this machine a registry may speak plain HTTP' },
    })
  }
  return describeAbsence(address, code === '' ? message : code)
}

/** The other side is there, and takes our hello for something else. */
export function speaksNoTls(error: unknown): boolean {
  const code = String((error as NodeJS.ErrnoException | null)?.code ?? '')
  return code === 'EPROTO' || code.startsWith('ERR_SSL')
}

function describeAbsence(address: string, detail: string): EngineError {
  return new EngineError('not_running', 'docker', `The registry at ${address} does not answer.`, {
    detail,
    remedy: { text: `Check the address and the network, and that a registry runs at ${address}` },
  })
}

/** What it says is not what it should say. */
export function badAnswer(address: string, what: string): EngineError {
  return new EngineError('bad_output', 'docker', `${address} does not answer as a registry: ${what}.`, {
    remedy: { text: 'Check that a registry is at this address' },
  })
}
