import { z } from 'zod'
import { instanceIdSchema } from './instance.ts'
import { failuresSchema, procedure } from './procedure.ts'
import { technologySchema } from './technology.ts'
import { ticketed } from './ticket.ts'

export const diskKinds = ['images', 'containers', 'volumes', 'buildCache'] as const
const diskKindSchema = z.enum(diskKinds)
export type DiskKind = z.infer<typeof diskKindSchema>

const bytesSchema = z.number().nonnegative()

/** One kind of thing that takes space on an engine's disk. */
export const diskUseSchema = z.strictObject({
  technology: technologySchema,
  kind: diskKindSchema,
  count: z.int().nonnegative(),
  /** Of images those with containers, of containers those that run, of volumes those that containers have mounted. */
  inUse: z.int().nonnegative(),
  bytes: bytesSchema,
  /**
   * What returns when all that is not in use goes. Of images at least this: layers that only images without containers share
   * come on top.
   */
  reclaimableBytes: bytesSchema,
})
export type DiskUse = z.infer<typeof diskUseSchema>

/** Of images the Images page has its own way. */
export const reclaimKinds = ['containers', 'volumes', 'buildCache'] as const
export const reclaimKindSchema = z.enum(reclaimKinds)
export type ReclaimKind = z.infer<typeof reclaimKindSchema>

export const reclaimableSchema = z.strictObject({
  id: instanceIdSchema,
  name: z.string(),
  /** For people, such as `Exited (0) 3 days ago`. */
  detail: z.string(),
  bytes: bytesSchema.nullable(),
})
export type Reclaimable = z.infer<typeof reclaimableSchema>

const idsSchema = z.array(instanceIdSchema).min(1).max(1_000)

/** Containers and volumes go by name only, so that nothing goes that was not in the preview; of a build cache all that is not in use. */
export const reclaimRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ technology: technologySchema, kind: z.literal('containers'), ids: idsSchema, ...ticketed }),
  z.strictObject({ technology: technologySchema, kind: z.literal('volumes'), ids: idsSchema, ...ticketed }),
  z.strictObject({ technology: technologySchema, kind: z.literal('buildCache'), ...ticketed }),
])
export type ReclaimRequest = z.infer<typeof reclaimRequestSchema>

export const reclaimedSchema = z.strictObject({
  /** Of a build cache its records, which have no names. */
  removed: z.array(z.string()),
  /** What was to go and stayed, and why. */
  kept: z.array(z.strictObject({ name: z.string(), why: z.string() })),
  freedBytes: bytesSchema,
})
export type Reclaimed = z.infer<typeof reclaimedSchema>

export const disk = {
  usage: procedure
    .input(z.strictObject({}))
    .output(z.strictObject({ rows: z.array(diskUseSchema), failures: failuresSchema })),
  /** What is not in use, the largest first. Never a running container nor anything of one; nor what a comparison has made. */
  preview: procedure
    .input(z.strictObject({ technology: technologySchema, kind: reclaimKindSchema }))
    .output(z.strictObject({ things: z.array(reclaimableSchema) })),
  /** Removes them, as an activity. What is in use by then stays, and is told. */
  reclaim: procedure.input(reclaimRequestSchema).output(reclaimedSchema),
}
