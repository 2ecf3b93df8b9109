import { z } from 'zod'
import { nothing, procedure } from './procedure.ts'
import { ticketed } from './ticket.ts'

const bytes = z.number().nonnegative()

/** The address of a registry as a user types it; what it may be, the driver says. */
const registryAddressSchema = z.string().min(1).max(300)

/** An image as a user names it: `quay.io/name/thing:tag`. It cannot begin with a dash. */
export const imageReferenceSchema = z
  .string()
  .max(500)
  .regex(/^[A-Za-z0-9[][A-Za-z0-9._:/@[\]-]*$/, 'This is not the name of an image.')

/** Crosses the wire inwards only: no answer has a password. */
export const registryLoginSchema = z.strictObject({
  username: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^:\p{C}]+$/u, 'A user name has no colon and no control characters.'),
  password: z
    .string()
    .min(1)
    .max(8_192)
    .regex(/^\P{Cc}+$/u, 'A password has no control characters.'),
})
export type RegistryLogin = z.infer<typeof registryLoginSchema>

/** For this one operation, in place of a login that is kept. */
const withLogin = { login: registryLoginSchema.optional() }

export const transferRequestSchema = z.strictObject({ reference: imageReferenceSchema, ...withLogin, ...ticketed })
export type TransferRequest = z.infer<typeof transferRequestSchema>

export const pullRequestSchema = transferRequestSchema.extend({
  /** `linux/arm64`; the engine's own where it is not named. */
  platform: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(?:\/[a-z0-9]+){0,2}$/, 'A platform is written as linux/amd64.')
    .optional(),
})
export type PullRequest = z.infer<typeof pullRequestSchema>

export const transferResultSchema = z.strictObject({
  /** With tag or digest, as the engine was asked. */
  reference: z.string(),
  /** Of the manifest; null where the engine does not tell. */
  digest: z.string().nullable(),
})
export type TransferResult = z.infer<typeof transferResultSchema>

export const loginPlaceSchema = z.enum(['memory', 'keychain', 'helper', 'file'])
/** `file`: Docker's own configuration, which is read and never written. */
export type LoginPlace = z.infer<typeof loginPlaceSchema>

export const registrySchema = z.strictObject({
  /** As it stands before the name of an image. */
  address: z.string(),
  title: z.string(),
  /** Null where nobody is logged in. */
  login: z.strictObject({ username: z.string(), place: loginPlaceSchema }).nullable(),
  /** What logging in takes there; null where it is a name and a password. */
  hint: z.string().nullable(),
})
export type Registry = z.infer<typeof registrySchema>

const registriesSchema = z.strictObject({
  registries: z.array(registrySchema),
  /** Where a login is kept here, in words for people. */
  keeping: z.string(),
})
export type Registries = z.infer<typeof registriesSchema>

const loginRequestSchema = registryLoginSchema.extend({ address: registryAddressSchema })

const loginResultSchema = z.strictObject({
  address: z.string(),
  username: z.string(),
  place: loginPlaceSchema,
  /** How long it is kept, in words for people. */
  keeping: z.string(),
})
export type LoginResult = z.infer<typeof loginResultSchema>

const logoutResultSchema = z.strictObject({
  /** Whether a login was there and is erased. */
  erased: z.boolean(),
  /** What Isoscope may not erase, in words for people. */
  left: z.string().nullable(),
})

const tagsSchema = z.strictObject({
  repository: z.string(),
  tags: z.array(z.string()),
  /** There are more than are listed. */
  truncated: z.boolean(),
})

const layerSchema = z.strictObject({ digest: z.string(), bytes })

const platformManifestSchema = z.strictObject({
  /** `linux/amd64`; null where the image does not tell. */
  platform: z.string().nullable(),
  digest: z.string(),
  /** Compressed, as they are downloaded; the lowest first. */
  layers: z.array(layerSchema),
  /** Of layers and configuration. */
  bytes,
})
export type PlatformManifest = z.infer<typeof platformManifestSchema>

export const manifestSchema = z.strictObject({
  reference: z.string(),
  /** Of what the name stands for: an index of several platforms, or one manifest. */
  digest: z.string(),
  mediaType: z.string(),
  platforms: z.array(platformManifestSchema),
})
export type Manifest = z.infer<typeof manifestSchema>

export const registryProcedures = {
  /** Those everybody knows, and those somebody is logged in to. */
  list: procedure.input(nothing).output(registriesSchema),
  /**
   * Asks the registry with this name and password, and keeps them as this door keeps logins. `permission_denied` where the registry
   * does not take them, `not_running`, `bad_input`; then nothing is kept.
   */
  login: procedure.input(loginRequestSchema).output(loginResultSchema),
  /** Erases it wherever Isoscope may. */
  logout: procedure.input(z.strictObject({ address: registryAddressSchema })).output(logoutResultSchema),
  /** At most 10,000. `not_found`, `permission_denied`. */
  tags: procedure.input(z.strictObject({ repository: imageReferenceSchema, ...withLogin })).output(tagsSchema),
  /** What a pull would bring, read from the registry. `not_found`, `permission_denied`, `bad_output`. */
  manifest: procedure.input(z.strictObject({ reference: imageReferenceSchema, ...withLogin })).output(manifestSchema),
}

export const transferProcedures = {
  /**
   * Activities with a ticket and each layer's progress; they go on when the one who asked goes away. `not_found`,
   * `permission_denied` for a registry that wants a login, `not_running` for one that does not answer.
   */
  pull: procedure.input(pullRequestSchema).output(transferResultSchema),
  push: procedure.input(transferRequestSchema).output(transferResultSchema),
}
