import { existsSync } from 'node:fs'
import type Docker from 'dockerode'
import type { Absent } from '../absent.ts'
import type { DiskUse } from '../contender.ts'
import { callDocker, type DockerClient } from './client.ts'
import { findRecords, listContainerFolders, listLayerFolders, sumAllocated } from './disk.ts'
import { hasStatus } from './errors.ts'
import { isOurContainer } from './labels.ts'

/**
 * Of a container somebody keeps: `unique` is its writable layer and its records, which its removal gives back; its image
 * stays, so all of that is `shared`. Allocated blocks where the engine's folders can be read, as in docs/disk.md.
 */
export async function measureContainerDisk(
  client: DockerClient,
  container: Docker.ContainerInspectInfo,
  signal: AbortSignal,
): Promise<DiskUse | Absent> {
  const own = listContainerFolders(container.GraphDriver)
  const layers = await readImageFolders(client, container.Image, signal)
  const keptVolumes = describeVolumes(container)
  if (layers === null || own.length === 0 || ![...layers, ...own].every(existsSync)) {
    return readReportedDisk(client, container.Id, keptVolumes, signal)
  }
  const records = await findRecords(client, container.Id, signal)
  return {
    unique: await sumAllocated([...own, ...records], signal),
    shared: await sumAllocated(layers, signal),
    ...(keptVolumes !== null && { note: keptVolumes }),
  }
}

/** The folders of all layers of its image; null where the engine does not tell them, or has the image no more. */
async function readImageFolders(
  client: DockerClient,
  image: string,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  try {
    const { GraphDriver, RootFS } = await callDocker(client, (docker) => docker.getImage(image).inspect(), { signal })
    const folders = listLayerFolders(GraphDriver)
    return folders.length === (RootFS?.Layers ?? []).length ? folders : null
  } catch (error) {
    if (hasStatus(error, 404)) return null
    throw error
  }
}

/** GET /containers/ID/json?size=1 */
async function readReportedDisk(
  client: DockerClient,
  id: string,
  keptVolumes: string | null,
  signal: AbortSignal,
): Promise<DiskUse | Absent> {
  // Not known to dockerode's types, but handed on.
  const query = { size: true } as Docker.ContainerInspectOptions
  const sized = await callDocker(client, (docker) => docker.getContainer(id).inspect(query), {
    signal,
    deadline: 60_000,
  })
  return pickContainerSizes(sized as ContainerSizes, keptVolumes)
}

interface ContainerSizes {
  readonly SizeRw?: number
  readonly SizeRootFs?: number
}

/** Pure. */
export function pickContainerSizes(sized: ContainerSizes, keptVolumes: string | null): DiskUse | Absent {
  const { SizeRw, SizeRootFs } = sized
  if (SizeRw === undefined || SizeRootFs === undefined) return { absent: 'the engine does not tell its size' }
  const notes = [
    'sizes of files as the engine reports them, not allocated blocks',
    ...(keptVolumes ? [keptVolumes] : []),
  ]
  return { unique: SizeRw, shared: Math.max(0, SizeRootFs - SizeRw), note: notes.join('; ') }
}

/** A volume with a name stays in any case, one without a name when the container is the user's. */
function describeVolumes({ Mounts, Config }: Docker.ContainerInspectInfo): string | null {
  const volumes = Mounts.filter(({ Type }) => Type === 'volume')
  if (volumes.length === 0) return null
  return isOurContainer(Config.Labels) ? 'its volumes are not counted' : 'without its volumes, which stay'
}
