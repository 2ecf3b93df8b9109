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
