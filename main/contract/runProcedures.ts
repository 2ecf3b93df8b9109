import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { commandSchema } from './command.ts'
import { diffSchema } from './diff.ts'
import { nothing, procedure } from './procedure.ts'
import { reportFormatSchema, runNameSchema, runSourceSchema } from './report.ts'
import { maxNoteLength, progressSchema, runHeadSchema, runIdSchema, runRequestSchema, runSchema } from './run.ts'
import { trendRequestSchema, trendSchema } from './trend.ts'

const runIdsSchema = z.strictObject({ ids: z.array(runIdSchema).min(1).max(1000) })

/** Comparisons: begun, followed, kept, and compared with each other. */
export const runProcedures = {
  start: procedure.input(runRequestSchema).output(z.strictObject({ id: runIdSchema })),
  /**
   * A run of the user's own command in every contender that can execute it. Only where the door has the capability
   * `run.custom` (`permission_denied` elsewhere), and only in a directory below a root the user approved (`bad_input`).
   */
  startCommand: procedure
    .input(z.strictObject({ request: runRequestSchema, command: commandSchema }))
    .output(z.strictObject({ id: runIdSchema })),
  /** Progress of a run of this process, at most 4 a second; the last one has the final status. */
  watch: procedure.input(z.strictObject({ id: runIdSchema })).output(eventIterator(progressSchema)),
  /** Resolves when the run has ended and left nothing behind. */
  cancel: procedure.input(z.strictObject({ id: runIdSchema })).output(nothing),
  /** The run going on in this process, if one is. */
  active: procedure.input(nothing).output(z.strictObject({ id: runIdSchema.nullable() })),
  list: procedure.input(z.strictObject({ limit: z.int().min(1).max(1000) })).output(z.array(runHeadSchema)),
  get: procedure.input(z.strictObject({ id: runIdSchema })).output(runSchema),
  /** The one run that a name means; `not_found`, or `bad_input` when several begin like that. */
  find: procedure.input(z.strictObject({ name: runNameSchema })).output(z.strictObject({ id: runIdSchema })),
  /** A run as the text of a file. */
  export: procedure
    .input(z.strictObject({ run: runSourceSchema, format: reportFormatSchema }))
    .output(z.strictObject({ text: z.string() })),
  /** What has changed from one run to another. */
  diff: procedure.input(z.strictObject({ before: runSourceSchema, after: runSourceSchema })).output(diffSchema),
  /** Writes a note beside a run, in place of the one before, and gives it back as it is kept; `not_found`. */
  note: procedure
    .input(z.strictObject({ id: runIdSchema, note: z.string().max(maxNoteLength) }))
    .output(z.strictObject({ note: z.string() })),
  /**
   * Takes runs with their samples out of the store, all of them or none: `not_found`, `in_use` for one that is going on.
   * `restore` brings them back while this process lives, for a day at most; then their space returns. Bytes: about.
   */
  remove: procedure.input(runIdsSchema).output(z.strictObject({ runs: z.int(), bytes: z.int() })),
  /** `not_found` for what was not removed or is gone for good. */
  restore: procedure.input(runIdsSchema).output(z.strictObject({ runs: z.int() })),
  /** One number over the completed runs, oldest first, and where what it depends on has changed. */
  trend: procedure.input(trendRequestSchema).output(trendSchema),
}
