import { z } from 'zod'
import { runIdSchema, runSchema } from './run.ts'

/** The forms in which a run leaves the app. `json` is the run itself, `csv` its raw samples. */
export const reportFormats = ['json', 'csv', 'markdown', 'html'] as const
export const reportFormatSchema = z.enum(reportFormats)
export type ReportFormat = z.infer<typeof reportFormatSchema>

/** How a user names a run: an id or its beginning, or `last`, the newest one that has ended. */
export const runNameSchema = z.string().regex(/^(last|[0-9][0-9a-fT-]{0,21})$/)

/** A run of this store, or the run itself, such as a file holds that was written elsewhere. */
export const runSourceSchema = z.union([z.strictObject({ id: runIdSchema }), z.strictObject({ document: runSchema })])
export type RunSource = z.infer<typeof runSourceSchema>
