import { z } from 'zod'
import { activitySchema } from './activity.ts'
import { errorDataSchema } from './errors.ts'
import { imageIdSchema } from './image.ts'
import { imageNamePattern, imageNameRule, maxImageNameLength } from './imageName.ts'
import { procedure } from './procedure.ts'
import { technologySchema } from './technology.ts'
import { ticketed } from './ticket.ts'

const bytes = z.number().nonnegative()

/** A name to give. */
export const imageNameSchema = z.string().max(maxImageNameLength).regex(imageNamePattern, imageNameRule)

/** A name that an image has, which may be a digest: `web@sha256:…`. Never an option. */
const givenNameSchema = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^-\s]\S*$/, 'This is no name of an image.')

const imageIdsSchema = z.array(imageIdSchema).min(1).max(5_000)
const pathSchema = z.string().min(1).max(4_096)

export const imageUserSchema = z.strictObject({ id: z.string(), name: z.string() })

const fateSchema = z.discriminatedUnion('kind', [
  /** Images without a name that it was built on and that nothing else needs go with it, and are counted here. */
  z.strictObject({ kind: z.literal('goes'), layers: z.int().nonnegative(), bytes: bytes.nullable() }),
  /** Containers were made from it; it stays as it is. */
  z.strictObject({ kind: z.literal('inUse'), containers: z.array(imageUserSchema) }),
  /** Its names go; it stays below the images that were built on it. */
  z.strictObject({ kind: z.literal('unnamed'), children: z.array(z.string()) }),
  /** Its engine has it no more. */
  z.strictObject({ kind: z.literal('missing') }),
])

/** What the removal of images does, in the order in which they go. */
export const imageRemovalSchema = z.strictObject({
  images: z.array(
    z.strictObject({
      id: z.string(),
      names: z.array(z.string()),
      /** Of all its layers, also those that others share. */
      bytes,
      fate: fateSchema,
    }),
  ),
  /** That no other image has. */
  layers: z.int().nonnegative(),
  /** What returns to the disk: of these layers. Null where the size of one cannot be told. */
  bytes: bytes.nullable(),
})
export type ImageRemoval = z.infer<typeof imageRemovalSchema>
export type ImageFate = ImageRemoval['images'][number]['fate']

/** `dangling`: without a name, and nothing is built on it. `unused`: no container was made from it. */
export const pruneScopeSchema = z.enum(['dangling', 'unused'])
export type PruneScope = z.infer<typeof pruneScopeSchema>

/** Which names go with it into the archive; all of them where that is not said. */
export const savedImageSchema = z.strictObject({
  id: imageIdSchema,
  names: z.array(givenNameSchema).max(100).optional(),
})
export type SavedImage = z.infer<typeof savedImageSchema>

export const loadedImageSchema = z.strictObject({ id: z.string(), names: z.array(z.string()) })
export type LoadedImage = z.infer<typeof loadedImageSchema>

export const pruneResultSchema = z.strictObject({
  removed: z.array(z.strictObject({ id: z.string(), names: z.array(z.string()) })),
  /** What was asked for and is still there, with why. */
  left: z.array(z.strictObject({ id: z.string(), names: z.array(z.string()), error: errorDataSchema })),
})
export type PruneResult = z.infer<typeof pruneResultSchema>

const done = z.strictObject({ activity: activitySchema })

/** Of `images`. What changes or reads images wholly is an activity: in the list with its progress, and cancelled there. */
export const imageStoreProcedures = {
  /** `name_taken` where another image has the name, which `move` takes from it. */
  tag: procedure
    .input(z.strictObject({ id: imageIdSchema, name: imageNameSchema, move: z.boolean().default(false), ...ticketed }))
    .output(done),
  /** `bad_input` for its only name, without which it would be removed. */
  untag: procedure.input(z.strictObject({ id: imageIdSchema, name: givenNameSchema, ...ticketed })).output(done),
  /** What `remove` of all of these would do; nothing is changed. */
  removal: procedure.input(z.strictObject({ ids: imageIdsSchema })).output(imageRemovalSchema),
  /**
   * With all its names, never by force: `in_use` with the names of the containers that were made from it, and for one without a
   * name that others are built on. The activity tells the bytes that returned.
   */
  remove: procedure.input(z.strictObject({ id: imageIdSchema, ...ticketed })).output(done),
  /** One archive as `docker save` writes it. A path below an approved root; `name_taken` where there is a file unless `replace`. */
  save: procedure
    .input(
      z.strictObject({
        images: z.array(savedImageSchema).min(1).max(100),
        path: pathSchema,
        replace: z.boolean().default(false),
        ...ticketed,
      }),
    )
    .output(z.strictObject({ activity: activitySchema, bytes })),
  /** `bad_input` for what is no archive of images. */
  load: procedure
    .input(z.strictObject({ technology: technologySchema, path: pathSchema, ...ticketed }))
    .output(z.strictObject({ activity: activitySchema, images: z.array(loadedImageSchema) })),
  /** What may be removed because nobody needs it; nothing is changed. Never what a comparison has made. */
  prunable: procedure
    .input(z.strictObject({ technology: technologySchema, scope: pruneScopeSchema }))
    .output(imageRemovalSchema),
  /** Removes these, one by one, as `prunable` has named them. One that has come into use meanwhile, or has got a name, is left. */
  prune: procedure
    .input(z.strictObject({ technology: technologySchema, scope: pruneScopeSchema, ids: imageIdsSchema, ...ticketed }))
    .output(pruneResultSchema.extend({ activity: activitySchema })),
}
