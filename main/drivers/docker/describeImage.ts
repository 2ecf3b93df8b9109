import { z } from 'zod'
import type { ImageDescription } from '../../contract/image.ts'
import { EngineError } from '../../model/engineError.ts'
import { type HistoryEntry, matchSteps } from '../../model/images/matchSteps.ts'
import { callDocker, type DockerClient } from './client.ts'
import { parseAnswer, readHistory } from './imageHistory.ts'
import { readImageLayers, type SizedImage } from './imageSizes.ts'
import { nameImage } from './images.ts'

const listSchema = z.union([z.array(z.string()), z.string(), z.null()]).optional()
const keysSchema = z.record(z.string(), z.unknown()).nullish()

/** What is read of GET /images/NAME/json, "ImageInspect". */
const inspectSchema = z.object({
  Id: z.string(),
  RepoTags: z.array(z.string()).nullish(),
  RepoDigests: z.array(z.string()).nullish(),
  Created: z.string().nullish(),
  Size: z.number().nonnegative(),
  Architecture: z.string(),
  Variant: z.string().nullish(),
  Os: z.string(),
  RootFS: z.object({ Layers: z.array(z.string()).nullish() }).nullish(),
  Config: z
    .object({
      User: z.string().nullish(),
      ExposedPorts: keysSchema,
      Env: z.array(z.string()).nullish(),
      Cmd: listSchema,
      Volumes: keysSchema,
      WorkingDir: z.string().nullish(),
      Entrypoint: listSchema,
      Labels: z.record(z.string(), z.string()).nullish(),
      StopSignal: z.string().nullish(),
    })
    .nullish(),
})
export type InspectedImage = z.infer<typeof inspectSchema>

/** Rejects with `not_found`, and with `bad_output` for an answer that cannot be understood. */
export async function describeImage(
  client: DockerClient,
  id: string,
  known: Map<string, SizedImage>,
  signal: AbortSignal,
): Promise<ImageDescription> {
  const ref = toImageRef(id)
  const [inspected, history, listed] = await Promise.all([
    callDocker(client, (docker) => docker.getImage(ref).inspect(), { signal }),
    readHistory(client, ref, signal),
    callDocker(client, (docker, abortSignal) => docker.listImages({ abortSignal }), { signal }),
  ])
  const others = await readImageLayers(client, listed, known, signal)
  return toDescription(parseAnswer(inspectSchema, inspected), history, others)
}

/** What Docker calls it. Throws `not_found` for an id that no image of it can have. */
export function toImageRef(id: string): string {
  const ref = /^docker:(.+)$/.exec(id)?.[1]
  if (ref === undefined) throw new EngineError('not_found', 'docker', 'There is no such image.')
  return ref
}

/** Pure. `others`: what the images here consist of, this one among them or not. */
export function toDescription(
  image: InspectedImage,
  history: readonly HistoryEntry[],
  others: readonly (SizedImage & { readonly id: string })[],
): ImageDescription {
  const diffIds = image.RootFS?.Layers ?? []
  const sharedWith = (count: number) =>
    others
      .filter(({ id, layers }) => id !== image.Id && isStackedOn(layers, diffIds, count))
      .map(({ id }) => `docker:${id}`)
  const created = Date.parse(image.Created ?? '')
  return {
    id: `docker:${image.Id}`,
    technology: 'docker',
    names: nameImage({ RepoTags: image.RepoTags ?? [], RepoDigests: image.RepoDigests ?? [] }),
    digests: (image.RepoDigests ?? []).filter((name) => !name.includes('<none>')),
    createdAt: created > 0 ? new Date(created).toISOString() : null,
    bytes: image.Size,
    platform: [image.Os, image.Architecture, image.Variant].filter((part) => part).join('/'),
    config: listConfig(image.Config ?? {}),
    steps: [...matchSteps(history, diffIds, sharedWith)],
  }
}

function isStackedOn(layers: readonly string[], diffIds: readonly string[], count: number): boolean {
  return layers.length >= count && diffIds.slice(0, count).every((diffId, index) => layers[index] === diffId)
}

type Config = NonNullable<InspectedImage['Config']>

/** As a Dockerfile has it; what is not set is not in it. */
function listConfig(config: Config): ImageDescription['config'] {
  const single: readonly (readonly [string, string | null | undefined])[] = [
    ['ENTRYPOINT', writeWords(config.Entrypoint)],
    ['CMD', writeWords(config.Cmd)],
    ['WORKDIR', config.WorkingDir],
    ['USER', config.User],
    ['STOPSIGNAL', config.StopSignal],
  ]
  const assigned = (config.Env ?? []).map((line) => {
    const end = line.indexOf('=')
    return end === -1 ? ([`ENV ${line}`, ''] as const) : ([`ENV ${line.slice(0, end)}`, line.slice(end + 1)] as const)
  })
  const keys = (word: string, of: Config['Volumes']) =>
    Object.keys(of ?? {}).map((key) => [`${word} ${key}`, ''] as const)
  return [
    ...single.flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
    ...assigned,
    ...keys('EXPOSE', config.ExposedPorts),
    ...keys('VOLUME', config.Volumes),
    ...Object.entries(config.Labels ?? {}).map(([name, value]) => [`LABEL ${name}`, value] as const),
  ].map(([name, value]) => ({ name, value }))
}

function writeWords(words: string | readonly string[] | null | undefined): string | null {
  if (words === null || words === undefined || words.length === 0) return null
  return typeof words === 'string' ? words : JSON.stringify(words)
}
