import type { ImageSum } from '../../contract/imageOverview.ts'
import type { Image } from '../../contract/live.ts'
import type { DockerClient } from './client.ts'
import { toImageRef } from './describeImage.ts'
import {
  addLayerSizes,
  chainKeys,
  measureBeginnings,
  type NamedImage,
  readImageLayers,
  type SizedImage,
} from './imageSizes.ts'

/** `known` as readImageLayers has it. */
export async function sumImages(
  client: DockerClient,
  images: readonly Image[],
  known: Map<string, SizedImage>,
  signal: AbortSignal,
): Promise<ImageSum> {
  const refs = images.map(({ id }) => ({ Id: toImageRef(id) }))
  const used = new Set(images.flatMap(({ id, containers }) => (containers > 0 ? [toImageRef(id)] : [])))
  let here = await readImageLayers(client, refs, known, signal)
  // Of a beginning of this order the sum can be told wherever it can be of the whole.
  here = [...here.filter(({ id }) => used.has(id)), ...here.filter(({ id }) => !used.has(id))]
  const untold = findUntold(here)
  if (untold.length > 0) here = await addLayerSizes(client, here, untold, known, signal)
  const bytes = sumLayers(here)
  const usedBytes = sumLayers(here.filter(({ id }) => used.has(id)))
  return { bytes, unusedBytes: bytes === null || usedBytes === null ? null : Math.max(0, bytes - usedBytes) }
}

/**
 * Pure. Bytes of their layers, each layer once: of each chain what lies above the place where it leaves those before it. Null
 * where nobody tells what lies below such a place.
 */
export function sumLayers(images: readonly NamedImage[]): number | null {
  const sizes = measureBeginnings(images)
  const counted = new Set<string>([''])
  let sum = 0
  for (const { layers } of images) {
    const chain = chainKeys(layers)
    const below = sizes.get(chain.findLast((key) => counted.has(key)) ?? '')
    if (below === undefined) return null
    sum += (sizes.get(chain.at(-1) ?? '') ?? 0) - below
    for (const key of chain) counted.add(key)
  }
  return sum
}

/** Pure. Those that leave another one at a place below which nobody has told what lies. */
export function findUntold(images: readonly NamedImage[]): readonly NamedImage[] {
  const sizes = measureBeginnings(images)
  const seen = new Set<string>()
  return images.filter(({ layers }) => {
    const chain = chainKeys(layers)
    const place = chain.findLast((key) => seen.has(key)) ?? ''
    for (const key of chain) seen.add(key)
    return !sizes.has(place)
  })
}
