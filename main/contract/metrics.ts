import { z } from 'zod'

/** What is measured, and in which forms a figure is reported. measurement.md, "Metrics" */

export const unitSchema = z.enum(['ms', 's', 'bytes', 'ratio', 'count'])
export type Unit = z.infer<typeof unitSchema>

/** Raw metrics: what is stored for every sample. `cpu_cost` and other comparisons are derived from them. */
export const rawMetricIds = [
  'startup',
  'startup_python',
  'import_python',
  'stop',
  'kill',
  'cpu_seconds',
  'cpu_wall',
  'python_seconds',
  'python_wall',
  'disk_seconds',
  'disk_wall',
  'spawn_seconds',
  'spawn_wall',
  'memory_seconds',
  'memory_wall',
  'memory_idle',
  'memory_idle_uss',
  'memory_idle_python',
  'memory_fixed',
  'disk_unique',
  'disk_shared',
  'deploy_uncached',
  'deploy_cached',
  'deploy_changed',
  'artifact',
  'command',
  'command_seconds',
  'command_exit',
] as const
export const rawMetricIdSchema = z.enum(rawMetricIds)
export type RawMetricId = z.infer<typeof rawMetricIdSchema>

/** 95 % interval of a median, through the stop rule where a run has one; `null` below 6 samples. */
const intervalSchema = z.tuple([z.number(), z.number()]).nullable()

export const estimateSchema = z.strictObject({ median: z.number(), ci95: intervalSchema })
export type EstimateData = z.infer<typeof estimateSchema>

const absentSchema = z.strictObject({ kind: z.literal('absent'), reason: z.string() })

/** A number that was measured, or the reason why there is none. Never a silent zero. */
const partSchema = z.union([estimateSchema.extend({ unit: unitSchema, kind: z.literal('number') }), absentSchema])
export type PartSummary = z.infer<typeof partSchema>

/** What the rounds say of a difference to the host. measurement.md, "Design of a run" */
export const differenceSchema = z.strictObject({
  /** Hodges-Lehmann, `other` minus host in the metric's unit; of a metric that is a ratio to the host, the ratio. */
  shift: z.number(),
  ci95: z.tuple([z.number(), z.number()]),
  /** Rounds that both have. */
  pairs: z.int(),
  /** Wilcoxon's signed-rank test on the pairs, two-sided. */
  p: z.number(),
  /** By Holm, over all comparisons with the host in this run. */
  pAdjusted: z.number(),
  verdict: z.enum(['different', 'no difference', 'not enough rounds to tell']),
})
export type Difference = z.infer<typeof differenceSchema>

export const numberMetricSchema = z.strictObject({
  kind: z.literal('number'),
  unit: unitSchema,
  samples: z.array(z.number()),
  first: z.array(z.number()),
  median: z.number(),
  ci95: intervalSchema,
  /** Attempts that failed, and samples marked and kept out of the median. */
  failed: z.int(),
  excluded: z.int(),
  outliers: z.int(),
  /** Paired difference to the host, same unit. Absent where host was not measured. */
  overHost: estimateSchema.optional(),
  /** Paired ratio to the host; only where the host's value is far above the launch cost. */
  timesHost: estimateSchema.optional(),
  /** Absent where it is not compared with the host, and below 6 pairs of rounds. */
  difference: differenceSchema.optional(),
  /** Where the time goes; `unexplained` is what the phases leave. */
  phases: z.record(z.string(), partSchema).optional(),
  /** The parts that a composite consists of, such as the kernels of `cpu_cost`. */
  parts: z.record(z.string(), partSchema).optional(),
  /** The same comparison by wall time, beside CPU time. */
  wall: estimateSchema.optional(),
  /** Words that belong to the figure, such as `first instance` or `upper bound`. */
  note: z.string().optional(),
})
export type NumberMetric = z.infer<typeof numberMetricSchema>

/** One thing that is so or not so, with what it means for the user. */
export const factSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** `null` when it is not known; `meaning` then says why. */
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  meaning: z.string(),
  /** `measured`: seen here, in this run. `stated`: known from elsewhere, which `source` names. */
  basis: z.enum(['measured', 'stated']),
  source: z.string().optional(),
})
export type Fact = z.infer<typeof factSchema>

const factsMetricSchema = z.strictObject({
  kind: z.literal('facts'),
  /** The facts in a few words. */
  summary: z.string(),
  facts: z.array(factSchema),
})

const slopeSchema = z.union([
  z.strictObject({ kind: z.literal('number'), perInstance: z.number(), ci95: intervalSchema }),
  absentSchema,
])

/** Memory against the number of instances that run at once. Bytes. */
const pointsMetricSchema = z.strictObject({
  kind: z.literal('points'),
  unit: z.literal('bytes'),
  points: z.array(
    z.strictObject({
      instances: z.int().min(0),
      /** Of all processes of all instances; `null` where it cannot be read. */
      pss: z.number().nullable(),
      /** MemAvailable of this machine; `null` where it cannot be read. */
      available: z.number().nullable(),
    }),
  ),
  /** What one instance more takes: by PSS, and by what MemAvailable falls. */
  slope: z.strictObject({ pss: slopeSchema, available: slopeSchema }),
  /** Why no further instance was started. */
  stoppedBy: z.string(),
  /** How many this machine would hold by the slope, capped by the first hard limit. A projection, not a measurement. */
  projection: z.union([
    z.strictObject({ kind: z.literal('number'), instances: z.int(), limit: z.string() }),
    absentSchema,
  ]),
})

export const metricSchema = z.discriminatedUnion('kind', [
  numberMetricSchema,
  factsMetricSchema,
  pointsMetricSchema,
  absentSchema,
])
export type Metric = z.infer<typeof metricSchema>

export const metricIds = [
  'startup',
  'startup_python',
  'import_python',
  'stop',
  'kill',
  'cpu_cost',
  'cpu_cost_python',
  'disk_cost',
  'spawn_cost',
  'memory_cost',
  'memory_idle',
  'memory_idle_python',
  'memory_fixed',
  'density',
  'disk_unique',
  'disk_shared',
  'deploy_uncached',
  'deploy_cached',
  'deploy_changed',
  'steps',
  'artifact',
  'isolation',
  'abilities',
  'platforms',
  'roundtrip',
  'command',
  'command_cost',
] as const
export const metricIdSchema = z.enum(metricIds)
export type MetricId = z.infer<typeof metricIdSchema>
