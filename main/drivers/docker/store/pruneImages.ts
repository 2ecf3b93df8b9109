import type { PruneScope } from '../../../contract/imageStore.ts'
import { EngineError, throwIfAborted, toEngineError } from '../../../model/engineError.ts'
import type { Pruned } from '../../imageStore.ts'
import type { OnProgress } from '../../onProgress.ts'
import type { DockerClient } from '../client.ts'
import { toImageRef } from '../describeImage.ts'
import { readNames } from './removeImage.ts'
import type { KeptImage } from './storedImages.ts'

/**
 * Pure. What nobody needs, of those that an image list shows. An image that others are built on is not dangling without a name;
 * what a comparison has made is that comparison's.
 */
export function choosePrunable(images: readonly KeptImage[], scope: PruneScope): readonly string[] {
  const parents = new Set(images.map(({ parent }) => parent))
  return images
    .filter(({ isOfRun, containers }) => !isOfRun && containers.length === 0)
    .filter(({ id, references }) => references > 0 || !parents.has(id))
    .filter(({ references }) => scope === 'unused' || references === 0)
    .map(({ id }) => id)
}

interface PruneOrder {
  readonly scope: PruneScope
  readonly ids: readonly string[]
  /** Resolves with the bytes that returned. */
  readonly remove: (id: string) => Promise<number | null>
}

/** Not POST /images/prune: what is removed is what was shown, and what has come into use since then is left. */
export async function pruneImages(
  client: DockerClient,
  { scope, ids, remove }: PruneOrder,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Pruned> {
  const removed: Pruned['removed'] = []
  const left: Pruned['left'] = []
  let freedBytes: number | null = 0
  for (const [index, id] of ids.entries()) {
    throwIfAborted(signal, 'docker')
    onProgress({ step: 'removing images', amount: `${index} of ${ids.length}`, share: index / ids.length })
    let names: readonly string[] = []
    try {
      names = (await readNames(client, toImageRef(id), signal)).names
      if (scope === 'dangling' && names.length > 0) {
        throw new EngineError('in_use', 'docker', `It has got the name ${names[0]} meanwhile.`)
      }
      const freed = await remove(id)
      freedBytes = freedBytes === null || freed === null ? null : freedBytes + freed
      removed.push({ id, names: [...names] })
    } catch (cause) {
      const error = toEngineError(cause, 'docker')
      if (!['in_use', 'not_found'].includes(error.code)) throw error
      left.push({ id, names: [...names], error: error.toData() })
    }
  }
  return { removed, left, freedBytes }
}
