import { z } from 'zod'

/** What we write into an environment of ours: while it is made, whose half it is; afterwards, which ledger row names it. */
const markSchema = z.strictObject({
  state: z.enum(['creating', 'created']),
  /** Where it was made: a copy somewhere else is not the one that the row names. */
  path: z.string(),
  owner: z.strictObject({ storeId: z.string(), pid: z.int(), startTime: z.string() }),
  row: z.int(),
})
export type EnvironmentMark = z.infer<typeof markSchema>

/** null for anything that is not a mark of ours. */
export function parseMark(text: string): EnvironmentMark | null {
  try {
    return markSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
