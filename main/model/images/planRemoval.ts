import type { ImageFate, ImageRemoval } from '../../contract/imageStore.ts'

/** An image as its engine keeps it, also one that only others are built on. */
export interface StoredImage {
  readonly id: string
  /** What it was built on in the same engine. */
  readonly parent: string | null
  readonly names: readonly string[]
  /** Names and digests. */
  readonly references: number
  readonly bytes: number
  /** One key for each layer with all below it, the lowest first. */
  readonly chain: readonly string[]
  readonly containers: readonly { readonly id: string; readonly name: string }[]
}

/** Bytes of the topmost layer of a chain; null where that cannot be told. */
export type LayerBytes = ReadonlyMap<string, number | null>

/**
 * Pure. What an engine does when it is told to remove these, one after the other and never by force: children before what they
 * were built on, and with the last child goes a parent that has no name and no container. A layer returns when no image has it
 * any more; it is counted for the image with which it goes.
 */
export function planRemoval(
  stored: readonly StoredImage[],
  ids: readonly string[],
  layerBytes: LayerBytes,
): ImageRemoval {
  const left = createRest(stored)
  const images: ImageRemoval['images'] = []
  const layers: string[] = []
  const tell = (id: string, image: StoredImage | undefined, fate: ImageFate) =>
    images.push({ id, names: [...(image?.names ?? [])], bytes: image?.bytes ?? 0, fate })
  for (const id of orderForRemoval(stored, ids)) {
    const image = left.get(id)
    if (!image) {
      tell(id, undefined, { kind: 'missing' })
      continue
    }
    const children = left.childrenOf(id)
    if (image.containers.length > 0) tell(id, image, { kind: 'inUse', containers: [...image.containers] })
    else if (children.length > 0) tell(id, image, { kind: 'unnamed', children: [...children] })
    else {
      const freed = left.remove(image)
      layers.push(...freed)
      tell(id, image, { kind: 'goes', layers: freed.length, bytes: sumLayers(freed, layerBytes) })
    }
  }
  return { images, layers: layers.length, bytes: sumLayers(layers, layerBytes) }
}

/** Pure. Null where one of them is not known. */
export function sumLayers(chains: Iterable<string>, layerBytes: LayerBytes): number | null {
  let sum = 0
  for (const chain of chains) {
    const bytes = layerBytes.get(chain) ?? null
    if (bytes === null) return null
    sum += bytes
  }
  return sum
}

/** The deepest in its family first; otherwise as they were given, each once. */
function orderForRemoval(stored: readonly StoredImage[], ids: readonly string[]): readonly string[] {
  const parents = new Map(stored.map(({ id, parent }) => [id, parent]))
  const depthOf = (id: string) => {
    let depth = 0
    for (let at = parents.get(id); at && depth < stored.length; at = parents.get(at)) depth++
    return depth
  }
  return [...new Set(ids)]
    .map((id) => ({ id, depth: depthOf(id) }))
    .sort((a, b) => b.depth - a.depth)
    .map(({ id }) => id)
}

/** What is there until everything has been removed. */
function createRest(stored: readonly StoredImage[]) {
  const images = new Map(stored.map((image) => [image.id, image]))
  const users = new Map<string, number>()
  for (const { chain } of stored) for (const key of chain) users.set(key, (users.get(key) ?? 0) + 1)
  const childrenOf = (id: string) => [...images.values()].filter(({ parent }) => parent === id).map((child) => child.id)
  const take = ({ id, chain }: StoredImage): readonly string[] => {
    images.delete(id)
    return chain.filter((key) => {
      const others = (users.get(key) ?? 1) - 1
      users.set(key, others)
      return others === 0
    })
  }
  return {
    get: (id: string) => images.get(id),
    childrenOf,
    /** With what goes with it; the layers that nobody has any more. */
    remove: (image: StoredImage): readonly string[] => {
      const freed = [...take(image)]
      for (let at = image.parent; at !== null; ) {
        const parent = images.get(at)
        const isNeeded = !parent || parent.references > 0 || parent.containers.length > 0 || childrenOf(at).length > 0
        if (isNeeded) break
        freed.push(...take(parent))
        at = parent.parent
      }
      return freed
    },
  }
}
