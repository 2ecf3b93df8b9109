import { z } from 'zod'
import { instanceIdSchema, instanceNameSchema } from './instance.ts'
import { technologySchema } from './technology.ts'
import { ticketed } from './ticket.ts'

/**
 * One package and which versions of it, as conda and pip both write it: `numpy`, `python=3.12`, `requests[socks]>=2,<3`,
 * `conda-forge::r-base`. Never an option, an address or the path of a file.
 */
export const packageSpecSchema = z
  .string()
  .max(255)
  .regex(
    /^(?:\w[\w.-]*(?:\/[\w.-]+)*::)?\w[\w.-]*(?:\[\w[\w.,-]*\])?(?: ?[=<>!~][\w.*+!|,<>=~ -]*)?$/,
    'A package is named like numpy, numpy=1.26 or "numpy>=1.26".',
  )
  .refine(
    (spec) => !/\.(conda|tar\.bz2|tar\.gz|whl|zip|ya?ml|txt)$/.test(spec),
    'This is a file, not the name of a package.',
  )

/** A channel's name, `conda-forge` or `pkgs/main`, or its address. Without a password: that would stand in everybody's process list. */
export const channelSchema = z
  .string()
  .max(500)
  .regex(
    /^(?:\w[\w.-]*(?:\/[\w.-]+){0,3}|(?:https?:\/\/|file:\/\/\/)[\w.~:/%+-]*)$/,
    'A channel is a name such as conda-forge, or an address.',
  )
  .refine((channel) => !/\/t\//.test(channel), 'A token in the address of a channel would show in the process list.')

export const pythonVersionSchema = z.string().regex(/^3(\.\d{1,2}){0,2}$/, 'A version of Python is like 3.12.')

/** `makers`: programs that can make an environment, the usual one first. */
export const environmentMakerSchema = z.strictObject({
  technology: technologySchema,
  /** Such as `micromamba` or `virtualenv`. */
  id: z.string(),
  version: z.string(),
  path: z.string(),
  /** Whether a version of Python can be chosen, channels named, a place given. */
  takes: z.array(z.enum(['python', 'packages', 'channels', 'prefix'])),
})
export type EnvironmentMaker = z.infer<typeof environmentMakerSchema>

export const exportFormats = ['yml', 'yml-no-builds', 'yml-history', 'explicit', 'requirements'] as const
export const exportFormatSchema = z.enum(exportFormats)
export type ExportFormat = z.infer<typeof exportFormatSchema>

/** A file that says what is in an environment. */
export const environmentFileSchema = z.strictObject({
  format: z.enum(['yml', 'explicit', 'requirements']),
  text: z.string().min(1).max(1_000_000),
})
export type EnvironmentFile = z.infer<typeof environmentFileSchema>

/** Where a new environment goes: by its name to where its program keeps them, or to a folder that does not exist yet. */
export const environmentPlaceSchema = z.union([
  z.strictObject({ name: instanceNameSchema }),
  z.strictObject({ prefix: z.string().max(4_096).startsWith('/') }),
])
export type EnvironmentPlace = z.infer<typeof environmentPlaceSchema>

const packagesSchema = z.array(packageSpecSchema).max(500)
const channelsSchema = z.array(channelSchema).max(50)

export const environmentSpecSchema = z.strictObject({
  place: environmentPlaceSchema,
  /** The id of a maker; the usual one where null. */
  maker: z.string().max(40).nullable(),
  python: pythonVersionSchema.nullable(),
  packages: packagesSchema,
  channels: channelsSchema,
})
export type EnvironmentSpec = z.infer<typeof environmentSpecSchema>

export const packageSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  build: z.string().nullable(),
  /** Where it came from; `pypi` for what pip installed, null where that is not told. */
  channel: z.string().nullable(),
})
export type Package = z.infer<typeof packageSchema>

const packageVersionSchema = z.strictObject({ name: z.string(), version: z.string() })

/** A new version of a package is both removed and installed. */
export const packageChangesSchema = z.strictObject({
  installed: z.array(packageVersionSchema),
  removed: z.array(packageVersionSchema),
})
export type PackageChanges = z.infer<typeof packageChangesSchema>

export const commandResultSchema = z.strictObject({
  exitCode: z.int(),
  stdout: z.string(),
  stderr: z.string(),
})
export type CommandResult = z.infer<typeof commandResultSchema>

/** What a command writes, as it comes, and in the end how it ended. */
export const commandOutputSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('output'), stream: z.enum(['stdout', 'stderr']), text: z.string() }),
  z.strictObject({ kind: z.literal('ended'), exitCode: z.int() }),
])
export type CommandOutput = z.infer<typeof commandOutputSchema>

/** What is done to environments beside what is done to every instance. */
export const environmentActionSchema = z.enum(['create', 'import', 'clone', 'install', 'update', 'uninstall'])

export const createEnvironmentRequestSchema = z.strictObject({
  ...ticketed,
  technology: technologySchema,
  spec: environmentSpecSchema,
})
export type CreateEnvironmentRequest = z.infer<typeof createEnvironmentRequestSchema>

export const importEnvironmentRequestSchema = z.strictObject({
  ...ticketed,
  technology: technologySchema,
  place: environmentPlaceSchema,
  maker: z.string().max(40).nullable(),
  file: environmentFileSchema,
})
export type ImportEnvironmentRequest = z.infer<typeof importEnvironmentRequestSchema>

export const cloneEnvironmentRequestSchema = z.strictObject({
  ...ticketed,
  id: instanceIdSchema,
  place: environmentPlaceSchema,
})
export type CloneEnvironmentRequest = z.infer<typeof cloneEnvironmentRequestSchema>

const onEnvironment = { ...ticketed, id: instanceIdSchema }

/** What is to be done to the packages of an environment. `update` without packages: all of them. */
export const packageRequestSchema = z.discriminatedUnion('action', [
  z.strictObject({
    ...onEnvironment,
    action: z.literal('install'),
    packages: packagesSchema.min(1),
    channels: channelsSchema,
  }),
  z.strictObject({
    ...onEnvironment,
    action: z.literal('update'),
    packages: packagesSchema,
    channels: channelsSchema,
  }),
  z.strictObject({ ...onEnvironment, action: z.literal('uninstall'), packages: packagesSchema.min(1) }),
  z.strictObject({ ...onEnvironment, action: z.literal('import'), file: environmentFileSchema }),
])
export type PackageRequest = z.infer<typeof packageRequestSchema>
