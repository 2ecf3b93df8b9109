import type { Reclaimable, Reclaimed, ReclaimRequest } from '../../../contract/disk.ts'
import { throwIfAborted, toEngineError } from '../../../model/engineError.ts'
import type { DiskKeeper } from '../../diskUse.ts'
import type { OnProgress } from '../../onProgress.ts'
import { callApi } from '../callApi.ts'
import { callDocker, type DockerClient } from '../client.ts'
import { hasStatus } from '../errors.ts'
import { removeVolume } from '../volumes/volumes.ts'
import { countUse, listReclaimable } from './countUse.ts'
import { type EngineDiskUse, readDiskUse } from './readDiskUse.ts'

const partOf = { containers: 'container', volumes: 'volume', buildCache: 'build-cache' } as const

export function createDockerDiskKeeper(connect: (signal: AbortSignal) => Promise<DockerClient>): DiskKeeper {
  return {
    read: async (signal) =>
      countUse(await readDiskUse(await connect(signal), ['image', 'container', 'volume', 'build-cache'], signal)),
    preview: async (kind, signal) =>
      listReclaimable(await readDiskUse(await connect(signal), [partOf[kind]], signal), kind),
    reclaim: async (request, onProgress, signal) => {
      const client = await connect(signal)
      if (request.kind === 'buildCache') return pruneBuildCache(client, signal)
      const use = await readDiskUse(client, [partOf[request.kind]], signal)
      return removeEach(client, { ...request, use }, onProgress, signal)
    },
  }
}

/**
 * POST /build/prune?all=1: BuildKit's, all that no build going on needs. The engine's own `SpaceReclaimed` counts layers that an
 * image has as well, which return nothing; so it is counted before and after.
 */
async function pruneBuildCache(client: DockerClient, signal: AbortSignal): Promise<Reclaimed> {
  const readBytes = async () => {
    const rows = countUse(await readDiskUse(client, ['build-cache'], signal))
    return rows.find(({ kind }) => kind === 'buildCache')?.bytes ?? 0
  }
  const before = await readBytes()
  const request = { method: 'POST', path: '/build/prune', query: { all: true } } as const
  const answer = await callApi(client, request, { signal, deadline: 600_000 })
  const { CachesDeleted } = answer as { readonly CachesDeleted?: readonly string[] | null }
  return { removed: [...(CachesDeleted ?? [])], kept: [], freedBytes: Math.max(0, before - (await readBytes())) }
}

type Chosen = Extract<ReclaimRequest, { readonly ids: readonly string[] }> & { readonly use: EngineDiskUse }

async function removeEach(
  client: DockerClient,
  { kind, ids, use }: Chosen,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Reclaimed> {
  const reclaimable = new Map(listReclaimable(use, kind).map((one) => [one.id, one]))
  const removed: string[] = []
  const kept: { name: string; why: string }[] = []
  let freedBytes = 0
  for (const [index, id] of ids.entries()) {
    throwIfAborted(signal, 'docker')
    const thing = reclaimable.get(id)
    if (!thing) {
      kept.push({ name: id.replace(/^docker:/, ''), why: 'It is gone, or in use.' })
      continue
    }
    onProgress({ step: `removing ${thing.name}`, share: index / ids.length })
    try {
      await removeOne(client, kind, thing, signal)
      removed.push(thing.name)
      freedBytes += thing.bytes ?? 0
    } catch (error) {
      throwIfAborted(signal, 'docker')
      kept.push({ name: thing.name, why: toEngineError(error, 'docker').message })
    }
  }
  return { removed, kept, freedBytes }
}

/** Never by force: one that has been started in the meantime stays. Volumes without a name stay as well; they are a kind of their own. */
async function removeOne(client: DockerClient, kind: Chosen['kind'], { id }: Reclaimable, signal: AbortSignal) {
  const ref = id.slice('docker:'.length)
  if (kind === 'volumes') return removeVolume(client, ref, signal)
  try {
    await callDocker(client, (docker, abortSignal) => docker.getContainer(ref).remove({ abortSignal }), { signal })
  } catch (error) {
    if (!hasStatus(error, 404)) throw error
  }
}
