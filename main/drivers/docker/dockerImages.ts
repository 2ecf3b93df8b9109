import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { diffImages } from '../../model/images/diffImages.ts'
import { listFolder } from '../../model/images/listFolder.ts'
import type { Images } from '../images.ts'
import { createDockerBuilds } from './build/dockerBuilds.ts'
import type { DockerClient } from './client.ts'
import { describeImage } from './describeImage.ts'
import { createContentsReader } from './imageContents.ts'
import type { SizedImage } from './imageSizes.ts'
import { createImageLister } from './images.ts'
import { createDockerStore } from './store/dockerStore.ts'
import { sumImages } from './sumImages.ts'

export function createDockerImages(connect: (signal: AbortSignal) => Promise<DockerClient>): Images {
  const known = new Map<string, SizedImage>()
  const list = createImageLister(known)
  const contents = createContentsReader()
  return {
    list: async (signal) => list(await connect(signal), signal),
    sum: async (images, signal) => sumImages(await connect(signal), images, known, signal),
    store: createDockerStore(connect),
    builds: createDockerBuilds(connect),
    layers: {
      holdsFiles: contents.holds,
      describe: async (id, signal) => describeImage(await connect(signal), id, known, signal),
      files: async ({ id, layer, folder }, onProgress, signal) => {
        const { layers } = await contents.read(await connect(signal), id, onProgress, signal)
        const changes = layers[layer]
        if (!changes) {
          throw new EngineError('not_found', 'docker', `The image has ${layers.length} layers, counted from 0.`)
        }
        return listFolder(changes, folder)
      },
      diff: async (before, after, onProgress, signal) => {
        const client = await connect(signal)
        const read = async (id: string) => ({
          description: await describeImage(client, id, known, signal),
          ...(await contents.read(client, id, onProgress, signal)),
        })
        const earlier = await read(before)
        throwIfAborted(signal, 'docker')
        return diffImages(earlier, await read(after))
      },
    },
  }
}
