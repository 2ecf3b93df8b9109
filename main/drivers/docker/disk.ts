import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { throwIfAborted } from '../../model/engineError.ts'
import { measureAllocated } from '../../os/disk.ts'
import type { Absent } from '../absent.ts'
import type { DiskUse } from '../contender.ts'
import { callDocker, type DockerClient } from './client.ts'
import { inspectContainer } from './container.ts'

/**
 * Allocated blocks of an image's layers and of one container made from it, the layers that other images also have kept
 * apart. Where the engine's folders cannot be read: the sizes it tells itself, which the note says.
 */
export async function measureDisk(
  client: DockerClient,
  image: string,
  containerId: string,
  signal: AbortSignal,
): Promise<DiskUse | Absent> {
  const info = await callDocker(client, (docker) => docker.getImage(image).inspect(), { signal })
  const container = await inspectContainer(client, containerId, signal)
  const layers = listLayerFolders(info.GraphDriver)
  const own = listContainerFolders(container.GraphDriver)
  const chain = info.RootFS?.Layers ?? []
  if (layers.length !== chain.length || own.length === 0 || ![...layers, ...own].every(existsSync)) {
    return readReportedSizes(client, info.Id, containerId, signal)
  }
  const shared = await countSharedLayers(client, info.Id, chain, signal)
  const records = await findRecords(client, container.Id, signal)
  return {
    unique: await sumAllocated([...layers.slice(shared), ...own, ...records]),
    shared: await sumAllocated(layers.slice(0, shared)),
  }
}

export interface GraphDriver {
  readonly Name?: string
  readonly Data?: Readonly<Record<string, string>> | null
}

/** overlay2: a layer's files are in FOLDER/diff, its book-keeping beside them. Lowest layer first, as in RootFS.Layers. */
export function listLayerFolders(driver: GraphDriver | null | undefined): readonly string[] {
  if (!isOverlay(driver)) return []
  const upper = driver?.Data?.UpperDir
  const lower = driver?.Data?.LowerDir?.split(':').filter((path) => path !== '') ?? []
  return upper ? [...lower.reverse(), upper].map(dirname) : []
}

/** A container's own two: its writable layer, and the `-init` one below it with the mount points Docker makes. */
export function listContainerFolders(driver: GraphDriver | null | undefined): readonly string[] {
  if (!isOverlay(driver)) return []
  const upper = driver?.Data?.UpperDir
  if (!upper) return []
  const folder = dirname(upper)
  const lowest = driver?.Data?.LowerDir?.split(':')[0]
  const init = lowest && dirname(lowest) === `${folder}-init` ? [`${folder}-init`] : []
  return [folder, ...init]
}

function isOverlay(driver: GraphDriver | null | undefined): boolean {
  return driver?.Name === 'overlay2' || driver?.Name === 'overlay'
}

/** Layers are shared from the lowest one up: as far as the longest beginning that another image has too. */
export function countCommonLayers(own: readonly string[], others: readonly (readonly string[])[]): number {
  const lengths = others.map((other) => {
    const differs = own.findIndex((layer, index) => other[index] !== layer)
    return differs < 0 ? own.length : differs
  })
  return Math.max(0, ...lengths)
}

/** How many of these layers, from the lowest up, another image of this engine has too. */
export async function countSharedLayers(
  client: DockerClient,
  imageId: string,
  chain: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const images = await callDocker(client, (docker) => docker.listImages({ all: true }), { signal })
  const others = images.filter(({ Id }) => Id !== imageId)
  const chains: string[][] = []
  for (const { Id } of others) {
    // One that is removed meanwhile shares nothing any more.
    const other = await callDocker(client, (docker) => docker.getImage(Id).inspect(), { signal }).catch(() => null)
    chains.push(other?.RootFS?.Layers ?? [])
  }
  return countCommonLayers(chain, chains)
}

/** DockerRootDir/containers/ID: configuration, logs, hosts file. */
export async function findRecords(
  client: DockerClient,
  containerId: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const info = (await callDocker(client, (docker) => docker.info(), { signal })) as { DockerRootDir?: string }
  const folder = info.DockerRootDir ? join(info.DockerRootDir, 'containers', containerId) : null
  return folder !== null && existsSync(folder) ? [folder] : []
}

/** Rejects with `cancelled` between two of them: a large image takes seconds. */
export async function sumAllocated(folders: readonly string[], signal?: AbortSignal): Promise<number> {
  let bytes = 0
  for (const folder of folders) {
    if (signal) throwIfAborted(signal, 'docker')
    const { unique, shared } = await measureAllocated(folder)
    bytes += unique + shared
  }
  return bytes
}

/** GET /system/df */
async function readReportedSizes(
  client: DockerClient,
  imageId: string,
  containerId: string,
  signal: AbortSignal,
): Promise<DiskUse | Absent> {
  const report = (await callDocker(client, (docker) => docker.df(), { signal, deadline: 60_000 })) as DiskReport
  return pickReportedSizes(report, imageId, containerId)
}

interface DiskReport {
  readonly Images?: readonly { readonly Id: string; readonly Size: number; readonly SharedSize: number }[] | null
  readonly Containers?: readonly { readonly Id: string; readonly SizeRw?: number }[] | null
}

export function pickReportedSizes(report: DiskReport, imageId: string, containerId: string): DiskUse | Absent {
  const bare = (id: string) => id.replace(/^sha256:/, '')
  const image = report.Images?.find(({ Id }) => bare(Id) === bare(imageId))
  if (!image) return { absent: 'the engine does not tell the size of the image' }
  const shared = Math.max(0, image.SharedSize)
  const writable = report.Containers?.find(({ Id }) => Id === containerId)?.SizeRw ?? 0
  return {
    unique: image.Size - shared + writable,
    shared,
    note: 'sizes of files as the engine reports them, not allocated blocks',
  }
}
