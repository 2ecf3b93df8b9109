import type { LayerBytes, StoredImage } from '../../../model/images/planRemoval.ts'
import { callDocker, type DockerClient } from '../client.ts'
import { readImageLayers, readLayerSizes, type SizedImage } from '../imageSizes.ts'
import { nameImage } from '../images.ts'
import { isOfRun } from '../labels.ts'
import { computeChainIds } from './chainIds.ts'
import { listNames } from './files.ts'

/** Everything that an engine keeps of images, and who uses it. */
export interface DockerStore {
  readonly images: readonly KeptImage[]
  /** Of these images' layers; asks their history where nothing else tells a size. */
  readLayerBytes(ids: readonly string[], signal: AbortSignal): Promise<LayerBytes>
}

export interface KeptImage extends StoredImage {
  /** Made by a comparison, which removes it itself. */
  readonly isOfRun: boolean
}

/**
 * GET /images/json?all=1 and GET /containers/json?all=1: with `all`, also the images without a name that a build has left below
 * others, since they hold layers. `known` as readImageLayers has it.
 */
export async function readStore(
  client: DockerClient,
  known: Map<string, SizedImage>,
  signal: AbortSignal,
): Promise<DockerStore> {
  const [listed, containers] = await Promise.all([
    callDocker(client, (docker, abortSignal) => docker.listImages({ all: true, abortSignal }), { signal }),
    listUsers(client, signal),
  ])
  const sized = new Map((await readImageLayers(client, listed, known, signal)).map((image) => [image.id, image]))
  const images = listed.flatMap((image): KeptImage[] => {
    const size = sized.get(image.Id)
    if (!size) return []
    return [
      {
        id: `docker:${image.Id}`,
        parent: image.ParentId ? `docker:${image.ParentId}` : null,
        names: nameImage(image),
        references: listNames(image.RepoTags).length + listNames(image.RepoDigests).length,
        bytes: size.size,
        chain: computeChainIds(size.layers),
        containers: containers.get(bare(image.Id)) ?? [],
        isOfRun: isOfRun(image.Labels),
      },
    ]
  })
  return { images, readLayerBytes: (ids, of) => readLayerBytes(client, { images, known }, ids, of) }
}

export type ImageUsers = ReadonlyMap<string, StoredImage['containers']>

/** The containers made from each image, by its bare id. */
export async function listUsers(client: DockerClient, signal: AbortSignal): Promise<ImageUsers> {
  const containers = await callDocker(
    client,
    (docker, abortSignal) => docker.listContainers({ all: true, abortSignal }),
    { signal },
  )
  const users = Map.groupBy(containers, ({ ImageID }) => bare(ImageID))
  return new Map(
    [...users].map(([id, of]) => [
      id,
      of.map(({ Id, Names }) => ({ id: `docker:${Id}`, name: (Names?.[0] ?? Id.slice(0, 12)).replace(/^\//, '') })),
    ]),
  )
}

/** Podman leaves the algorithm out. */
export function bare(id: string): string {
  return id.replace(/^(?:docker:)?(?:sha256:)?/, '')
}

/** What the layers up to each measure together is told by an image that ends there; otherwise by the history of one that has them. */
async function readLayerBytes(
  client: DockerClient,
  { images, known }: { readonly images: readonly KeptImage[]; readonly known: Map<string, SizedImage> },
  ids: readonly string[],
  signal: AbortSignal,
): Promise<LayerBytes> {
  const sums = new Map<string, number>()
  for (const { chain, bytes } of images) {
    const top = chain.at(-1)
    if (top !== undefined) sums.set(top, bytes)
  }
  const wanted = new Set(ids)
  const affected = images.filter(({ id }) => wanted.has(id))
  const parents = affected.flatMap((image) => listParents(image, images))
  for (const { id, chain } of [...affected, ...parents]) {
    if (chain.every((key) => sums.has(key))) continue
    const ref = id.replace(/^docker:/, '')
    const image = known.get(ref)
    if (!image) continue
    const sizes = image.layerSizes ?? (await readLayerSizes(client, ref, image.layers, signal))
    known.set(ref, { ...image, layerSizes: sizes })
    let below = 0
    for (const [index, key] of chain.entries()) {
      below += sizes?.[index] ?? 0
      if (sizes && !sums.has(key)) sums.set(key, below)
    }
  }
  return subtractBelow([...affected, ...parents], sums)
}

function listParents(image: KeptImage, images: readonly KeptImage[]): readonly KeptImage[] {
  const parent = images.find(({ id }) => id === image.parent)
  return parent ? [parent, ...listParents(parent, images)] : []
}

function subtractBelow(images: readonly KeptImage[], sums: ReadonlyMap<string, number>): LayerBytes {
  const layerBytes = new Map<string, number | null>()
  for (const { chain } of images) {
    for (const [index, key] of chain.entries()) {
      const below = index === 0 ? 0 : sums.get(chain[index - 1] ?? '')
      const sum = sums.get(key)
      layerBytes.set(key, below === undefined || sum === undefined ? null : Math.max(0, sum - below))
    }
  }
  return layerBytes
}
