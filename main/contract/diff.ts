import { z } from 'zod'
import { estimateSchema, metricIdSchema, unitSchema } from './metrics.ts'
import { profileIdSchema, runIdSchema, runStatusSchema } from './run.ts'
import { contenderIdSchema } from './technology.ts'

/** What has changed between two runs. measurement.md, "Design of a run", "Between runs" */

const sideSchema = z.enum(['before', 'after'])

const runHeadSchema = z.strictObject({
  id: runIdSchema,
  startedAt: z.iso.datetime(),
  status: runStatusSchema,
  profile: profileIdSchema,
  rounds: z.int(),
})

/** Something that is not the same in both runs, and what that does to the figures. */
const environmentChangeSchema = z.strictObject({
  what: z.string(),
  before: z.string(),
  after: z.string(),
  consequence: z.string(),
})
export type EnvironmentChange = z.infer<typeof environmentChangeSchema>

const measuredSchema = z.strictObject({ median: z.number(), samples: z.int() })

export const diffVerdicts = ['significant', 'no difference', 'not enough rounds to tell'] as const

const key = { contender: contenderIdSchema, metric: metricIdSchema }

const metricDiffSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('compared'),
    ...key,
    unit: unitSchema,
    before: measuredSchema,
    after: measuredSchema,
    /** After minus before, Hodges and Lehmann; the interval is `null` below 6 samples on a side. */
    shift: estimateSchema,
    /** Mann-Whitney; `null` where there are too few samples for it to decide anything, and not in the family then. */
    p: z.number().nullable(),
    /** By Holm over all of this diff's tests. */
    pAdjusted: z.number().nullable(),
    verdict: z.enum(diffVerdicts),
  }),
  /** A figure without samples to test: a slope, or what was read once in each run. */
  z.strictObject({
    kind: z.literal('untested'),
    ...key,
    unit: unitSchema,
    before: estimateSchema,
    after: estimateSchema,
  }),
  z.strictObject({
    kind: z.literal('facts'),
    ...key,
    /** Those that are not the same; a fact that only one run has is `null` in the other. */
    changes: z.array(
      z.strictObject({ title: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
    ),
  }),
  z.strictObject({ kind: z.literal('one_sided'), ...key, only: sideSchema, reason: z.string() }),
  z.strictObject({ kind: z.literal('incomparable'), ...key, reason: z.string() }),
])
export type MetricDiff = z.infer<typeof metricDiffSchema>
export type ComparedMetric = Extract<MetricDiff, { kind: 'compared' }>

export const diffSchema = z.strictObject({
  schema: z.literal('isoscope/diff@1'),
  before: runHeadSchema,
  after: runHeadSchema,
  environment: z.array(environmentChangeSchema),
  /** Those that only one of the runs has; the others are in `metrics`. */
  contenders: z.array(z.strictObject({ contender: contenderIdSchema, only: sideSchema })),
  metrics: z.array(metricDiffSchema),
})
export type Diff = z.infer<typeof diffSchema>
