import { z } from 'zod'
import { technologySchema } from './technology.ts'
import { ticketed } from './ticket.ts'

const bytes = z.number().nonnegative()

/** As `images.list` gives it: `docker:sha256:…`. */
export const imageIdSchema = z
  .string()
  .max(200)
  .regex(/^[a-z]+:[A-Za-z0-9][A-Za-z0-9:._-]*$/, 'This is not the id of an image.')

const layerUseSchema = z.discriminatedUnion('kind', [
  /** It only changes what is said about the image. */
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('layer'),
    /** 0 for the lowest. */
    index: z.int().nonnegative(),
    /** Of its content, unpacked. */
    diffId: z.string(),
    /** Ids of the other images that stand on this very layer and all below it. */
    sharedWith: z.array(z.string()),
  }),
  /** The engine does not tell which of its empty instructions made a layer. */
  z.strictObject({ kind: z.literal('unknown') }),
])

/** One line of the recipe that made the image, the lowest first. */
export const imageStepSchema = z.strictObject({
  /** As it would stand in a Dockerfile, as far as the image tells. */
  instruction: z.string(),
  createdAt: z.iso.datetime().nullable(),
  /** Of what it added and changed. */
  bytes,
  layer: layerUseSchema,
})
export type ImageStep = z.infer<typeof imageStepSchema>

const configEntrySchema = z.strictObject({ name: z.string(), value: z.string() })

export const imageDescriptionSchema = z.strictObject({
  id: z.string(),
  technology: technologySchema,
  names: z.array(z.string()),
  /** Digests that registries know it by. */
  digests: z.array(z.string()),
  createdAt: z.iso.datetime().nullable(),
  bytes,
  /** `linux/amd64`. */
  platform: z.string(),
  /** What a container of it begins with: command, environment, user, folder, ports, volumes, labels. */
  config: z.array(configEntrySchema),
  steps: z.array(imageStepSchema),
})
export type ImageDescription = z.infer<typeof imageDescriptionSchema>

export const fileChangeSchema = z.enum(['added', 'changed', 'attributes', 'removed'])
/** `attributes`: owner, mode or target only; the content is what it was. */
export type FileChange = z.infer<typeof fileChangeSchema>

const countsSchema = z.strictObject({
  added: z.int().nonnegative(),
  changed: z.int().nonnegative(),
  attributes: z.int().nonnegative(),
  removed: z.int().nonnegative(),
})
export type ChangeCounts = z.infer<typeof countsSchema>

/** What stands in one folder of a layer. */
export const layerFileSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['folder', 'file', 'link', 'other']),
  /** Of itself; null for a folder that is here because of what is in it. */
  change: fileChangeSchema.nullable(),
  /** Of what the layer holds of it and below it. What is removed takes none: it stays in the layers below. */
  bytes,
  /** Of everything below a folder; of itself otherwise. */
  counts: countsSchema,
})
export type LayerFile = z.infer<typeof layerFileSchema>

export const layerFilesRequestSchema = z.strictObject({
  ...ticketed,
  id: imageIdSchema,
  layer: z.int().min(0).max(1_000),
  /** Folder whose entries are wanted; empty for the root. */
  folder: z.string().max(4_096),
})
export type LayerFilesRequest = z.infer<typeof layerFilesRequestSchema>

export const layerFilesSchema = z.strictObject({ files: z.array(layerFileSchema), counts: countsSchema, bytes })
export type LayerFiles = z.infer<typeof layerFilesSchema>

export const imageDiffRequestSchema = z.strictObject({ ...ticketed, before: imageIdSchema, after: imageIdSchema })
export type ImageDiffRequest = z.infer<typeof imageDiffRequestSchema>

const changedFileSchema = z.strictObject({
  path: z.string(),
  change: fileChangeSchema,
  before: bytes.nullable(),
  after: bytes.nullable(),
})
export type ChangedFile = z.infer<typeof changedFileSchema>

const changedValueSchema = z.strictObject({
  name: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type ChangedValue = z.infer<typeof changedValueSchema>

/** How two images differ, and what they have in common. */
export const imageDiffSchema = z.strictObject({
  before: z.strictObject({ id: z.string(), names: z.array(z.string()), bytes }),
  after: z.strictObject({ id: z.string(), names: z.array(z.string()), bytes }),
  /** Steps that both have, and those that each has on top of them. */
  layers: z.strictObject({
    shared: z.array(imageStepSchema),
    before: z.array(imageStepSchema),
    after: z.array(imageStepSchema),
  }),
  config: z.array(changedValueSchema),
  /** The largest first, at most 1,000 of them; `counts` has all. */
  files: z.strictObject({ counts: countsSchema, changes: z.array(changedFileSchema) }),
  /** `databases`: those that were found, such as `dpkg`; none of them where it is empty. */
  packages: z.strictObject({ databases: z.array(z.string()), changes: z.array(changedValueSchema) }),
})
export type ImageDiff = z.infer<typeof imageDiffSchema>
