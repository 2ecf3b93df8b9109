import { z } from 'zod'
import { errorDataSchema } from './errors.ts'
import { instanceIdSchema, instanceSchema } from './instance.ts'
import { technologySchema } from './technology.ts'

const bytes = z.number().nonnegative()
const bytesPerSecond = z.number().nonnegative()

/**
 * One instance now. CPU and rates are means since the sample before, so null in the first one. Null is also what the
 * engine does not tell; never 0 for "not known".
 */
export const usageSchema = z.strictObject({
  id: z.string(),
  /** 1 is one core in full use. */
  cpuShare: z.number().nonnegative().nullable(),
  /**
   * Usage minus inactive file cache for a container. For a virtual machine what its process has of its own (RssAnon +
   * RssShmem), which is its PSS less its part of program files (5 % of a small one), and is read without walking its pages; for
   * one of VirtualBox's the whole of its process in memory (VmRSS), because the guest's memory is a driver's.
   */
  memoryBytes: bytes.nullable(),
  networkReceived: bytesPerSecond.nullable(),
  networkSent: bytesPerSecond.nullable(),
  blockRead: bytesPerSecond.nullable(),
  blockWritten: bytesPerSecond.nullable(),
})
export type Usage = z.infer<typeof usageSchema>

/** One technology in all. */
export const totalSchema = z.strictObject({
  technology: technologySchema,
  instances: z.int().nonnegative(),
  running: z.int().nonnegative(),
  /** Sums over the instances whose figure is known; null where none is. */
  cpuShare: z.number().nonnegative().nullable(),
  memoryBytes: bytes.nullable(),
})
export type Total = z.infer<typeof totalSchema>

/** Why there are no figures while the user wants none: compared with by those that offer to go on. */
export const pausedByUser = 'Sampling is paused.'

/** One sample of everything that runs. */
export const usageSnapshotSchema = z.strictObject({
  /** Milliseconds since 1970. */
  at: z.number(),
  /** Why nothing is sampled at present, such as a comparison that is going on; null while it is. */
  paused: z.string().nullable(),
  usage: z.array(usageSchema),
  totals: z.array(totalSchema),
  /** This app's own process. */
  own: z.strictObject({ cpuShare: z.number().nonnegative().nullable(), memoryBytes: bytes }),
})
export type UsageSnapshot = z.infer<typeof usageSnapshotSchema>

/** `full`: once a second, while somebody looks at it. `slow`: every five seconds, for a line in the tray. */
export const sampleRateSchema = z.enum(['full', 'slow'])
export type SampleRate = z.infer<typeof sampleRateSchema>

/** What is known of one engine's rows. */
export const engineRowsSchema = z.strictObject({
  technology: technologySchema,
  /**
   * `asking`: has not answered yet since somebody looks; its rows, if any, are those of an earlier look. `current`: its rows are what exists. `away`: it does not answer; its rows, if any, are
   * those of its last answer and marked stale. `absent`: not installed, so it has none.
   */
  state: z.enum(['asking', 'current', 'away', 'absent']),
  error: errorDataSchema.nullable(),
})
export type EngineRows = z.infer<typeof engineRowsSchema>

export const inventorySchema = z.strictObject({
  engines: z.array(engineRowsSchema),
  instances: z.array(instanceSchema.extend({ stale: z.boolean() })),
})
export type Inventory = z.infer<typeof inventorySchema>
export type ListedInstance = Inventory['instances'][number]

/** `short`: the last 15 minutes, one value a second. `long`: the last 24 hours, one mean a minute. */
export const historySpanSchema = z.enum(['short', 'long'])
export type HistorySpan = z.infer<typeof historySpanSchema>

export const historyRequestSchema = z.strictObject({
  of: z.union([z.strictObject({ instance: instanceIdSchema }), z.strictObject({ technology: technologySchema })]),
  span: historySpanSchema,
})
export type HistoryRequest = z.infer<typeof historyRequestSchema>

/** Oldest first, evenly spaced. Null where nobody looked, sampling was paused or nothing ran: a gap, to be drawn as one. */
export const historySchema = z.strictObject({
  /** Of the first value: milliseconds since 1970. */
  from: z.number(),
  stepMs: z.number().positive(),
  cpuShare: z.array(z.number().nullable()),
  memoryBytes: z.array(z.number().nullable()),
})
export type History = z.infer<typeof historySchema>

/** What is read on request only, because it costs. */
export const detailsSchema = z.strictObject({
  /** Of all processes that exist because of it; the reason where it cannot be read. */
  memory: z.union([z.strictObject({ pss: bytes, uss: bytes }), z.strictObject({ absent: z.string() })]),
  /** Allocated bytes that its removal gives back, and those it shares with others. */
  disk: z.union([
    z.strictObject({ unique: bytes, shared: bytes, note: z.string().optional() }),
    z.strictObject({ absent: z.string() }),
  ]),
})
export type Details = z.infer<typeof detailsSchema>

/** An image of an engine. `unique` returns when it is removed; `shared` other images use too. */
export const imageSchema = z.strictObject({
  id: z.string(),
  technology: technologySchema,
  names: z.array(z.string()),
  owner: z.enum(['isoscope', 'user']),
  createdAt: z.iso.datetime().nullable(),
  /** As the engine reports them; null where it does not tell. */
  size: z.strictObject({ unique: bytes, shared: bytes }).nullable(),
  /** How many containers were made from it. */
  containers: z.int().nonnegative(),
})
export type Image = z.infer<typeof imageSchema>

/** Which lines of a log. */
export const logRangeSchema = z.strictObject({
  /** Go on with what is written until it ends; not with `until`. */
  follow: z.boolean(),
  /** The last so many lines; all when null. */
  tail: z.int().min(0).max(10_000).nullable(),
  /** Lines written at this moment or later; for an engine that keeps their times. */
  since: z.iso.datetime().optional(),
  /** Lines written at this moment or before; for an engine that keeps their times. */
  until: z.iso.datetime().optional(),
})
export type LogRange = z.infer<typeof logRangeSchema>

export const logLineSchema = z.strictObject({
  stream: z.enum(['stdout', 'stderr', 'console']),
  /** When the engine took it; null where it does not tell. */
  at: z.iso.datetime().nullable(),
  text: z.string(),
})
export type LogLine = z.infer<typeof logLineSchema>

/** Lines as they come. `dropped`: lines that came faster than they were read and are not here. */
export const logChunkSchema = z.strictObject({ lines: z.array(logLineSchema), dropped: z.int().nonnegative() })
export type LogChunk = z.infer<typeof logChunkSchema>
