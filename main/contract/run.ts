import { z } from 'zod'
import { commandRecordSchema } from './command.ts'
import { errorDataSchema } from './errors.ts'
import { estimateSchema, metricIdSchema, metricSchema, rawMetricIdSchema, unitSchema } from './metrics.ts'
import { contenderIdSchema, technologySchema } from './technology.ts'

/** Everything the design calls `isoscope/run@1`: what the store holds of a run and `compare --json` writes. */

export const runIdSchema = z.string().regex(/^[0-9]{8}T[0-9]{6}-[0-9a-f]{6}$/)

export const profileIds = ['quick', 'standard', 'thorough'] as const
export const profileIdSchema = z.enum(profileIds)
export type ProfileId = z.infer<typeof profileIdSchema>

/** The seed of the order of contenders: an unsigned 32-bit integer. */
export const seedSchema = z.int().min(0).max(0xffffffff)

export const metricSets = ['basic', 'all'] as const
export const metricSetSchema = z.enum(metricSets)
export type MetricSet = z.infer<typeof metricSetSchema>

/** How many measured rounds may be asked for. */
export const maxRounds = 1000
/** A day. */
export const maxBudgetMinutes = 1440
export const roundsSchema = z.int().min(1).max(maxRounds)
export const budgetMinutesSchema = z.int().min(1).max(maxBudgetMinutes)

export const runRequestSchema = z.strictObject({
  contenders: z.array(contenderIdSchema).min(1).max(20),
  profile: profileIdSchema,
  /** Measured rounds, the warm-up round not counted. Replaces the profile's own number. */
  rounds: roundsSchema.optional(),
  /**
   * No further round begins after this time, counted from the start of the run, but one is measured in any case; the survey
   * after the rounds comes on top. Replaces the profile's own limit.
   */
  budgetMinutes: budgetMinutesSchema.optional(),
  seed: seedSchema.optional(),
  /** `basic` when not given. `all` adds the other kinds of work to each round, and a survey after the rounds. */
  metrics: metricSetSchema.optional(),
})
export type RunRequest = z.infer<typeof runRequestSchema>

const sampleKey = {
  /** 0 is the warm-up round. */
  round: z.int().min(0),
  /** Place of the contender within its round. */
  order: z.int().min(0),
  first: z.boolean(),
  contender: contenderIdSchema,
  metric: rawMetricIdSchema,
  /** A phase of `startup` or a kernel of `cpu_seconds`; absent for the metric itself. */
  part: z.string().optional(),
}

export const sampleSchema = z.discriminatedUnion('ok', [
  z.strictObject({
    ...sampleKey,
    ok: z.literal(true),
    value: z.number(),
    unit: unitSchema,
    outlier: z.boolean(),
    contended: z.boolean(),
    /** Something that must not be averaged in, such as a stop that hit its grace period. */
    excluded: z.string().optional(),
  }),
  z.strictObject({ ...sampleKey, ok: z.literal(false), error: errorDataSchema }),
])
export type Sample = z.infer<typeof sampleSchema>

export const warningCodes = [
  'few_samples',
  'few_rounds',
  'outliers',
  'contended',
  'emulated',
  'failed_rounds',
  'grace_period',
  'noise',
  'no_own_cgroup',
  'left_behind',
  'run_failed',
  'survey_failed',
  'versions_differ',
  'slow_first',
  'near_launch_cost',
  'on_battery',
  'memory_pressure',
  'clock_source',
  'governor',
  'virtualised_host',
  'load_at_start',
] as const
export const warningSchema = z.strictObject({
  code: z.enum(warningCodes),
  contender: contenderIdSchema.optional(),
  metric: metricIdSchema.optional(),
  message: z.string(),
})
export type RunWarning = z.infer<typeof warningSchema>

export const contenderStatusSchema = z.enum(['pending', 'preparing', 'measuring', 'completed', 'failed', 'skipped'])

export const contenderSummarySchema = z.strictObject({
  id: contenderIdSchema,
  technology: technologySchema,
  title: z.string(),
  /** What a figure of this contender depends on: accelerator, memory, interpreter version. */
  labels: z.record(z.string(), z.string()),
  status: contenderStatusSchema,
  error: errorDataSchema.optional(),
  metrics: z.partialRecord(metricIdSchema, metricSchema),
})
export type ContenderSummary = z.infer<typeof contenderSummarySchema>

