import type Docker from 'dockerode'
import type { Instance } from '../../contract/instance.ts'
import { callDocker, type DockerClient } from './client.ts'
import { inspectContainer } from './container.ts'
import { chooseContainerActions } from './containerActions.ts'
import { isOurContainer } from './labels.ts'
import type { ContainerPlaces } from './places.ts'

/**
 * GET /containers/json?all=1: everything, ours and the user's. The list does not tell when a container was started; where
 * its first process is on this machine, that does.
 */
export async function listContainers(
  client: DockerClient,
  places: ContainerPlaces | null,
  signal: AbortSignal,
): Promise<readonly Instance[]> {
  const containers = await callDocker(
    client,
    (docker, abortSignal) => docker.listContainers({ all: true, abortSignal }),
    {
      signal,
    },
  )
  const running = containers.filter(({ State }) => State === 'running' || State === 'paused').map(({ Id }) => Id)
  places?.keep(new Set(running))
  const starts = new Map(running.map((id) => [id, places?.startedAt(id) ?? null]))
  return containers.map((container) => toInstance(container, starts.get(container.Id) ?? null))
}

/** One, as the list has it. */
export async function describeContainer(client: DockerClient, id: string, signal: AbortSignal): Promise<Instance> {
  const { Id, Name, Config, Created, State } = await inspectContainer(client, id, signal)
  return toInstance({
    Id,
    Names: [Name],
    Image: Config.Image,
    Created: Math.floor(Date.parse(Created) / 1000),
    State: State.Status,
    Labels: Config.Labels,
  })
}

/** What of an entry of the list is shown. */
type Listed = Pick<Docker.ContainerInfo, 'Id' | 'Names' | 'Image' | 'Created' | 'State' | 'Labels'>

export function toInstance(container: Listed, startedAt: string | null = null): Instance {
  const { Id, Names, Image, Created, State, Labels } = container
  return {
    id: `docker:${Id}`,
    technology: 'docker',
    // A container that others link to has further names, such as /web/db.
    name: (Names ?? []).map((name) => name.replace(/^\//, '')).find((name) => !name.includes('/')) ?? Id.slice(0, 12),
    state: toState(State),
    owner: isOurContainer(Labels) ? 'isoscope' : 'user',
    madeFrom: Image || null,
    createdAt: toTime(Created),
    startedAt,
    actions: chooseContainerActions(State, Labels),
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
