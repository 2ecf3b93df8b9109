import { cleanText } from '../../model/cleanText.ts'
import { EngineError } from '../../model/engineError.ts'

/** Where a hub is. `https://example.org/jhub/hub/home` is the hub at `https://example.org/jhub/`. */
export interface HubAddress {
  /** With a slash at its end: the address people know, without `hub/`. */
  readonly url: string
  /** Of the REST API, with a slash at its end. */
  readonly api: string
  /** Host, port and path: what tells hubs apart in an instance's id. */
  readonly place: string
  /** Whether it is on this machine, as far as the address tells. */
  readonly isLoopback: boolean
  /** Port, the scheme's own where none is named. */
  readonly port: number
}

const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/**
 * What a user types or copies from a browser. Throws `bad_input` for what is no address of a hub, for one with a secret in
 * it, and for http to another machine: the token would cross the network for everybody to read.
 */
export function parseHubAddress(text: string): HubAddress {
  const url = toUrl(text.trim())
  if (url === null) {
    throw badAddress(
      `${describe(text)} is no address of a hub, such as https://hub.example.org/.`,
      'Give it as it stands in a browser',
    )
  }
  if (url.username !== '' || url.password !== '' || /token|password/i.test(url.search)) {
    throw badAddress(
      'The address of the hub holds a secret: give it without; the token is asked for.',
      'Give the address alone',
    )
  }
  const isLoopback = loopbackHosts.includes(url.hostname)
  if (url.protocol === 'http:' && !isLoopback) {
    throw badAddress(
      'Over http the token could be read on the network: give the hub’s https address, or one on 127.0.0.1.',
      'Where the hub has no https: ssh -L 8000:127.0.0.1:8000 MACHINE, then http://127.0.0.1:8000/',
    )
  }
  const base = url.pathname
    .replace(/\/{2,}/g, '/')
    .replace(/\/(hub|user)(\/.*)?$/, '/')
    .replace(/\/?$/, '/')
  const origin = `${url.protocol}//${url.host}`
  return {
    url: `${origin}${base}`,
    api: `${origin}${base}hub/api/`,
    place: `${url.host}${base}`,
    isLoopback,
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
  }
}

function toUrl(text: string): URL | null {
  try {
    const url = new URL(text)
    return ['http:', 'https:'].includes(url.protocol) && url.hostname !== '' ? url : null
  } catch {
    return null
  }
}

function badAddress(message: string, remedy: string): EngineError {
  return new EngineError('bad_input', 'jupyterhub', message, { remedy: { text: remedy } })
}

/** Anything may have been typed. */
function describe(text: string): string {
  return `‘${cleanText(text).slice(0, 80)}’`
}
