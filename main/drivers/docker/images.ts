import type Docker from 'dockerode'
import type { Image } from '../../contract/live.ts'
import { callDocker, type DockerClient } from './client.ts'
import { readSharedSizes, type SizedImage } from './imageSizes.ts'
import { isOurImage } from './labels.ts'

/**
 * GET /images/json?shared-size=1 and GET /containers/json?all=1. docs.docker.com/reference/api/engine, "ImageList"
 * Not GET /system/df, which tells the same sizes on every engine: it walks through all containers and volumes for it, and
 * refuses two askers at once. Engines before API 1.42 (Docker 23) do not know `shared-size`; there the layers tell.
 */
export function createImageLister(
  known: Map<string, SizedImage>,
): (client: DockerClient, signal: AbortSignal) => Promise<readonly Image[]> {
  return async (client, signal) => {
    const ask = { 'shared-size': true } as Docker.ListImagesOptions
    const [images, containers] = await Promise.all([
      callDocker(client, (docker, abortSignal) => docker.listImages({ ...ask, abortSignal }), { signal }),
      callDocker(client, (docker, abortSignal) => docker.listContainers({ all: true, abortSignal }), { signal }),
    ])
    const counts = new Map<string, number>()
    for (const { ImageID } of containers) counts.set(bare(ImageID), (counts.get(bare(ImageID)) ?? 0) + 1)
    const sizes = images.every(({ SharedSize }) => SharedSize >= 0)
      ? new Map<string, number>()
      : await readSharedSizes(client, images, known, signal)
    return images.map((image) => toImage(image, sizes.get(image.Id) ?? null, counts.get(bare(image.Id)) ?? 0))
  }
}

/** What of an entry of the list is shown. */
type Listed = Pick<Docker.ImageInfo, 'Id' | 'RepoTags' | 'RepoDigests' | 'Created' | 'Size' | 'SharedSize' | 'Labels'>

/** Pure. `sharedSize` is what we know ourselves, for an engine that tells -1. */
export function toImage(image: Listed, sharedSize: number | null, containers: number): Image {
  const shared = image.SharedSize >= 0 ? image.SharedSize : sharedSize
  return {
    id: `docker:${image.Id}`,
    technology: 'docker',
    names: nameImage(image),
    owner: isOurImage(image.Labels) ? 'isoscope' : 'user',
    createdAt: new Date(image.Created * 1000).toISOString(),
    size: shared === null ? null : { unique: Math.max(0, image.Size - shared), shared },
    containers,
  }
}

/** Tags, or where it has none the digests it was pulled by. Docker writes `<none>` for what there is not. */
export function nameImage({ RepoTags, RepoDigests }: Pick<Listed, 'RepoTags' | 'RepoDigests'>): string[] {
  const real = (names: readonly string[] | null | undefined) => (names ?? []).filter((name) => !name.includes('<none>'))
  const tags = real(RepoTags)
  return tags.length > 0 ? tags : real(RepoDigests)
}

/** Podman leaves the algorithm out. */
function bare(id: string): string {
  return id.replace(/^sha256:/, '')
}
