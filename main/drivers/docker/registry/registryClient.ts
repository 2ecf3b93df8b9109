/** The distribution HTTP API, asked by ourselves. github.com/opencontainers/distribution-spec, "spec.md" */

import { z } from 'zod'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { type HttpAnswer, type HttpCertificates, type HttpRequest, sendHttp } from '../../http.ts'
import type { Login } from '../../imageTransfer.ts'
import { isLoopback, type RegistryAddress } from './address.ts'
import { type Challenge, parseChallenge } from './challenge.ts'
import { badAnswer, speaksNoTls, toConnectionError, toRegistryError } from './registryErrors.ts'
import { encodeBasic, withoutSecret } from './withoutSecret.ts'

export interface RegistryClient {
  readonly registry: RegistryAddress
  /** Resolves where the registry takes this login, or wants none. Rejects with `permission_denied`. */
  check(signal: AbortSignal): Promise<void>
  /** `path` is below the registry's root, or a whole address at it; its parts are encoded. Resolves with a success only. */
  get(path: string, ask: GetOptions, signal: AbortSignal): Promise<RegistryAnswer>
}

export interface RegistryAnswer extends HttpAnswer {
  /** Where it really came from. */
  readonly url: string
}

interface GetOptions {
  /** In words, for errors. */
  readonly what: string
  readonly accept?: readonly string[]
  /** Of a repository, for a token: `repository:library/web:pull`. */
  readonly scope: string | null
}

export interface ClientOptions {
  readonly registry: RegistryAddress
  readonly login: Login | null
  readonly certificates: HttpCertificates
}

/** A manifest may have 4 MiB by the specification; lists of tags are cut into pages. */
const mostBytes = 4 * 1024 * 1024
const timeoutMs = 30_000
const mostRedirects = 3

const tokenSchema = z.object({ token: z.string().optional(), access_token: z.string().optional() })

