import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { errorDataSchema } from './errors.ts'
import { imageNameSchema } from './imageStore.ts'
import { nothing, procedure } from './procedure.ts'
import { technologySchema } from './technology.ts'
import { ticketed } from './ticket.ts'

const count = z.int().nonnegative()

/** What carries a build out: the engine's older one, step by step, or BuildKit. */
export const builderSchema = z.enum(['classic', 'buildkit'])
export type Builder = z.infer<typeof builderSchema>

/**
 * `cached`: the engine had its result; `new`: it was carried out. `settings`: it only says something of the image, of which
 * BuildKit tells nothing. `cancelled`: it ran when the build was; `notReached`: the build ended before it.
 */
export const buildStepStateSchema = z.enum([
  'waiting',
  'running',
  'cached',
  'new',
  'settings',
  'failed',
  'cancelled',
  'notReached',
])
export type BuildStepState = z.infer<typeof buildStepStateSchema>

const fileReasonSchema = z.strictObject({
  path: z.string(),
  change: z.enum(['added', 'changed', 'mode', 'removed']),
})
export type ContextFileChange = z.infer<typeof fileReasonSchema>

/** Why a step was not taken from the cache. */
export const buildReasonSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('noCache') }),
  /** Nothing is known of an earlier one. */
  z.strictObject({ kind: z.literal('firstBuild') }),
  z.strictObject({ kind: z.literal('baseChanged'), image: z.string() }),
  /** `before`: what stood there, or what the engine's cache offers in its place; null where nothing did. */
  z.strictObject({ kind: z.literal('instructionChanged'), before: z.string().nullable(), after: z.string() }),
  /** The first of them by path; `more` are not named. */
  z.strictObject({ kind: z.literal('filesChanged'), files: z.array(fileReasonSchema), more: count }),
  z.strictObject({ kind: z.literal('argumentChanged'), names: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('optionChanged'), option: z.enum(['platform', 'builder']) }),
  /** What it stands on or copies from is new itself. */
  z.strictObject({ kind: z.literal('follows'), step: z.int().positive() }),
  /** Everything is as it was, and yet the engine has it no more. */
  z.strictObject({ kind: z.literal('cacheGone') }),
])
export type BuildReason = z.infer<typeof buildReasonSchema>

export const buildStepSchema = z.strictObject({
  /** From 1, as the instructions stand in the Dockerfile. */
  number: z.int().positive(),
  instruction: z.string(),
  /** Of its first line in the Dockerfile, from 1. */
  line: z.int().positive(),
  /** Of `FROM … AS name`, or its place from 0; null before the first. */
  stage: z.string().nullable(),
  state: buildStepStateSchema,
  reason: buildReasonSchema.nullable(),
  ms: z.number().nonnegative().nullable(),
})
export type BuildStep = z.infer<typeof buildStepSchema>

/** What went wrong, and at which line of the Dockerfile where it is one. */
export const buildProblemSchema = errorDataSchema.extend({
  line: z.int().positive().nullable(),
  lineText: z.string().nullable(),
})
export type BuildProblem = z.infer<typeof buildProblemSchema>

const buildIdSchema = z.string().regex(/^[0-9a-z]{1,40}$/, 'This is not the id of a build.')

/** No value of an argument is ever kept: it may be a secret. */
export const buildSchema = z.strictObject({
  id: buildIdSchema,
  technology: technologySchema,
  /** Null until the engine has been asked which it has. */
  builder: builderSchema.nullable(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  ms: z.number().nonnegative().nullable(),
  tags: z.array(z.string()),
  folder: z.string().nullable(),
  /** Path of the Dockerfile; null where its text was given. */
  dockerfile: z.string().nullable(),
  argumentNames: z.array(z.string()),
  target: z.string().nullable(),
  platform: z.string().nullable(),
  noCache: z.boolean(),
  pull: z.boolean(),
  /** What is sent to the engine; null until that is counted. */
  context: z.strictObject({ files: count, bytes: count }).nullable(),
  steps: z.array(buildStepSchema),
  imageId: z.string().nullable(),
  problem: buildProblemSchema.nullable(),
})
export type Build = z.infer<typeof buildSchema>

/** A state that differs from the one before, or lines that a step has written; `dropped` came too fast to be shown. */
export const buildEventSchema = z.strictObject({
  build: buildSchema,
  output: z.array(z.strictObject({ step: z.int().positive().nullable(), text: z.string() })),
  dropped: count,
})
export type BuildEvent = z.infer<typeof buildEventSchema>

const argumentSchema = z.strictObject({
  name: z
    .string()
    .max(200)
    .regex(/^[A-Za-z_]\w*$/, 'A build argument’s name has letters, digits and underscores.'),
  value: z.string().max(32_768),
})
export type BuildArgument = z.infer<typeof argumentSchema>

const pathSchema = z.string().min(1).max(4_096)

export const buildRequestSchema = z.strictObject({
  technology: technologySchema,
  /** An absolute path; null for a build that takes no files. */
  folder: pathSchema.nullable(),
  dockerfile: z.discriminatedUnion('kind', [
    /** From the folder, or absolute. */
    z.strictObject({ kind: z.literal('file'), path: pathSchema }),
    z.strictObject({ kind: z.literal('text'), text: z.string().max(1_000_000) }),
  ]),
  tags: z.array(imageNameSchema).max(20),
  arguments: z.array(argumentSchema).max(100),
  target: z
    .string()
    .max(128)
    .regex(/^[A-Za-z0-9][\w.-]*$/, 'This is not the name of a stage.')
    .optional(),
  platform: z
    .string()
    .max(64)
    .regex(/^[a-z0-9]+(?:\/[a-z0-9]+){0,2}$/, 'A platform is written as linux/amd64.')
    .optional(),
  noCache: z.boolean(),
  pull: z.boolean(),
  /** As `docker build` chooses with this engine where it is not said. */
  builder: builderSchema.optional(),
  ...ticketed,
})
export type BuildRequest = z.infer<typeof buildRequestSchema>

const referenceSchema = z.strictObject({ id: buildIdSchema })

/** One step of two builds. `before` or `after` is null where only one has it. */
export const buildDiffSchema = z.strictObject({
  before: buildSchema,
  after: buildSchema,
  steps: z.array(z.strictObject({ before: buildStepSchema.nullable(), after: buildStepSchema.nullable() })),
  /** Null where the files of one of them are not known. */
  files: z.array(fileReasonSchema).nullable(),
})
export type BuildDiff = z.infer<typeof buildDiffSchema>

export const buildProcedures = {
  /**
   * Begins it and resolves; it goes on as an activity. Runs commands, so only where the door has `run.custom`; folder and
   * Dockerfile only below an approved root (`bad_input`). `unsupported` for an engine that builds no images.
   */
  start: procedure.input(buildRequestSchema).output(referenceSchema),
  /** What goes on, at most ten times a second; ends when the build has. `not_found`, also once it has ended for a while. */
  watch: procedure.input(referenceSchema).output(eventIterator(buildEventSchema)),
  /** Those that have ended, the newest first. */
  list: procedure
    .input(z.strictObject({ limit: z.int().min(1).max(1_000) }))
    .output(z.strictObject({ builds: z.array(buildSchema) })),
  get: procedure.input(referenceSchema).output(buildSchema),
  compare: procedure.input(z.strictObject({ before: buildIdSchema, after: buildIdSchema })).output(buildDiffSchema),
  /** Forgets what is kept of a build; its image stays. `not_found`. */
  remove: procedure.input(referenceSchema).output(nothing),
}
