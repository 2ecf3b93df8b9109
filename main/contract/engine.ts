import { z } from 'zod'
import { remedySchema } from './errors.ts'
import { technologySchema } from './technology.ts'

/** What a driver found of its engine. `facts` are short name-value pairs for people, such as the endpoint in use. */
export const engineStatusSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('ready'),
    technology: technologySchema,
    version: z.string(),
    facts: z.record(z.string(), z.string()),
    /** Why nothing can be started with it here, where that is so; what exists is listed and changed all the same. */
    cannotStart: z.string().optional(),
  }),
  z.strictObject({
    state: z.literal('missing'),
    technology: technologySchema,
    why: z.string(),
    remedy: remedySchema,
  }),
  z.strictObject({
    state: z.literal('broken'),
    technology: technologySchema,
    version: z.string().nullable(),
    why: z.string(),
    remedy: remedySchema,
  }),
])
export type EngineStatus = z.infer<typeof engineStatusSchema>

/** What a test of an engine does, step by step, and at last how it went. One that fails ends with the error. */
export const engineTestEventSchema = z.discriminatedUnion('kind', [
  /** For people, such as `starting the probe`. */
  z.strictObject({ kind: z.literal('step'), step: z.string() }),
  z.strictObject({
    kind: z.literal('passed'),
    contender: z.string(),
    /** Milliseconds from the order to create to the first byte of READY; one start, so no measurement. */
    startupMs: z.number().nonnegative(),
    /** Milliseconds of the whole test, the preparation and the removal in it. */
    totalMs: z.number().nonnegative(),
    /** What the start depended on: version, accelerator, interpreter. */
    labels: z.record(z.string(), z.string()),
  }),
])
export type EngineTestEvent = z.infer<typeof engineTestEventSchema>
