import { z } from 'zod'
import { errorDataSchema, remedySchema } from './errors.ts'
import { instanceNameSchema, instanceSchema } from './instance.ts'

/** The address of a hub as a user types it; what it may be, the driver says. */
const hubUrlSchema = z.string().min(1).max(2_048)

/** A hub that is connected and answers, one that is connected and does not, and one that was found on this machine. */
export const hubSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('connected'),
    url: z.string(),
    version: z.string(),
    /** Whom the hub takes us for: a user or a service of its own. */
    as: z.string(),
    /** PSS in bytes of what runs once whatever the number of servers, the hub and its proxy; why where it is not known. */
    memory: z.union([z.strictObject({ pss: z.number().nonnegative() }), z.strictObject({ absent: z.string() })]),
    /** Of the same processes: cores kept busy, on the mean since they were started. */
    cpu: z.union([z.strictObject({ share: z.number().nonnegative() }), z.strictObject({ absent: z.string() })]),
  }),
  z.strictObject({ state: z.literal('failed'), url: z.string(), error: errorDataSchema }),
  z.strictObject({
    state: z.literal('found'),
    url: z.string(),
    /** Of the hub; null where only the port tells of it. */
    pid: z.int().nullable(),
    version: z.string().nullable(),
  }),
])
export type Hub = z.infer<typeof hubSchema>

export const hubsSchema = z.strictObject({
  hubs: z.array(hubSchema),
  /** How tokens are kept here, in words for people. */
  keeping: z.string(),
  /** How to have a hub on this machine; null where the program is here. */
  installation: remedySchema.nullable(),
})
export type Hubs = z.infer<typeof hubsSchema>

/** The one place where a secret crosses the wire, and only inwards: no answer has it. */
export const hubConnectSchema = z.strictObject({
  url: hubUrlSchema,
  token: z.string().regex(/^[\x21-\x7e]{1,4096}$/, 'A token has no spaces and no letters beyond ASCII.'),
})

export const hubReferenceSchema = z.strictObject({ url: hubUrlSchema })

export const hubUserSchema = z.strictObject({ url: hubUrlSchema, name: instanceNameSchema })

/** Users with their servers; a hub that fails is named beside the others. */
export const hubServersSchema = z.strictObject({
  servers: z.array(instanceSchema),
  failures: z.array(z.strictObject({ url: z.string(), error: errorDataSchema })),
})
