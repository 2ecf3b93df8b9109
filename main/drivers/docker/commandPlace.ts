import type Docker from 'dockerode'
import type { Absent } from '../driver.ts'
import type { DockerClient } from './client.ts'
import { socketPathOf } from './endpoint.ts'

/** Mounted over these, the image's own programs or the kernel's files would be the host's. */
const systemFolders =
  /^\/($|(usr\/(local\/)?)?(bin|sbin|lib(32|64|x32|exec)?)(\/|$)|usr(\/local)?$|(proc|sys|dev|probe)(\/|$)|etc$)/

/** Why the run's directory cannot be seen in a container; null when it can. */
export function explainUnmountable({ url }: Pick<DockerClient, 'url'>, directory: string): Absent | null {
  if (socketPathOf(url) === null) {
    return { absent: 'the daemon answers on a network address, and the directory is on this machine' }
  }
  if (systemFolders.test(directory)) {
    return {
      absent: `mounted in a container, ${directory} would hide the image’s own files: run it in another directory`,
    }
  }
  return null
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
