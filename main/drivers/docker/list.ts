import type Docker from 'dockerode'
import type { Instance } from '../../contract/instance.ts'
import { chooseActions } from '../actions.ts'
import { callDocker, type DockerClient } from './client.ts'
import { isOurs } from './labels.ts'

/** GET /containers/json?all=1: everything, ours and the user's. */
export async function listContainers(client: DockerClient, signal: AbortSignal): Promise<readonly Instance[]> {
  const containers = await callDocker(
    client,
    (docker, abortSignal) => docker.listContainers({ all: true, abortSignal }),
    {
      signal,
    },
  )
  return containers.map(toInstance)
}

/** What of an entry of the list is shown. */
type Listed = Pick<Docker.ContainerInfo, 'Id' | 'Names' | 'Image' | 'Created' | 'State' | 'Labels'>

export function toInstance(container: Listed): Instance {
  const { Id, Names, Image, Created, State, Labels } = container
  return {
    id: `docker:${Id}`,
    technology: 'docker',
    // A container that others link to has further names, such as /web/db.
    name: (Names ?? []).map((name) => name.replace(/^\//, '')).find((name) => !name.includes('/')) ?? Id.slice(0, 12),
    state: toState(State),
    owner: isOurs(Labels) ? 'isoscope' : 'user',
    madeFrom: Image || null,
    createdAt: toTime(Created),
    startedAt: null,
    actions: chooseActions(['start', 'stop', 'remove'], toState(State)),
  }
}

/** Docker: created, running, paused, restarting, removing, exited, dead. Podman has further ones. */
export function toState(state: string): Instance['state'] {
  if (state === 'running' || state === 'paused' || state === 'created') return state
  return state === 'exited' || state === 'dead' || state === 'stopped' ? 'stopped' : 'unknown'
}

/** Seconds since 1970; Podman gave text for a while. */
function toTime(created: unknown): string | null {
  const date = typeof created === 'number' ? new Date(created * 1000) : new Date(String(created))
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
