import { z } from 'zod'
import { environmentActionSchema } from './environment.ts'
import { errorDataSchema } from './errors.ts'
import { actionSchema, instanceIdSchema, instanceNameSchema } from './instance.ts'
import { machineActionSchema } from './machine.ts'
import { ticketSchema } from './ticket.ts'
import { transferSchema } from './transfer.ts'

const activityActionSchema = z.enum([
  'readImage',
  'pullImage',
  'pushImage',
  'tagImage',
  'untagImage',
  'removeImage',
  'pruneImages',
  'saveImage',
  'loadImage',
  'readChanges',
  'commitContainer',
  'build',
  'run',
  'removeVolume',
  'reclaim',
  'up',
  'down',
  ...new Set([...actionSchema.options, ...machineActionSchema.options, ...environmentActionSchema.options]),
])

/** How far something is that takes its time. */
export const activityProgressSchema = z.strictObject({
  /** What is being done, for people, such as `copying the disk`. It changes from step to step; what grows meanwhile is `amount`. */
  step: z.string(),
  /** How much of the step is done, for people, such as `12 MiB` or `3 of 40 files`, where that is told. */
  amount: z.string().optional(),
  /** Of the whole, 0 to 1; null where the engine does not tell. */
  share: z.number().min(0).max(1).nullable(),
  /** Of an image that goes to or comes from a registry, while that goes on. */
  transfer: transferSchema.optional(),
})
export type ActivityProgress = z.infer<typeof activityProgressSchema>

/** A step that an activity has come to. */
export const activityStepSchema = z.strictObject({
  /** Of the activity. */
  id: z.int().positive(),
  /** Of the activity, as it was then. */
  title: z.string(),
  step: z.string(),
})
export type ActivityStep = z.infer<typeof activityStepSchema>

/** Something the user asked for: going on, or how it ended. */
export const activitySchema = z.strictObject({
  id: z.int().positive(),
  /** For people, such as `Stop web`. */
  title: z.string(),
  action: activityActionSchema,
  /** What it is about; null for what does not exist yet. */
  instance: z.string().nullable(),
  /** As whoever ordered it has named it; null where it was not named. */
  ticket: ticketSchema.nullable(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  error: errorDataSchema.nullable(),
  /** Bytes that a removal gave back, where that was measured. */
  freedBytes: z.number().nonnegative().nullable(),
  /** Null where nothing is told of it; the last one stays when it has ended. */
  progress: activityProgressSchema.nullable(),
})
export type Activity = z.infer<typeof activitySchema>

/** What is to be done to an instance. `remove` takes it away for good, also one that runs. */
export const actionRequestSchema = z.discriminatedUnion('action', [
  z.strictObject({ id: instanceIdSchema, action: actionSchema.exclude(['rename', 'logs']) }),
  z.strictObject({ id: instanceIdSchema, action: z.literal('rename'), name: instanceNameSchema }),
])
export type ActionRequest = z.infer<typeof actionRequestSchema>
