import type { Hub, Hubs } from '../contract/hub.ts'
import type { Instance } from '../contract/instance.ts'
import { parseHubAddress } from '../drivers/jupyterhub/address.ts'
import { addUser } from '../drivers/jupyterhub/addUser.ts'
import { createHubClient } from '../drivers/jupyterhub/client.ts'
import { findConnection, identifyHub } from '../drivers/jupyterhub/connect.ts'
import { findHubs, seeHub } from '../drivers/jupyterhub/detect.ts'
import { createKeptUsers } from '../drivers/jupyterhub/keptUsers.ts'
import { askHubs } from '../drivers/jupyterhub/list.ts'
import { describeInstallation, findHubProgram } from '../drivers/jupyterhub/program.ts'
import { throwIfAborted } from '../model/engineError.ts'
import type { Services } from './services.ts'

type Parts = Pick<Services, 'deps' | 'hubs' | 'live'>

/** Each asked now, and beside them the hubs of this machine that are not connected. */
export async function listHubs({ deps, hubs }: Parts, signal: AbortSignal): Promise<Hubs> {
  const connections = hubs.list()
  const [connected, found] = await Promise.all([
    Promise.all(connections.map((connection) => seeHub(connection, signal))),
    findHubs(connections, signal),
  ])
  const installation = findHubProgram(deps) ? null : describeInstallation(deps.platform)
  return { hubs: [...connected, ...found], keeping: hubs.keeping, installation }
}

/** Keeps nothing the hub does not accept. */
export async function connectHub(
  { hubs, live }: Parts,
  { url, token }: { readonly url: string; readonly token: string },
  signal: AbortSignal,
): Promise<Hub> {
  const address = parseHubAddress(url)
  await identifyHub(createHubClient(address, token), signal)
  throwIfAborted(signal, 'jupyterhub')
  hubs.add(address.url, token)
  live.refresh('jupyterhub')
  return seeHub({ url: address.url, token }, signal)
}

/** Throws `not_found`. */
export function disconnectHub({ hubs, live }: Parts, url: string): void {
  hubs.remove(findConnection(hubs, url).url)
  live.refresh('jupyterhub')
}

export async function listHubServers({ deps }: Parts, signal: AbortSignal) {
  const listings = await askHubs(deps, createKeptUsers(deps), signal)
  return {
    servers: listings.flatMap((one) => ('error' in one ? [] : one.servers.map(({ instance }) => instance))),
    failures: listings.flatMap((one) => ('error' in one ? [{ url: one.url, error: one.error.toData() }] : [])),
  }
}

export async function addHubUser(
  { deps, hubs, live }: Parts,
  { url, name }: { readonly url: string; readonly name: string },
  signal: AbortSignal,
): Promise<Instance> {
  const instance = await addUser(findConnection(hubs, url), name, createKeptUsers(deps), signal)
  live.refresh('jupyterhub')
  return instance
}
