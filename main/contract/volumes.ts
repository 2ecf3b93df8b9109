import { z } from 'zod'
import { instanceNameSchema } from './instance.ts'
import { failuresSchema, procedure } from './procedure.ts'
import { labelsSchema, newLabelsSchema, userSchema } from './resource.ts'
import { technologySchema } from './technology.ts'
import { ticketed } from './ticket.ts'

/** The technology, a colon and the engine's name of it. */
const volumeIdSchema = z.string().regex(/^[a-z]+:[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}$/, 'This is no id of a volume.')

export const volumeSchema = z.strictObject({
  id: z.string(),
  technology: technologySchema,
  name: z.string(),
  driver: z.string(),
  createdAt: z.iso.datetime().nullable(),
  labels: labelsSchema,
  /** Containers that have it mounted, also those that are stopped. */
  users: z.array(userSchema),
  /** Null where nobody has measured it, or where its driver cannot be asked. */
  bytes: z.number().nonnegative().nullable(),
})
export type Volume = z.infer<typeof volumeSchema>

/** `place`: its folder on the engine's machine; empty where its driver has none. */
export const volumeDescriptionSchema = volumeSchema.extend({
  place: z.string(),
  scope: z.string(),
  options: z.record(z.string(), z.string()),
})
export type VolumeDescription = z.infer<typeof volumeDescriptionSchema>

export const newVolumeSchema = z.strictObject({
  technology: technologySchema,
  name: instanceNameSchema,
  driver: instanceNameSchema.optional(),
  labels: newLabelsSchema.optional(),
})
export type NewVolume = z.infer<typeof newVolumeSchema>

const idSchema = z.strictObject({ id: volumeIdSchema })

export const volumes = {
  /** `sizes`: with the bytes of each, for which the engine reads all of them, which may take a while. */
  list: procedure
    .input(z.strictObject({ sizes: z.boolean() }))
    .output(z.strictObject({ volumes: z.array(volumeSchema), failures: failuresSchema })),
  /** `name_taken`; `not_found` for a driver that is not there. */
  create: procedure.input(newVolumeSchema).output(volumeSchema),
  /** With its size. */
  inspect: procedure.input(idSchema).output(volumeDescriptionSchema),
  /**
   * Removes it with what is in it, for good, as an activity. `in_use` names the containers that have it, also stopped ones.
   * `freedBytes` is null where its size could not be told before.
   */
  remove: procedure
    .input(idSchema.extend(ticketed))
    .output(z.strictObject({ freedBytes: z.number().nonnegative().nullable() })),
}