export function createRegistryClient({ registry, login, certificates }: ClientOptions): RegistryClient {
  const { address } = registry
  /** Of what was let in once: per scope the header it was let in with. */
  const authorisations = new Map<string, string>()
  let origin: string | null = null

  const send = async (request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> => {
    throwIfAborted(signal, 'docker')
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      return await sendHttp({ ...request, certificates }, mostBytes, AbortSignal.any([signal, timeout]))
    } catch (error) {
      if (speaksNoTls(error) && origin === null) throw error
      throw toConnectionError(error, registry, { signal, timeout })
    }
  }
  /** https, and on this machine HTTP where there is no https. Nothing secret is sent to find out. */
  const findOrigin = async (signal: AbortSignal): Promise<string> => {
    if (origin !== null) return origin
    const secure = `https://${registry.host}`
    try {
      await send({ method: 'GET', url: `${secure}/v2/`, headers: {} }, signal)
      origin = secure
    } catch (error) {
      if (!speaksNoTls(error)) throw error
      if (!registry.isLoopback) {
        throw toConnectionError(error, registry, { signal, timeout: new AbortController().signal })
      }
      origin = `http://${registry.host}`
    }
    return origin
  }
  const askForToken = async (
    challenge: Extract<Challenge, { scheme: 'bearer' }>,
    scope: string | null,
    signal: AbortSignal,
  ) => {
    const realm = new URL(challenge.realm)
    const isSafe = realm.protocol === 'https:' || (realm.protocol === 'http:' && isLoopback(realm.hostname))
    if (!isSafe) throw badAnswer(address, 'it wants the login sent without encryption')
    const parameters = new URLSearchParams(realm.search)
    if (challenge.service !== null) parameters.set('service', challenge.service)
    const wanted = challenge.scope ?? scope
    if (wanted !== null) parameters.set('scope', wanted)
    const answer =
      login?.kind === 'identity'
        ? await send(refreshToken(realm, parameters, login.token), signal)
        : await send(fetchToken(realm, parameters, login), signal)
    if (answer.status !== 200) throw toRegistryError(answer, { address, what: 'what you asked for' })
    const { token, access_token } = tokenSchema.safeParse(parseJson(answer.body)).data ?? {}
    const given = token ?? access_token
    if (given === undefined || /[^\x21-\x7e]/.test(given)) throw badAnswer(address, 'it gives no token')
    return `Bearer ${given}`
  }
  const authorise = async (answer: HttpAnswer, scope: string | null, signal: AbortSignal): Promise<string | null> => {
    const challenge = parseChallenge(answer.headers['www-authenticate'] ?? '')
    if (challenge?.scheme === 'bearer') return askForToken(challenge, scope, signal)
    return challenge?.scheme === 'basic' && login?.kind === 'password' ? `Basic ${encodeBasic(login)}` : null
  }
  /** Follows redirects, without the authorisation to another host and never from https to http. */
  const follow = async (url: string, headers: HttpRequest['headers'], signal: AbortSignal): Promise<RegistryAnswer> => {
    let at = url
    for (let hop = 0; ; hop++) {
      const isOwn = new URL(at).origin === new URL(url).origin
      const { authorization: _, ...others } = headers
      const answer = await send({ method: 'GET', url: at, headers: isOwn ? headers : others }, signal)
      const isRedirect = [301, 302, 303, 307, 308].includes(answer.status) && answer.location !== null
      if (!isRedirect || hop === mostRedirects) return { ...answer, url: at }
      if (!URL.canParse(answer.location ?? '', at)) throw badAnswer(address, 'it sends on to what is no address')
      const next = new URL(answer.location ?? '', at)
      const isSafe = next.protocol === 'https:' || (next.protocol === 'http:' && at.startsWith('http:'))
      if (!isSafe) throw badAnswer(address, 'it sends on to a place without encryption')
      at = next.href
    }
  }
  const ask = async (path: string, { accept = [], scope }: Omit<GetOptions, 'what'>, signal: AbortSignal) => {
    const url = new URL(path, await findOrigin(signal)).href
    const headersWith = (authorization: string | undefined) => ({
      accept: accept.length === 0 ? 'application/json' : accept.join(', '),
      ...(authorization !== undefined && { authorization }),
    })
    const first = await follow(url, headersWith(authorisations.get(scope ?? '')), signal)
    // Only the registry itself asks for its login, and not a place that it sends on to.
    if (first.status !== 401 || new URL(first.url).origin !== new URL(url).origin) return first
    const authorization = await authorise(first, scope, signal)
    if (authorization === null) return first
    const second = await follow(url, headersWith(authorization), signal)
    if (second.status < 400) authorisations.set(scope ?? '', authorization)
    return second
  }
  const withCleanErrors = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw error instanceof EngineError ? withoutSecret(error, login) : error
    }
  }
  return {
    registry,
    check: (signal) =>
      withCleanErrors(async () => {
        const answer = await ask('/v2/', { scope: null }, signal)
        if (answer.status === 401 || answer.status === 403) {
          const message = `${address} does not take this name and password.`
          throw new EngineError('permission_denied', 'docker', message, {
            remedy: {
              text: 'Check both; where the account has two factors, make an access token and give it as the password',
            },
          })
        }
        if (answer.status !== 200) throw toRegistryError(answer, { address, what: 'registry' })
      }),
    get: (path, options, signal) =>
      withCleanErrors(async () => {
        const answer = await ask(path, options, signal)
        if (answer.status === 200) return answer
        throw toRegistryError(answer, { address, what: options.what })
      }),
  }
}

function fetchToken(realm: URL, parameters: URLSearchParams, login: Login | null): HttpRequest {
  if (login) parameters.set('account', login.username)
  const headers: Record<string, string> =
    login?.kind === 'password' ? { authorization: `Basic ${encodeBasic(login)}` } : {}
  return { method: 'GET', url: `${realm.origin}${realm.pathname}?${parameters}`, headers }
}

/** distribution.github.io, "Oauth2 Token Authentication" */
function refreshToken(realm: URL, parameters: URLSearchParams, token: string): HttpRequest {
  const body = new URLSearchParams([
    ...parameters,
    ['grant_type', 'refresh_token'],
    ['client_id', 'isoscope'],
    ['refresh_token', token],
  ])
  return {
    method: 'POST',
    url: `${realm.origin}${realm.pathname}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
