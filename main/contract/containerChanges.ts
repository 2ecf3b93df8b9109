import { z } from 'zod'
import { activitySchema } from './activity.ts'
import { layerFilesSchema } from './image.ts'
import { imageNameSchema } from './imageStore.ts'
import { instanceIdSchema } from './instance.ts'
import { procedure } from './procedure.ts'
import { ticketed } from './ticket.ts'

/** No program can be given a text with a zero in it. */
const textSchema = z
  .string()
  .max(32_768)
  .regex(/^[^\0]*$/, 'A text cannot hold a zero byte.')
const wordSchema = textSchema.min(1)
const absolutePathSchema = textSchema.regex(/^\//, 'A path inside the image begins with a slash.')
const variableNameSchema = z
  .string()
  .max(1_000)
  .regex(/^[^=\0\n]+$/, 'The name of a variable is a text without =.')
const labelNameSchema = z
  .string()
  .max(1_000)
  .regex(/^[^\0\n]+$/, 'A label has a name.')
const portSchema = z.string().regex(/^([1-9]\d{0,4})\/(tcp|udp|sctp)$/, 'A port is written as 80/tcp.')

/** What the new image says otherwise than the container. Texts are taken literally; what is not named stays as the container has it. */
export const configChangesSchema = z.strictObject({
  command: z.array(textSchema).min(1).max(1_000).optional(),
  /** Empty: none, so the command is the program. */
  entrypoint: z.array(textSchema).max(1_000).optional(),
  environment: z
    .array(z.strictObject({ name: variableNameSchema, value: textSchema }))
    .max(1_000)
    .optional(),
  ports: z.array(portSchema).max(1_000).optional(),
  labels: z
    .array(z.strictObject({ name: labelNameSchema, value: textSchema }))
    .max(1_000)
    .optional(),
  user: wordSchema.optional(),
  volumes: z.array(absolutePathSchema).max(1_000).optional(),
  workingDirectory: absolutePathSchema.optional(),
})
export type ConfigChanges = z.infer<typeof configChangesSchema>

export const commitOrderSchema = z.strictObject({
  id: instanceIdSchema,
  /** Null for an image without a name. */
  name: imageNameSchema.nullable(),
  /** Whether it may take the name from another image. */
  move: z.boolean().default(false),
  message: textSchema.default(''),
  author: textSchema.default(''),
  /** Whether a running container stands still meanwhile, so that its files go together. */
  pause: z.boolean().default(true),
  config: configChangesSchema.default({}),
})
export type CommitOrder = z.infer<typeof commitOrderSchema>

export const containerChangesRequestSchema = z.strictObject({
  id: instanceIdSchema,
  /** Folder whose entries are wanted; empty for the root, with which the container is looked at anew. */
  folder: z.string().max(4_096),
})
export type ContainerChangesRequest = z.infer<typeof containerChangesRequestSchema>

/** As of a layer. An engine does not tell whether a changed file has other content or only another owner or mode. */
export const containerChangesSchema = layerFilesSchema.extend({
  /** Of how many changed files of the whole container the size could not be had; they count nothing. */
  untold: z.int().nonnegative(),
})
export type ContainerChanges = z.infer<typeof containerChangesSchema>

/** Of `containers`: what a container has become since its image, and an image made of it. Both are activities. */
export const containerChangeProcedures = {
  /** One folder of what was added, changed and removed since it was created. `unsupported` for what is no container. */
  changes: procedure.input(containerChangesRequestSchema).output(containerChangesSchema),
  /** `name_taken`; resolves with the id of the new image. Nothing is left of one that is cancelled. */
  commit: procedure
    .input(commitOrderSchema.extend(ticketed))
    .output(z.strictObject({ activity: activitySchema, image: z.string() })),
}
