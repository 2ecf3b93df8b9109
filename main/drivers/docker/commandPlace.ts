import type Docker from 'dockerode'
import type { Absent } from '../absent.ts'
import { explainHiding } from '../commandDirectory.ts'
import type { DockerClient } from './client.ts'
import { socketPathOf } from './endpoint.ts'

/** Why the run's directory cannot be seen in a container; null when it can. */
export function explainUnmountable({ url }: Pick<DockerClient, 'url'>, directory: string): Absent | null {
  if (socketPathOf(url) === null) {
    return { absent: 'the daemon answers on a network address, and the directory is on this machine' }
  }
  return explainHiding(directory)
}

/**
 * The directory at its own path, read-only: the same as `docker run --mount type=bind,source=D,target=D,readonly`. An
 * object and not a string, so that no colon or comma in a name adds an option. Without what is mounted below it, because
 * engines before 25 leave those writable. docs.docker.com/reference/api/engine, "ContainerCreate", Mounts
 */
export function buildDirectoryMount(directory: string): Docker.MountSettings {
  const options = { Propagation: 'rprivate', NonRecursive: true } as const
  return { Type: 'bind', Source: directory, Target: directory, ReadOnly: true, BindOptions: options }
}
