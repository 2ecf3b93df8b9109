/** GET /v2/NAME/manifests/REFERENCE and GET /v2/NAME/blobs/DIGEST. github.com/opencontainers/image-spec, "manifest.md" and "image-index.md" */

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { PlatformManifest } from '../../../contract/registry.ts'
import { EngineError } from '../../../model/engineError.ts'
import type { ImageReference } from '../../../model/images/imageReference.ts'
import { pullScope } from './listTags.ts'
import { parseJson, type RegistryClient } from './registryClient.ts'
import { badAnswer } from './registryErrors.ts'

const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]
const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]
/** Each asks the registry once more. */
const mostPlatforms = 40

const digestSchema = z.string().regex(/^sha(?:256|512):[0-9a-f]{64,128}$/)
const blobSchema = z.object({ digest: digestSchema, size: z.number().nonnegative() })
const platformSchema = z.object({
  os: z.string().max(60),
  architecture: z.string().max(60),
  variant: z.string().max(60).optional(),
})
const manifestSchema = z.object({ config: blobSchema, layers: z.array(blobSchema).max(1_000) })
const indexSchema = z.object({
  manifests: z.array(
    blobSchema.extend({ platform: platformSchema.optional(), annotations: z.record(z.string(), z.string()).nullish() }),
  ),
})

export interface RemoteManifest {
  readonly digest: string
  readonly mediaType: string
  readonly platforms: readonly PlatformManifest[]
}

/** What a pull of this name would bring. Rejects as listTags does, with `unsupported` for what is no image. */
export async function readManifest(
  client: RegistryClient,
  { repository, tag, digest }: Pick<ImageReference, 'repository' | 'tag' | 'digest'>,
  signal: AbortSignal,
): Promise<RemoteManifest> {
  const document = await fetchManifest(client, repository, digest ?? tag ?? 'latest', signal)
  const { body, ...head } = document
  if (!indexTypes.includes(head.mediaType)) {
    return { ...head, platforms: [await describeManifest(client, repository, document, null, signal)] }
  }
  const index = indexSchema.safeParse(body)
  if (!index.success) throw badAnswer(client.registry.address, 'its index of platforms is none')
  // BuildKit puts statements about an image beside it, for a platform that is none.
  const images = index.data.manifests.filter(
    ({ platform, annotations }) =>
      platform?.os !== 'unknown' && annotations?.['vnd.docker.reference.type'] === undefined,
  )
  const platforms: PlatformManifest[] = []
  for (const { digest: own, platform } of images.slice(0, mostPlatforms)) {
    const one = await fetchManifest(client, repository, own, signal)
    platforms.push(await describeManifest(client, repository, one, platform ? writePlatform(platform) : null, signal))
  }
  return { ...head, platforms }
}

interface ManifestDocument {
  readonly digest: string
  readonly mediaType: string
  readonly body: unknown
}

async function fetchManifest(
  client: RegistryClient,
  repository: string,
  reference: string,
  signal: AbortSignal,
): Promise<ManifestDocument> {
  const ask = {
    what: `image ${repository}${reference.includes(':') ? '@' : ':'}${reference}`,
    accept: [...indexTypes, ...manifestTypes],
    scope: pullScope(repository),
  }
  const answer = await client.get(`/v2/${repository}/manifests/${reference}`, ask, signal)
  const digest = `sha256:${createHash('sha256').update(answer.body, 'utf8').digest('hex')}`
  if (reference.startsWith('sha256:') && reference !== digest) {
    throw badAnswer(client.registry.address, 'what it sends is not what was asked for by its digest')
  }
  const body = parseJson(answer.body)
  const mediaType = z.object({ mediaType: z.string() }).safeParse(body).data?.mediaType ?? answer.contentType
  if (![...indexTypes, ...manifestTypes].includes(mediaType)) {
    throw new EngineError('unsupported', 'docker', `${ask.what} is of a kind that cannot be read here.`, {
      detail: mediaType.slice(0, 200),
      remedy: { text: 'It may be an old image, or something else than an image; pull it to see' },
    })
  }
  return { digest, mediaType, body }
}

async function describeManifest(
  client: RegistryClient,
  repository: string,
  { digest, body }: ManifestDocument,
  platform: string | null,
  signal: AbortSignal,
): Promise<PlatformManifest> {
  const manifest = manifestSchema.safeParse(body)
  if (!manifest.success) throw badAnswer(client.registry.address, 'its manifest is none')
  const { config, layers } = manifest.data
  return {
    platform: platform ?? (await readPlatform(client, repository, config.digest, signal)),
    digest,
    layers: layers.map((layer) => ({ digest: layer.digest, bytes: layer.size })),
    bytes: layers.reduce((sum, { size }) => sum + size, config.size),
  }
}

/** From the image's configuration; null for what has none. */
async function readPlatform(
  client: RegistryClient,
  repository: string,
  digest: string,
  signal: AbortSignal,
): Promise<string | null> {
  const ask = { what: `configuration of ${repository}`, accept: ['*/*'], scope: pullScope(repository) }
  const answer = await client.get(`/v2/${repository}/blobs/${digest}`, ask, signal)
  const platform = platformSchema.safeParse(parseJson(answer.body))
  return platform.success ? writePlatform(platform.data) : null
}

function writePlatform({ os, architecture, variant }: z.infer<typeof platformSchema>): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/')
}
