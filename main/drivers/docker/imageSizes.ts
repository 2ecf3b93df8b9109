import { matchSteps } from '../../model/images/matchSteps.ts'
import { callDocker, type DockerClient } from './client.ts'
import { hasStatus } from './errors.ts'
import { forEachOf } from './forEachOf.ts'
import { readHistory } from './imageHistory.ts'

/** What an image consists of. Its id names exactly this, so it is asked once. */
export interface SizedImage {
  /** Digests of the layers, the lowest first. */
  readonly layers: readonly string[]
  /** Bytes of all layers. */
  readonly size: number
  /** Of each layer, where the history was asked for them; null where it does not tell. */
  readonly layerSizes?: readonly number[] | null
}

export type NamedImage = SizedImage & { readonly id: string }

/** More at once is no quicker (Docker 20.10: 500 images in 0.8 s one by one, 0.5 s with four, 0.6 s with eight). */
const askedAtOnce = 4

/**
 * What each image of the list consists of; one that is removed meanwhile is left out. `known` is kept from call to call and
 * forgets images that are gone.
 */
export async function readImageLayers(
  client: DockerClient,
  images: readonly { readonly Id: string }[],
  known: Map<string, SizedImage>,
  signal: AbortSignal,
): Promise<readonly NamedImage[]> {
  const ids = new Set(images.map(({ Id }) => Id))
  for (const id of known.keys()) if (!ids.has(id)) known.delete(id)
  const unknown = [...ids].filter((id) => !known.has(id))
  await forEachOf(unknown, askedAtOnce, async (id) => {
    const image = await readLayers(client, id, signal)
    if (image) known.set(id, image)
  })
  return [...ids].flatMap((id) => {
    const image = known.get(id)
    return image ? [{ id, ...image }] : []
  })
}

async function readLayers(client: DockerClient, id: string, signal: AbortSignal): Promise<SizedImage | null> {
  try {
    const { RootFS, Size } = await callDocker(client, (docker) => docker.getImage(id).inspect(), { signal })
    return { layers: RootFS?.Layers ?? [], size: Size }
  } catch (error) {
    // Removed meanwhile.
    if (hasStatus(error, 404)) return null
    throw error
  }
}

/**
 * Of each image the bytes in layers that another one of the list has too, as GET /system/df tells them. An image whose share
 * cannot be told is left out. `known` as readImageLayers has it.
 */
export async function readSharedSizes(
  client: DockerClient,
  images: readonly { readonly Id: string }[],
  known: Map<string, SizedImage>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const here = await readImageLayers(client, images, known, signal)
  const sizes = computeSharedSizes(here)
  const untold = here.filter(({ id }) => !sizes.has(id))
  return untold.length === 0 ? sizes : computeSharedSizes(await addLayerSizes(client, here, untold, known, signal))
}

/** The same images, those of `untold` with the sizes of their layers, as far as their history tells. */
export async function addLayerSizes(
  client: DockerClient,
  images: readonly NamedImage[],
  untold: readonly NamedImage[],
  known: Map<string, SizedImage>,
  signal: AbortSignal,
): Promise<readonly NamedImage[]> {
  const unread = untold.filter(({ layerSizes }) => layerSizes === undefined)
  await forEachOf(unread, askedAtOnce, async ({ id, ...image }) => {
    known.set(id, { ...image, layerSizes: await readLayerSizes(client, id, image.layers, signal) })
  })
  return images.map(({ id, ...image }) => ({ ...image, ...known.get(id), id }))
}

/** Of each layer; null where the history does not tell. */
export async function readLayerSizes(
  client: DockerClient,
  id: string,
  layers: readonly string[],
  signal: AbortSignal,
): Promise<readonly number[] | null> {
  const history = await readHistory(client, id, signal).catch((error: unknown) => {
    // Removed meanwhile.
    if (hasStatus(error, 404)) return []
    throw error
  })
  const steps = matchSteps(history, layers, () => [])
  const sizes = steps.flatMap(({ layer, bytes }) => (layer.kind === 'layer' ? [bytes] : []))
  return sizes.length === layers.length ? sizes : null
}

/**
 * Pure. Layers are shared from the lowest one up. What they measure together is told by an image that consists of them and
 * nothing more, or by the sizes of the image's own layers; otherwise it is not known.
 */
export function computeSharedSizes(images: readonly NamedImage[]): ReadonlyMap<string, number> {
  const users = new Map<string, number>()
  const sizes = measureBeginnings(images)
  const chains = images
    .filter(({ layers }) => layers.length > 0)
    .map(({ id, layers }) => ({ id, chain: chainKeys(layers) }))
  for (const key of chains.flatMap(({ chain }) => chain)) users.set(key, (users.get(key) ?? 0) + 1)
  return new Map(
    chains.flatMap(({ id, chain }): [string, number][] => {
      const size = sizes.get(chain.findLast((key) => (users.get(key) ?? 0) > 1) ?? '')
      return size === undefined ? [] : [[id, size]]
    }),
  )
}

/** Pure. Bytes of each beginning of a chain of layers that is known, by its key. */
export function measureBeginnings(images: readonly SizedImage[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>([['', 0]])
  for (const { layers, size, layerSizes } of images) {
    let below = 0
    const chain = chainKeys(layers)
    for (const [index, key] of layerSizes ? chain.entries() : []) {
      below += layerSizes?.[index] ?? 0
      sizes.set(key, below)
    }
    sizes.set(chain.at(-1) ?? '', size)
  }
  sizes.set('', 0)
  return sizes
}

/** One key for each beginning of the chain. */
export function chainKeys(layers: readonly string[]): readonly string[] {
  let key = ''
  return layers.map((layer) => {
    key += `${layer} `
    return key
  })
}
