import { z } from 'zod'
import { contenderIdSchema } from './technology.ts'

export const argumentSchema = z
  .string()
  .max(100_000)
  .refine((word) => !word.includes('\0'), 'An argument cannot hold a NUL.')

/** A command line of the user's own, as an argument array: no shell ever reads it. */
export const argumentsSchema = z
  .array(argumentSchema)
  .min(1)
  .max(1_000)
  .refine(([program]) => program !== '', 'The program has no name.')

/** What Docker takes for an image: host, path, tag or digest. It cannot begin with a dash. */
export const imageReferenceSchema = z
  .string()
  .regex(/^[a-zA-Z0-9][\w./:@-]{0,254}$/, 'This is not the name of an image.')

export const commandSchema = z.strictObject({
  argv: argumentsSchema,
  /** Run before each timing, in the same place, its time not counted. */
  prepare: argumentsSchema.optional(),
  /** Absolute; where the command runs. A container and a machine see it read-only. */
  directory: z.string().max(4_096).startsWith('/'),
  /** The image a container is made from, by contender. */
  images: z.partialRecord(contenderIdSchema, imageReferenceSchema).optional(),
  /** A command that exits with another code than 0 is a failed sample, unless this is set. */
  ignoreFailure: z.boolean(),
})
export type CommandRequest = z.infer<typeof commandSchema>

/** What a run's record keeps of it: no path of the user's. */
export const commandRecordSchema = commandSchema.omit({ directory: true })
