import type { DiskUse, Reclaimable } from '../../../contract/disk.ts'
import { isOurContainer } from '../labels.ts'
import { toState } from '../list.ts'
import type { EngineCacheUse, EngineContainerUse, EngineDiskUse, EngineVolumeUse } from './readDiskUse.ts'

/** Pure. A row for each kind, also where there is none of it. */
export function countUse(use: EngineDiskUse): readonly DiskUse[] {
  const { Images, Containers, Volumes, BuildCache } = use
  const images = Images ?? []
  const unusedImages = images.filter((image) => (image.Containers ?? 0) <= 0)
  const caches = BuildCache ?? []
  const row = (kind: DiskUse['kind'], figures: Omit<DiskUse, 'technology' | 'kind'>): DiskUse => ({
    technology: 'docker',
    kind,
    ...figures,
  })
  const containers = Containers ?? []
  const volumes = Volumes ?? []
  return [
    row('images', {
      count: images.length,
      inUse: images.length - unusedImages.length,
      bytes: use.LayersSize ?? 0,
      reclaimableBytes: sum(unusedImages, ({ Size = 0, SharedSize = -1 }) => (SharedSize < 0 ? 0 : Size - SharedSize)),
    }),
    row('containers', {
      count: containers.length,
      inUse: containers.filter(runs).length,
      bytes: sum(containers, containerBytes),
      reclaimableBytes: sum(containers.filter(isRemovable), containerBytes),
    }),
    row('volumes', {
      count: volumes.length,
      inUse: volumes.filter((one) => !isUnused(one)).length,
      bytes: sum(volumes, volumeBytes),
      reclaimableBytes: sum(volumes.filter(isUnused), volumeBytes),
    }),
    row('buildCache', {
      count: caches.length,
      inUse: caches.filter(({ InUse }) => InUse).length,
      bytes: sum(caches, cacheBytes),
      reclaimableBytes: sum(
        caches.filter(({ InUse }) => !InUse),
        cacheBytes,
      ),
    }),
  ]
}

/** Pure: what `countUse` counts as reclaimable, one by one, the largest first. */
export function listReclaimable(use: EngineDiskUse, kind: 'containers' | 'volumes' | 'buildCache'): Reclaimable[] {
  const things = {
    containers: () => (use.Containers ?? []).filter(isRemovable).map(toContainer),
    volumes: () => (use.Volumes ?? []).filter(isUnused).map(toVolume),
    buildCache: () => (use.BuildCache ?? []).filter(({ InUse }) => !InUse).map(toCache),
  }[kind]()
  return things.sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0))
}

/** Also one that is only paused, or about to start again. */
function runs({ State = '' }: EngineContainerUse): boolean {
  return !['stopped', 'created'].includes(toState(State))
}

/** Isoscope's own are in a comparison, or are kept and removed where they were made. */
function isRemovable(container: EngineContainerUse): boolean {
  return !runs(container) && !isOurContainer(container.Labels)
}

function isUnused({ UsageData }: EngineVolumeUse): boolean {
  return UsageData?.RefCount === 0
}

function containerBytes({ SizeRw = 0 }: EngineContainerUse): number {
  return Math.max(0, SizeRw)
}

function volumeBytes({ UsageData }: EngineVolumeUse): number {
  return Math.max(0, UsageData?.Size ?? 0)
}

function cacheBytes({ Shared, Size = 0 }: EngineCacheUse): number {
  return Shared ? 0 : Size
}

function toContainer(container: EngineContainerUse): Reclaimable {
  const { Id, Names, Image, Status } = container
  return {
    id: `docker:${Id}`,
    name: Names?.[0]?.replace(/^\//, '') ?? Id.slice(0, 12),
    detail: [Image, Status].filter(Boolean).join(', '),
    bytes: containerBytes(container),
  }
}

function toVolume({ Name, Driver, UsageData }: EngineVolumeUse): Reclaimable {
  const bytes = UsageData?.Size ?? -1
  return { id: `docker:${Name}`, name: Name, detail: Driver ?? '', bytes: bytes < 0 ? null : bytes }
}

function toCache(cache: EngineCacheUse): Reclaimable {
  const { ID, Type = '', Description = '', LastUsedAt } = cache
  return {
    id: `docker:${ID}`,
    name: Description || Type || ID,
    detail: LastUsedAt ? `last used ${LastUsedAt.slice(0, 16).replace('T', ' ')}` : 'not used again',
    bytes: cacheBytes(cache),
  }
}

function sum<T>(things: readonly T[], bytesOf: (thing: T) => number): number {
  return things.reduce((total, thing) => total + bytesOf(thing), 0)
}
