import { z } from 'zod'
import { instanceIdSchema, instanceStates } from './instance.ts'

/** What containers stand on beside their image: volumes and networks. */

/** An instance that uses something, as far as it takes to name it. */
export const userSchema = z.strictObject({
  id: instanceIdSchema,
  name: z.string(),
  state: z.enum(instanceStates),
})

export const labelsSchema = z.record(z.string(), z.string())

/** Given by a user: few and short, so that none of them is a file. */
export const newLabelsSchema = z
  .record(
    z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_./-]{0,127}$/, 'A label has letters, digits, dots, dashes, slashes.'),
    z.string().max(1_024),
  )
  .refine((labels) => Object.keys(labels).length <= 32, 'At most 32 labels.')
