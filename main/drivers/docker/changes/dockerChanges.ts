import { listFolder } from '../../../model/images/listFolder.ts'
import type { ContainerChangeReader } from '../../containerChanges.ts'
import type { DockerClient } from '../client.ts'
import { parseInstanceId } from '../ids.ts'
import { commitChanges } from './commitChanges.ts'
import { type ContainerDelta, readChanges } from './readChanges.ts'

/** Whoever looks at a container goes through its folders one after the other. */
const keptDeltas = 3

export function createDockerChanges(connect: (signal: AbortSignal) => Promise<DockerClient>): ContainerChangeReader {
  const kept = new Map<string, ContainerDelta>()
  return {
    list: async ({ id, folder }, onProgress, signal) => {
      const ref = parseInstanceId(id)
      const known = folder === '' ? undefined : kept.get(id)
      const delta = known ?? (await readChanges(await connect(signal), ref, onProgress, signal))
      kept.delete(id)
      kept.set(id, delta)
      for (const oldest of kept.keys()) {
        if (kept.size <= keptDeltas) break
        kept.delete(oldest)
      }
      return { ...listFolder(delta.changes, folder), untold: delta.untold }
    },
    commit: async (order, signal) => commitChanges(await connect(signal), parseInstanceId(order.id), order, signal),
  }
}
