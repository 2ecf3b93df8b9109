import { planRemoval } from '../../../model/images/planRemoval.ts'
import type { ImageStore } from '../../imageStore.ts'
import type { DockerClient } from '../client.ts'
import type { SizedImage } from '../imageSizes.ts'
import { prepareFreed } from './freed.ts'
import { loadImages } from './loadImages.ts'
import { tagImage, untagImage } from './names.ts'
import { choosePrunable, pruneImages } from './pruneImages.ts'
import { removeWholeImage } from './removeImage.ts'
import { saveImages } from './saveImages.ts'
import { type DockerStore, readStore } from './storedImages.ts'

export function createDockerStore(connect: (signal: AbortSignal) => Promise<DockerClient>): ImageStore {
  const known = new Map<string, SizedImage>()
  const plan = async (store: DockerStore, ids: readonly string[], signal: AbortSignal) =>
    planRemoval(store.images, ids, await store.readLayerBytes(ids, signal))
  return {
    tag: async (id, name, move, signal) => tagImage(await connect(signal), id, name, move, signal),
    untag: async (id, name, signal) => untagImage(await connect(signal), id, name, signal),
    planRemoval: async (ids, signal) => plan(await readStore(await connect(signal), known, signal), ids, signal),
    remove: async (id, signal) => {
      const client = await connect(signal)
      const measure = await prepareFreed(await readStore(client, known, signal), [id], signal)
      return measure(await removeWholeImage(client, id, signal))
    },
    planPrune: async (scope, signal) => {
      const store = await readStore(await connect(signal), known, signal)
      return plan(store, choosePrunable(store.images, scope), signal)
    },
    prune: async (scope, ids, onProgress, signal) => {
      const client = await connect(signal)
      const measure = await prepareFreed(await readStore(client, known, signal), ids, signal)
      const remove = async (id: string) => measure(await removeWholeImage(client, id, signal))
      return pruneImages(client, { scope, ids, remove }, onProgress, signal)
    },
    save: async (images, target, onProgress, signal) =>
      saveImages(await connect(signal), images, target, onProgress, signal),
    load: async (path, onProgress, signal) => loadImages(await connect(signal), path, onProgress, signal),
  }
}
