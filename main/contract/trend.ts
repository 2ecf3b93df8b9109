import { z } from 'zod'
import { estimateSchema, metricIdSchema, unitSchema } from './metrics.ts'
import { runIdSchema } from './run.ts'
import { contenderIdSchema, technologySchema } from './technology.ts'

/** One figure over the runs of a store. */

export const trendRequestSchema = z.strictObject({
  metric: metricIdSchema,
  /** All of them when not given. */
  contenders: z.array(contenderIdSchema).max(20).optional(),
})
export type TrendRequest = z.infer<typeof trendRequestSchema>

const runKey = { runId: runIdSchema, startedAt: z.iso.datetime() }

const trendPointSchema = estimateSchema.extend({
  ...runKey,
  unit: unitSchema,
  /** Null where the run did not record one. */
  engineVersion: z.string().nullable(),
})
export type TrendPoint = z.infer<typeof trendPointSchema>

const trendLineSchema = z.strictObject({
  contender: contenderIdSchema,
  title: z.string(),
  technology: technologySchema,
  /** Oldest first, never none. */
  points: z.array(trendPointSchema),
})
export type TrendLine = z.infer<typeof trendLineSchema>

/** Something a figure depends on that is not what it was in the run before that recorded it. */
const trendChangeSchema = z.strictObject({
  /** The first run with the new value. */
  ...runKey,
  /** `kernel`, `Docker`, `QEMU: accelerator` … */
  what: z.string(),
  before: z.string(),
  after: z.string(),
})
export type TrendChange = z.infer<typeof trendChangeSchema>

export const trendSchema = z.strictObject({
  metric: metricIdSchema,
  /** That of every point; null when there is none. */
  unit: unitSchema.nullable(),
  lines: z.array(trendLineSchema),
  /** Oldest first. */
  changes: z.array(trendChangeSchema),
  /** Runs that have the figure, of something that cannot stand in one line with the newest. */
  leftOut: z.array(z.strictObject({ ...runKey, reason: z.string() })),
})
export type Trend = z.infer<typeof trendSchema>
