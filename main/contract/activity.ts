import { z } from 'zod'
import { errorDataSchema } from './errors.ts'
import { actionSchema, instanceIdSchema, instanceNameSchema } from './instance.ts'

/** Something the user asked for: going on, or how it ended. */
export const activitySchema = z.strictObject({
  id: z.int().positive(),
  /** For people, such as `Stop web`. */
  title: z.string(),
  action: actionSchema,
  instance: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  error: errorDataSchema.nullable(),
  /** Bytes that a removal gave back, where that was measured. */
  freedBytes: z.number().nonnegative().nullable(),
})
export type Activity = z.infer<typeof activitySchema>

/** What is to be done to an instance. `remove` takes it away for good, also one that runs. */
export const actionRequestSchema = z.discriminatedUnion('action', [
  z.strictObject({ id: instanceIdSchema, action: actionSchema.exclude(['rename', 'logs']) }),
  z.strictObject({ id: instanceIdSchema, action: z.literal('rename'), name: instanceNameSchema }),
])
export type ActionRequest = z.infer<typeof actionRequestSchema>
