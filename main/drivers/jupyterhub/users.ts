import { EngineError } from '../../model/engineError.ts'
import type { HubClient } from './client.ts'
import { type HubUser, parseOwner, parseUser, parseUsers } from './parse.ts'

/** A hub's own upper limit is 200 where its operator has not set another. */
const pageSize = 200
/** Beyond that a list is no list any more. */
const mostPages = 50

/** Everybody the token may see: all users, or the one it belongs to. */
export async function listUsers(client: HubClient, signal: AbortSignal): Promise<readonly HubUser[]> {
  try {
    return await listAllUsers(client, signal)
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'permission_denied') throw error
    // A user's own token sees its user only. What is no token at all is refused here as well.
    const owner = parseOwner((await client.call('GET', 'user', signal)).body)
    if (owner.kind !== 'user') throw error
    return [owner]
  }
}

async function listAllUsers(client: HubClient, signal: AbortSignal): Promise<readonly HubUser[]> {
  const users: HubUser[] = []
  let offset: number | null = 0
  for (let page = 0; offset !== null && page < mostPages; page++) {
    const accept = 'application/jupyterhub-pagination+json, application/json'
    const path = `users?offset=${offset}&limit=${pageSize}`
    const { users: more, nextOffset } = parseUsers((await client.call('GET', path, signal, { accept })).body)
    users.push(...more)
    offset = nextOffset
  }
  return users
}

export async function readUser(client: HubClient, name: string, signal: AbortSignal): Promise<HubUser> {
  return parseUser((await client.call('GET', userPath(name), signal)).body)
}

/** Rejects with `name_taken`, `permission_denied` and `bad_input`. */
export async function createUser(client: HubClient, name: string, signal: AbortSignal): Promise<HubUser> {
  return parseUser((await client.call('POST', userPath(name), signal)).body)
}

/** The hub stops a server of the user's first. Rejects with `not_found`. */
export async function removeUser(client: HubClient, name: string, signal: AbortSignal): Promise<void> {
  await client.call('DELETE', userPath(name), signal, { timeoutMs: 60_000 })
}

export function userPath(name: string): string {
  return `users/${encodeURIComponent(name)}`
}

/** Of the user's server; the default one has no name. */
export function serverPath(user: string, server: string): string {
  return server === '' ? `${userPath(user)}/server` : `${userPath(user)}/servers/${encodeURIComponent(server)}`
}
