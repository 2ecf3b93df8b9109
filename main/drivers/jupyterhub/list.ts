import type { Instance } from '../../contract/instance.ts'
import { EngineError, throwIfAborted, toEngineError } from '../../model/engineError.ts'
import { identifyProcess, isAlive, type ProcessIdentity } from '../../os/processIdentity.ts'
import { type Absent, isAbsent } from '../absent.ts'
import { chooseActions } from '../actions.ts'
import type { DriverDeps } from '../driver.ts'
import type { HubAddress } from './address.ts'
import type { HubClient } from './client.ts'
import { identifyHub, mayDo, openConnection } from './connect.ts'
import type { HubConnection } from './connections.ts'
import type { KeptUsers } from './keptUsers.ts'
import { findServerProcess } from './localHubs.ts'
import { type HubServer, type HubUser, readPid, type TokenOwner } from './parse.ts'
import { findHubProgram } from './program.ts'
import { listUsers } from './users.ts'

/** One server of a user's, running or not. */
export interface ListedServer {
  readonly instance: Instance
  readonly client: HubClient
  readonly user: string
  /** Empty for the default one. */
  readonly server: string
  readonly process: ProcessIdentity | Absent
}

/** What one hub has answered. */
export type HubListing = { readonly url: string } & (
  | { readonly servers: readonly ListedServer[] }
  | { readonly error: EngineError }
)

/** Every hub that is connected, each by itself: none delays or hides another. Rejects with `cancelled`. */
export async function askHubs(deps: DriverDeps, kept: KeptUsers, signal: AbortSignal): Promise<readonly HubListing[]> {
  throwIfAborted(signal, 'jupyterhub')
  const listings = await Promise.all(
    deps.hubs.list().map(
      (connection): Promise<HubListing> =>
        listServersOf(connection, kept, signal).then(
          (servers) => ({ url: connection.url, servers }),
          (error: unknown) => ({ url: connection.url, error: toEngineError(error, 'jupyterhub') }),
        ),
    ),
  )
  throwIfAborted(signal, 'jupyterhub')
  return listings
}

/**
 * The users of every hub that is connected, each with the servers they have. A hub that fails is told only where none
 * answers, and by askHubs. Rejects with `not_installed` where none is connected and none could be started.
 */
export async function listServers(
  deps: DriverDeps,
  kept: KeptUsers,
  signal: AbortSignal,
): Promise<readonly ListedServer[]> {
  const listings = await askHubs(deps, kept, signal)
  if (listings.length === 0) {
    // Where the program is, the engine is; it just has nothing.
    if (findHubProgram(deps)) return []
    throw new EngineError('not_installed', 'jupyterhub', 'No hub is connected.', {
      remedy: { text: 'Connect to one', command: 'isoscope hub connect URL' },
    })
  }
  const [failed] = listings.filter((listing) => 'error' in listing)
  if (failed && listings.every((listing) => 'error' in listing)) throw failed.error
  return listings.flatMap((listing) => ('error' in listing ? [] : listing.servers))
}

async function listServersOf(
  connection: HubConnection,
  kept: KeptUsers,
  signal: AbortSignal,
): Promise<readonly ListedServer[]> {
  const client = openConnection(connection)
  const [{ owner }, users] = await Promise.all([identifyHub(client, signal), listUsers(client, signal)])
  return users.flatMap((user) =>
    listServersOfUser(user).map((server): ListedServer => {
      const process = server ? findProcess(client.address, user.name, server) : { absent: 'the server does not run' }
      const isOurs = kept.has(toInstanceId(client.address, user.name, ''))
      const instance = describeServer(client.address, { user, server, owner, process, isOurs })
      return { instance, client, user: user.name, server: server?.name ?? '', process }
    }),
  )
}

/** A user without a default server has one that could be started. */
function listServersOfUser({ servers }: HubUser): readonly (HubServer | null)[] {
  const named = Object.values(servers).filter(({ name }) => name !== '')
  return [servers[''] ?? null, ...named]
}

function findProcess(address: HubAddress, user: string, server: HubServer): ProcessIdentity | Absent {
  const pid = findServerProcess(address, user, readPid(server))
  if (isAbsent(pid)) return pid
  const identity = identifyProcess(pid)
  return identity && isAlive(identity) ? identity : { absent: 'the server’s process has ended' }
}

interface Described {
  readonly user: HubUser
  /** null: the user has none. */
  readonly server: HubServer | null
  readonly owner: TokenOwner
  readonly process: ProcessIdentity | Absent
  /** Whether the user was made by Isoscope. */
  readonly isOurs: boolean
}

/** Pure. What is being started or stopped is in neither state. */
export function describeServer(
  address: Pick<HubAddress, 'place'>,
  { user, server, owner, process, isOurs }: Described,
): Instance {
  const state = readState(server)
  return {
    id: toInstanceId(address, user.name, server?.name ?? ''),
    technology: 'jupyterhub',
    name: server?.name ? `${user.name}/${server.name}` : user.name,
    state,
    owner: isOurs ? 'isoscope' : 'user',
    madeFrom: `hub ${address.place.replace(/\/$/, '')}${isAbsent(process) ? '' : `, process ${process.pid}`}`,
    createdAt: toTime(user.created),
    startedAt: state === 'running' ? toTime(server?.started) : null,
    actions: chooseServerActions(state, server, owner),
  }
}

function readState(server: HubServer | null): Instance['state'] {
  if (server === null || server.stopped) return 'stopped'
  if (server.pending) return 'unknown'
  return server.ready ? 'running' : 'stopped'
}

/** What the token has no right to is not offered. A named server is removed by the hub's own page. */
function chooseServerActions(
  state: Instance['state'],
  server: HubServer | null,
  owner: TokenOwner,
): Instance['actions'] {
  const power = [
    ...(mayDo(owner, 'servers', 'admin:servers') ? (['start'] as const) : []),
    ...(mayDo(owner, 'delete:servers', 'servers', 'admin:servers') ? (['stop'] as const) : []),
  ]
  const offered = chooseActions(power, state)
  return server?.name || !mayDo(owner, 'delete:users', 'admin:users') ? offered : [...offered, 'remove']
}

/** Names of users and servers may hold anything but what is encoded here, so no two servers have the same id. */
export function toInstanceId({ place }: Pick<HubAddress, 'place'>, user: string, server: string): string {
  const name = encodeURIComponent(user)
  return `jupyterhub:${place}${name}${server === '' ? '' : `:${encodeURIComponent(server)}`}`
}

function toTime(text: string | null | undefined): string | null {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
