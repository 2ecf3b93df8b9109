import type Docker from 'dockerode'
import { EngineError } from '../../model/engineError.ts'
import { type CallOptions, callDocker, type DockerClient } from './client.ts'
import { toInstance } from './list.ts'

/** What volumes and networks have in common: their ids and the containers that use them. */

/** What the engine calls it: a name or digits that need no quoting in a path. */
export function parseResourceId(id: string, thing: 'volume' | 'network'): string {
  const ref = /^docker:([a-zA-Z0-9][a-zA-Z0-9_.-]*)$/.exec(id)?.[1]
  if (ref !== undefined) return ref
  throw new EngineError('not_found', 'docker', `There is no such ${thing}.`)
}

/** GET /containers/json?all=1, also those that are stopped. */
export function listAllContainers(client: DockerClient, signal: AbortSignal): Promise<readonly Docker.ContainerInfo[]> {
  return callDocker(client, (docker, abortSignal) => docker.listContainers({ all: true, abortSignal }), { signal })
}

export function toUser(container: Docker.ContainerInfo) {
  const { id, name, state } = toInstance(container)
  return { id, name, state }
}

/** The names of the first few, for a sentence. */
export function nameUsers(users: readonly { readonly name: string }[]): string {
  const shown = users.slice(0, 5).map(({ name }) => name)
  const more = users.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** As RFC 3339 with whatever precision and offset; null for what is none. */
export function toTimeOrNull(text: string | undefined): string | null {
  const date = new Date(text ?? '')
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

/** Milliseconds: an engine reads whole volumes to tell how large they are. */
export const readingDeadline: Required<Pick<CallOptions, 'deadline'>> = { deadline: 120_000 }
