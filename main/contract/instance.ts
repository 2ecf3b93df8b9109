import { z } from 'zod'
import { technologySchema } from './technology.ts'

/** A name for something the user creates. One pattern for every engine, so none of them needs quoting anywhere. */
export const instanceNameSchema = z
  .string()
  .regex(
    /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/,
    'A name has 1 to 63 letters, digits, dots, dashes or underscores, and begins with a letter or a digit.',
  )

export const instanceStates = ['running', 'paused', 'stopped', 'created', 'unknown'] as const

/** One container, virtual machine or environment. */
export const instanceSchema = z.strictObject({
  id: z.string(),
  technology: technologySchema,
  name: z.string(),
  /** An environment has no processes of its own and is always `created`. */
  state: z.enum(instanceStates),
  owner: z.enum(['isoscope', 'user']),
  /** The image, disk or interpreter it was made from. */
  madeFrom: z.string().nullable(),
  createdAt: z.iso.datetime().nullable(),
})
export type Instance = z.infer<typeof instanceSchema>