export const roundSchema = z.strictObject({
  round: z.int(),
  order: z.array(contenderIdSchema),
  /** Mean number of runnable tasks besides ourselves while the round ran; `null` where it cannot be read. */
  runQueue: z.number().nullable(),
  contended: z.boolean(),
  /** Largest delay of our own event loop in the round. */
  eventLoopDelayMs: z.number(),
  /** Wall seconds of a short fixed piece of work on the host after the round; `null` where it was not run. */
  referenceSeconds: z.number().nullable(),
  /** CPU seconds that our own process spent while the round ran. */
  ownCpuSeconds: z.number().optional(),
})
export type RoundRecord = z.infer<typeof roundSchema>

export const environmentSchema = z.strictObject({
  host: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  engines: z.record(z.string(), z.record(z.string(), z.string())),
  /** The variables every contender's program is given. */
  variables: z.record(z.string(), z.string()),
  /** What a contender's artifact is made of, as `sha256:…`: its image, kernel, initramfs. */
  digests: z.record(contenderIdSchema, z.record(z.string(), z.string())).optional(),
})
export type EnvironmentRecord = z.infer<typeof environmentSchema>

export const runStatusSchema = z.enum(['running', 'completed', 'cancelled', 'failed'])
export const endedBySchema = z.enum(['precision', 'rounds', 'time', 'cancel', 'error'])
export type EndedBy = z.infer<typeof endedBySchema>

export const runSchema = z.strictObject({
  schema: z.literal('isoscope/run@1'),
  id: runIdSchema,
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  status: runStatusSchema,
  endedBy: endedBySchema.nullable(),
  profile: profileIdSchema,
  /** The time after which no further round began, the profile's own or the user's; null without one. Older runs do not say. */
  budgetMinutes: budgetMinutesSchema.nullable().optional(),
  metrics: metricSetSchema.default('basic'),
  seed: seedSchema,
  rounds: z.strictObject({ requested: z.int(), completed: z.int(), records: z.array(roundSchema) }),
  workload: z.strictObject({
    id: z.enum(['probe', 'command']),
    /** Share of the probe's full work. */
    cpuScale: z.number(),
    command: commandRecordSchema.optional(),
  }),
  environment: environmentSchema,
  calibration: z.strictObject({
    launch: estimateSchema.extend({ unit: z.literal('ms'), error: z.number() }).nullable(),
    /** What being observed adds to the host's start-up: paired shift of launches with and without our observers. */
    observer: estimateSchema
      .extend({ unit: z.literal('ms'), pairs: z.int() })
      .nullable()
      .optional(),
  }),
  noise: z.strictObject({ grade: z.enum(['low', 'medium', 'high']), spread: z.number() }).nullable(),
  /** What measuring cost: CPU seconds of our own process, in all and per sample. */
  ownCost: z.strictObject({ cpuSeconds: z.number(), perSample: z.number().nullable() }),
  warnings: z.array(warningSchema),
  contenders: z.array(contenderSummarySchema),
  samples: z.array(sampleSchema),
})
export type Run = z.infer<typeof runSchema>

/** In UTF-16 code units. */
export const maxNoteLength = 2_000

/** A run in a list, without its samples. */
export const runHeadSchema = runSchema
  .pick({ id: true, startedAt: true, endedAt: true, status: true, endedBy: true, profile: true })
  .extend({
    contenders: z.array(contenderIdSchema),
    rounds: z.strictObject({ requested: z.int(), completed: z.int() }),
    /** The user's own words about it, on one line; empty when there are none. */
    note: z.string().max(maxNoteLength),
    noise: runSchema.shape.noise,
    /** About how much of the store it takes, its samples included. */
    bytes: z.int(),
  })
export type RunHead = z.infer<typeof runHeadSchema>

/** Where a run is now. Coalesced: a watcher may miss steps, never the last one. */
export const progressSchema = z.strictObject({
  runId: runIdSchema,
  status: runStatusSchema,
  /** `after`: the rounds are over; what is left is the survey, where one was asked for, and the clearing away. */
  stage: z.enum(['preparing', 'rounds', 'after']),
  /** 0 is the warm-up round. */
  round: z.int(),
  roundsRequested: z.int(),
  elapsedMs: z.number(),
  /** Of the rounds, estimated from those so far; `null` before the first one has ended and after the last. */
  remainingMs: z.number().nullable(),
  contenders: z.array(
    z.strictObject({
      id: contenderIdSchema,
      title: z.string(),
      status: contenderStatusSchema,
      /** What is being done now, for people. */
      step: z.string().nullable(),
      roundsDone: z.int(),
      error: errorDataSchema.optional(),
    }),
  ),
})
export type Progress = z.infer<typeof progressSchema>
