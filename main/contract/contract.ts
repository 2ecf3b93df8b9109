import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { commandSchema } from './command.ts'
import { diffSchema } from './diff.ts'
import { engineStatusSchema } from './engine.ts'
import { errorDataSchema } from './errors.ts'
import { instanceSchema } from './instance.ts'
import { reportFormatSchema, runNameSchema, runSourceSchema } from './report.ts'
import { progressSchema, runHeadSchema, runIdSchema, runRequestSchema, runSchema } from './run.ts'
import { technologySchema } from './technology.ts'

/**
 * Everything a door offers. Each procedure declares input, output and errors; a test fails on one that does not.
 * `ENGINE` carries an EngineError; what is not declared reaches the page as a code and an id only.
 */
const errors = { ENGINE: { data: errorDataSchema } }
const nothing = z.strictObject({})
const procedure = oc.errors(errors)

export const contract = {
  app: {
    info: procedure.input(nothing).output(
      z.strictObject({
        version: z.string(),
        platform: z.string(),
        cores: z.int(),
        memoryBytes: z.int(),
        contenders: z.array(z.strictObject({ id: z.string(), title: z.string(), technology: technologySchema })),
      }),
    ),
    /** This app's own cost, once a second while somebody reads: CPU as a share of one core. */
    cost: procedure
      .input(nothing)
      .output(eventIterator(z.strictObject({ cpuShare: z.number().nullable(), memoryBytes: z.int() }))),
  },
  engines: {
    /** Each engine's state as soon as that engine has answered; ends when all have. */
    detect: procedure
      .input(z.strictObject({ only: z.array(technologySchema).optional() }))
      .output(eventIterator(engineStatusSchema)),
  },
  instances: {
    /** What exists, of every engine that is ready; an engine that fails is named beside it. */
    list: procedure.input(nothing).output(
      z.strictObject({
        instances: z.array(instanceSchema),
        failures: z.array(z.strictObject({ technology: technologySchema, error: errorDataSchema })),
      }),
    ),
  },
  runs: {
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
  },
  maintenance: {
    /** Removes what dead processes of ours left. */
    sweep: procedure.input(nothing).output(
      z.strictObject({
        removed: z.array(z.string()),
        failures: z.array(z.strictObject({ what: z.string(), error: errorDataSchema })),
      }),
    ),
  },
}
