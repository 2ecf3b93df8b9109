import { z } from 'zod'
import { instanceNamePattern, instanceNameRule } from './instanceName.ts'
import { technologySchema } from './technology.ts'

/** A name for something the user creates. One pattern for every engine, so none of them needs quoting anywhere. */
export const instanceNameSchema = z.string().regex(instanceNamePattern, instanceNameRule)

export const instanceStates = ['running', 'paused', 'stopped', 'created', 'unknown'] as const

/** What can be done to an instance; which of it, the instance says. */
export const actionSchema = z.enum([
  'start',
  'stop',
  'restart',
  'pause',
  'resume',
  'save',
  'kill',
  'rename',
  'remove',
  'logs',
])
export type Action = z.infer<typeof actionSchema>

/** As an engine or we call it, with its technology in front, so never an option. Stable while the instance exists. */
export const instanceIdSchema = z.string().min(1).max(4_200).regex(/^[^-]/, 'An id does not begin with a hyphen.')

/** One container, virtual machine or environment. */
export const instanceSchema = z.strictObject({
  id: z.string(),
  technology: technologySchema,
  name: z.string(),
  /** An environment has no processes of its own and is always `created`. */
  state: z.enum(instanceStates),
  owner: z.enum(['isoscope', 'user']),
  /** The image, disk or interpreter it was made from, and by which program where there are several. */
  madeFrom: z.string().nullable(),
  createdAt: z.iso.datetime().nullable(),
  /** Of the running or paused one; null where nothing runs or where the engine does not tell it in its list. */
  startedAt: z.iso.datetime().nullable(),
  /** What can be done to it in its present state. Empty: it is only looked at. */
  actions: z.array(actionSchema),
})
export type Instance = z.infer<typeof instanceSchema>
