import type Docker from 'dockerode'
import type { ProjectRequest } from '../../../contract/projects.ts'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import type { OnProgress } from '../../onProgress.ts'
import { callDocker, type DockerClient } from '../client.ts'
import { removeContainer, startContainer, stopContainer } from '../container.ts'
import { hasStatus } from '../errors.ts'
import { graceSeconds } from '../power.ts'
import { listAllContainers, nameUsers, toUser } from '../resources.ts'
import { removeVolume } from '../volumes/volumes.ts'
import { containersOf } from './describeProjects.ts'
import { composeLabels } from './labels.ts'
import { planStages } from './startOrder.ts'

type OnProject = Exclude<ProjectRequest, { readonly action: 'up' }>

/**
 * What `docker compose start`, `stop`, `restart` and `down` do with a project whose file is gone: everything is found by its
 * labels. So it needs no program, and no file of a path that a label names is ever read.
 */
export async function actOnProject(
  client: DockerClient,
  request: OnProject,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const containers = containersOf(await listAllContainers(client, signal), request.name)
  if (containers.length === 0) {
    throw new EngineError('not_found', 'docker', `There is no project ${request.name} with containers.`)
  }
  const stages = planStages(containers)
  const tell = (going: string) => (one: Docker.ContainerInfo) =>
    onProgress({ step: `${going} ${toUser(one).name}`, share: null })
  const stop = (one: Docker.ContainerInfo) => stopContainer(client, one.Id, graceSeconds, signal)
  const stopAll = () => inStages(stages.toReversed(), tell('stopping'), stop, signal)
  const startAll = () => inStages(stages, tell('starting'), (one) => startContainer(client, one.Id, signal), signal)
  switch (request.action) {
    case 'start':
      return startAll()
    case 'stop':
      return stopAll()
    case 'restart':
      await stopAll()
      return startAll()
    case 'down': {
      await stopAll()
      const remove = (one: Docker.ContainerInfo) =>
        removeContainer(client, one.Id, { signal, volumes: request.volumes })
      await inStages(stages.toReversed(), tell('removing'), remove, signal)
      await removeNetworks(client, request.name, signal)
      if (request.volumes) await removeVolumes(client, request.name, onProgress, signal)
    }
  }
}

async function inStages(
  stages: readonly (readonly Docker.ContainerInfo[])[],
  tell: (container: Docker.ContainerInfo) => void,
  work: (container: Docker.ContainerInfo) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for (const stage of stages) {
    throwIfAborted(signal, 'docker')
    for (const one of stage) tell(one)
    await Promise.all(stage.map(work))
  }
}

const filtersOf = (project: string) => ({ label: [`${composeLabels.project}=${project}`] })

/** One that a container outside the project is connected to stays, as Compose leaves it; that is said at the end. */
async function removeNetworks(client: DockerClient, project: string, signal: AbortSignal): Promise<void> {
  const filters = JSON.stringify(filtersOf(project))
  const networks = await callDocker(client, (docker, abortSignal) => docker.listNetworks({ filters, abortSignal }), {
    signal,
  })
  const kept: string[] = []
  for (const { Id, Name } of networks) {
    try {
      await callDocker(client, (docker, abortSignal) => docker.getNetwork(Id).remove({ abortSignal }), { signal })
    } catch (error) {
      if (hasStatus(error, 404)) continue
      if (!hasStatus(error, 403, 409)) throw error
      kept.push(Name)
    }
  }
  if (kept.length === 0) return
  const users = (await listAllContainers(client, signal)).filter(({ NetworkSettings }) =>
    kept.some((name) => NetworkSettings?.Networks?.[name] !== undefined),
  )
  throw new EngineError('in_use', 'docker', `All went but ${kept.join(', ')}: other containers are connected to it.`, {
    ...(users.length > 0 && { remedy: { text: `Disconnect or remove ${nameUsers(users.map(toUser))}` } }),
  })
}

async function removeVolumes(
  client: DockerClient,
  project: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const filters = JSON.stringify(filtersOf(project))
  const { Volumes } = await callDocker(client, (docker, abortSignal) => docker.listVolumes({ filters, abortSignal }), {
    signal,
  })
  for (const { Name } of Volumes ?? []) {
    throwIfAborted(signal, 'docker')
    onProgress({ step: `removing volume ${Name}`, share: null })
    await removeVolume(client, Name, signal)
  }
}
