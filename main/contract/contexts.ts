import { z } from 'zod'
import { nothing, procedure } from './procedure.ts'
import { technologySchema } from './technology.ts'

/** As the docker program takes one: so it is never an option, nor a path. */
const contextNameSchema = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.+-]{0,127}$/, 'This is no name of a context.')

/** A daemon with a name, from the docker program's own settings. */
export const contextSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  /** Null where its settings name none. */
  url: z.string().nullable(),
  /** With certificates of its own. */
  tls: z.boolean(),
})
export type Context = z.infer<typeof contextSchema>

export const contextsSchema = z.strictObject({
  technology: technologySchema,
  contexts: z.array(contextSchema),
  /** The one that was chosen for Isoscope; null: as the docker program has it. */
  chosen: z.string().nullable(),
  /** What is asked now, and what has named it; null where nothing can be. */
  used: z.strictObject({ url: z.string(), source: z.string() }).nullable(),
})
export type Contexts = z.infer<typeof contextsSchema>

export const contexts = {
  list: procedure.input(nothing).output(contextsSchema),
  /** From now on, for every door of this store; null: as the docker program has it. `not_found`. */
  use: procedure.input(z.strictObject({ name: contextNameSchema.nullable() })).output(contextsSchema),
  /** Asks its daemon, and changes nothing. `not_found`, or why it does not answer. */
  test: procedure
    .input(z.strictObject({ name: contextNameSchema }))
    .output(z.strictObject({ version: z.string(), facts: z.record(z.string(), z.string()) })),
}
