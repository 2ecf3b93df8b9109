import { z } from 'zod'

/** Why an engine, or we, could not do something. The renderer and scripts may branch on these. */
export const errorCodes = [
  'not_installed',
  'not_running',
  'permission_denied',
  'not_found',
  'name_taken',
  'in_use',
  'no_space',
  'timeout',
  'cancelled',
  'unsupported',
  'bad_input',
  'bad_output',
  'engine_failed',
] as const

export const errorCodeSchema = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof errorCodeSchema>

/** What to do about a problem: words, and the command to copy where one exists. */
export const remedySchema = z.strictObject({ text: z.string(), command: z.string().optional() })
export type Remedy = z.infer<typeof remedySchema>

/** An EngineError as it crosses the wire. `detail` is the program's own last lines, without our paths or stack. */
export const errorDataSchema = z.strictObject({
  code: errorCodeSchema,
  engine: z.string(),
  message: z.string(),
  remedy: remedySchema.optional(),
  detail: z.string().optional(),
})
export type ErrorData = z.infer<typeof errorDataSchema>
