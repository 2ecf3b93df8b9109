import type { Readable } from 'node:stream'
import { throwIfAborted } from '../../model/engineError.ts'
import { formatQuantity } from '../../model/format.ts'
import type { ImageContents } from '../../model/images/diffImages.ts'
import { type LayerChange, stackLayers } from '../../model/images/stackLayers.ts'
import type { OnProgress } from '../onProgress.ts'
import { callDocker, type DockerClient, rejectOnAbort } from './client.ts'
import { countBytes } from './countBytes.ts'
import { toImageRef } from './describeImage.ts'
import { createLayerLister } from './listLayer.ts'
import { readImageArchive } from './readArchive.ts'

interface ReadImage extends ImageContents {
  /** Of each layer, the lowest first. */
  readonly layers: readonly (readonly LayerChange[])[]
}

interface ContentsReader {
  read(client: DockerClient, id: string, onProgress: OnProgress, signal: AbortSignal): Promise<ReadImage>
  /** What was read of it is kept. */
  holds(id: string): boolean
}

/** Whoever looks at an image goes through its folders one after the other, and compares two. */
const keptImages = 3

/**
 * Reads what is in an image by way of GET /images/NAME/get, which is the one place where an engine tells it. The id is that of
 * the content, so what was read of it stays true. Who asks while somebody else's reading goes on waits for that.
 */
export function createContentsReader(): ContentsReader {
  const kept = new Map<string, ReadImage>()
  const reading = new Map<string, Promise<unknown>>()
  const keep = (id: string, image: ReadImage) => {
    kept.set(id, image)
    for (const oldest of kept.keys()) {
      if (kept.size <= keptImages) break
      kept.delete(oldest)
    }
  }
  const read: ContentsReader['read'] = async (client, id, onProgress, signal) => {
    // However that ends: its asker may have gone away.
    while (reading.has(id)) {
      throwIfAborted(signal, 'docker')
      await Promise.race([reading.get(id)?.catch(() => undefined), rejectOnAbort(signal)])
    }
    const known = kept.get(id)
    if (known) return known
    const work = readContents(client, id, onProgress, signal)
    reading.set(id, work)
    try {
      const image = await work
      keep(id, image)
      return image
    } finally {
      reading.delete(id)
    }
  }
  return { read, holds: (id) => kept.has(id) }
}

async function readContents(
  client: DockerClient,
  id: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<ReadImage> {
  const image = client.docker.getImage(toImageRef(id))
  const { Size, RepoTags } = await callDocker(client, () => image.inspect(), { signal })
  const stream = await callDocker(client, () => image.get(), { signal })
  const name = RepoTags?.[0] ?? id
  const counted = countBytes(stream as Readable, (bytes) => {
    // An archive is somewhat larger than what it holds.
    const share = Size > 0 ? Math.min(1, bytes / Size) : null
    onProgress({ step: `reading ${name}`, amount: formatQuantity(bytes, 'bytes'), share })
  })
  const { layers } = await readImageArchive(counted, createLayerLister(), signal)
  const stacked = stackLayers(layers.map(({ entries }) => entries))
  const databases = new Map(layers.flatMap(({ databases: of }) => [...of]))
  return { ...stacked, databases: new Map([...databases].filter(([path]) => stacked.files.has(path))) }
}
