import { EngineError } from '../../model/engineError.ts'
import { isAbsent } from '../absent.ts'
import { parseHubAddress } from './address.ts'
import { createHubClient, type HubClient } from './client.ts'
import type { HubConnection, HubConnections } from './connections.ts'
import { noHub } from './errors.ts'
import { parseOwner, parseVersion, type TokenOwner } from './parse.ts'

/** Throws `permission_denied` where the token cannot be read here, `bad_input` for an address that is none. */
export function openConnection({ url, token }: HubConnection): HubClient {
  const address = parseHubAddress(url)
  if (isAbsent(token)) {
    throw new EngineError('permission_denied', 'jupyterhub', `The token of ${url} cannot be read: ${token.absent}.`, {
      remedy: { text: 'Connect here as well', command: `isoscope hub connect ${url}` },
    })
  }
  return createHubClient(address, token)
}

/** The hub with this address. Throws `not_found`. */
export function findConnection(connections: HubConnections, url: string): HubConnection {
  const wanted = parseHubAddress(url).url
  const found = connections.list().find((one) => one.url === wanted)
  if (found) return found
  throw new EngineError('not_found', 'jupyterhub', `There is no connection to ${wanted}.`, {
    remedy: { text: 'Connect to it', command: `isoscope hub connect ${wanted}` },
  })
}

export interface HubIdentity {
  readonly version: string
  readonly owner: TokenOwner
}

/** Which hub this is and whose token. Rejects with `not_running` where there is none, and `permission_denied`. */
export async function identifyHub(client: HubClient, signal: AbortSignal): Promise<HubIdentity> {
  const version = await readHubVersion(client, signal)
  const owner = parseOwner((await client.call('GET', 'user', signal)).body)
  return { version, owner }
}

/** Needs no token. What answers something else is no hub. */
export async function readHubVersion(client: HubClient, signal: AbortSignal): Promise<string> {
  const { contentType, body } = await client.call('GET', '', signal)
  if (contentType !== 'application/json') throw noHub(client.address, `it answers with ${contentType || 'nothing'}`)
  return parseVersion(body)
}

/** A hub before 2.0 has no scopes: there an admin's token may do everything, any other what concerns its user. */
export function mayDo({ scopes, admin, kind }: TokenOwner, ...wanted: readonly string[]): boolean {
  if (!scopes) return admin || kind === 'service'
  return scopes.some((scope) => wanted.includes(scope.split('!')[0] ?? ''))
}
