import type { NewVolume } from '../../../contract/volumes.ts'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import type { Volumes } from '../../volumes.ts'
import { callDocker, callToEnd, type DockerClient } from '../client.ts'
import { type EngineDiskUse, readDiskUse } from '../diskUse/readDiskUse.ts'
import { hasStatus } from '../errors.ts'
import { checkName } from '../names.ts'
import { listAllContainers, nameUsers, parseResourceId } from '../resources.ts'
import { type EngineVolume, toVolume, toVolumeDescription } from './describeVolume.ts'

/** docs.docker.com/reference/api/engine: the requests under /volumes. */
export function createDockerVolumes(connect: (signal: AbortSignal) => Promise<DockerClient>): Volumes {
  return {
    list: async ({ sizes }, signal) => {
      const client = await connect(signal)
      const [{ Volumes }, containers, use] = await Promise.all([
        callDocker(client, (docker, abortSignal) => docker.listVolumes({ abortSignal }), { signal }),
        listAllContainers(client, signal),
        sizes ? readDiskUse(client, ['volume'], signal) : {},
      ])
      const bytes = readVolumeSizes(use)
      return (Volumes ?? []).map((volume) => toVolume(volume, containers, bytes))
    },
    create: async (volume, signal) => createVolume(await connect(signal), volume, signal),
    inspect: async (id, signal) => {
      const client = await connect(signal)
      const volume = await inspectVolume(client, parseResourceId(id, 'volume'), signal)
      const [containers, sizes] = await Promise.all([listAllContainers(client, signal), readKnownSizes(client, signal)])
      return toVolumeDescription(volume, toVolume(volume, containers, sizes))
    },
    remove: async (id, signal) => {
      const client = await connect(signal)
      const name = parseResourceId(id, 'volume')
      await inspectVolume(client, name, signal)
      const bytes = (await readKnownSizes(client, signal)).get(name)
      await removeVolume(client, name, signal)
      return bytes ?? null
    },
  }
}

/** None where the engine cannot tell: one broken thing on its disk keeps it from that, and is no reason to keep a volume. */
async function readKnownSizes(client: DockerClient, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const use = await readDiskUse(client, ['volume'], signal).catch(() => ({}))
  throwIfAborted(signal, 'docker')
  return readVolumeSizes(use)
}

/** Bytes by the volumes' names; those that cannot be asked are not in it. */
export function readVolumeSizes({ Volumes }: EngineDiskUse): ReadonlyMap<string, number> {
  const known = (Volumes ?? []).flatMap(({ Name, UsageData }): [string, number][] => {
    const bytes = UsageData?.Size ?? -1
    return bytes >= 0 ? [[Name, bytes]] : []
  })
  return new Map(known)
}

/** The engine would answer with the one that exists; whoever creates a volume wants an empty one. */
async function createVolume(client: DockerClient, { name, driver, labels }: NewVolume, signal: AbortSignal) {
  const Name = checkName(name)
  if (await isThere(client, Name, signal)) {
    throw new EngineError('name_taken', 'docker', 'A volume of this name exists.', {
      remedy: { text: 'Choose another name' },
    })
  }
  const options = { Name, ...(driver && { Driver: driver }), ...(labels && { Labels: labels }) }
  await callToEnd(client, (docker, abortSignal) => docker.createVolume({ ...options, abortSignal }), signal)
  try {
    return toVolume(await inspectVolume(client, Name, signal), [], new Map())
  } catch (error) {
    // Whoever left or was told that it failed does not have it either.
    await callDocker(client, (docker) => docker.getVolume(Name).remove()).catch(() => undefined)
    throw error
  }
}

async function isThere(client: DockerClient, name: string, signal: AbortSignal): Promise<boolean> {
  try {
    await inspectVolume(client, name, signal)
    return true
  } catch (error) {
    if (hasStatus(error, 404)) return false
    throw error
  }
}

async function inspectVolume(client: DockerClient, name: string, signal: AbortSignal): Promise<EngineVolume> {
  try {
    const call = { signal }
    return await callDocker(client, (docker, abortSignal) => docker.getVolume(name).inspect({ abortSignal }), call)
  } catch (error) {
    if (!hasStatus(error, 404)) throw error
    throw new EngineError('not_found', 'docker', `There is no volume ${name}.`, { cause: (error as Error).cause })
  }
}

/** DELETE /volumes/NAME, never by force. Rejects with `in_use`. */
export async function removeVolume(client: DockerClient, name: string, signal: AbortSignal): Promise<void> {
  try {
    const call = { signal, deadline: 600_000 }
    await callDocker(client, (docker, abortSignal) => docker.getVolume(name).remove({ abortSignal }), call)
  } catch (error) {
    if (!hasStatus(error, 409)) throw error
    const volume = toVolume({ Name: name }, await listAllContainers(client, signal), new Map())
    if (volume.users.length === 0) throw error
    throw new EngineError('in_use', 'docker', `${name} is in use by ${nameUsers(volume.users)}.`, {
      remedy: { text: 'Remove these containers first; stopping them is not enough' },
      cause: error,
    })
  }
}
