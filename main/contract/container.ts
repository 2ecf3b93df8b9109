import { z } from 'zod'
import { argumentSchema, imageReferenceSchema } from './command.ts'
import { errorDataSchema } from './errors.ts'
import { instanceNameSchema, instanceSchema } from './instance.ts'
import { procedure } from './procedure.ts'
import { ticketed } from './ticket.ts'

/** As in a page's own check of a form, and the same for every door. */
export const mostContainersAtOnce = 100

const portNumberSchema = z.int().min(1).max(65_535)

const publishedPortSchema = z.strictObject({
  container: portNumberSchema,
  /** Any free one where null. */
  host: portNumberSchema.nullable(),
  /** Of this machine; null: all it has, so that others reach it too. */
  address: z.union([z.ipv4(), z.ipv6()]).nullable(),
  protocol: z.enum(['tcp', 'udp']),
})
export type PublishedPort = z.infer<typeof publishedPortSchema>

/** In a container, and never its root itself. */
const targetSchema = z
  .string()
  .max(4_096)
  .regex(/^\/[^\0]/, 'A path in a container is absolute, and not its root.')

export const volumeNameSchema = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/, 'A volume’s name has letters, digits, dots, dashes and underscores.')

const mountSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bind'),
    /** Of a file or folder on this machine, absolute; below a root that the user approved. */
    source: z.string().max(4_096).startsWith('/', 'A path to mount is absolute.'),
    target: targetSchema,
    readOnly: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('volume'), source: volumeNameSchema, target: targetSchema, readOnly: z.boolean() }),
])
export type Mount = z.infer<typeof mountSchema>

const networkSchema = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/, 'This is not the name of a network.')
  .refine((name) => name !== 'host', 'A container here does not get the host’s own network.')

const restartSchema = z.discriminatedUnion('when', [
  z.strictObject({ when: z.enum(['never', 'always', 'unless-stopped']) }),
  /** `attempts`: at most so often; 0 without end. */
  z.strictObject({ when: z.literal('on-failure'), attempts: z.int().min(0).max(1_000) }),
])
export type Restart = z.infer<typeof restartSchema>

export const containerUserSchema = z
  .string()
  .regex(/^[a-zA-Z0-9_][\w.-]{0,63}(:[a-zA-Z0-9_][\w.-]{0,63})?$/, 'A user is USER or USER:GROUP, by name or number.')

export const variableSchema = z.strictObject({
  name: z.string().regex(/^[^-=\0\s][^=\0\s]{0,254}$/, 'A variable has a name without = and spaces.'),
  value: z
    .string()
    .max(100_000)
    .refine((value) => !value.includes('\0'), 'A value cannot hold a NUL.'),
})

export const containerFolderSchema = targetSchema.or(z.literal('/'))

/** Words of a program; none is a choice of its own. */
const wordsSchema = z.array(argumentSchema).max(1_000)

const containerSpecSchema = z.strictObject({
  image: imageReferenceSchema,
  /** Replaces the image's CMD; the image's own where absent, unless the entry point is replaced. */
  command: wordsSchema.min(1).optional(),
  /** Replaces the image's ENTRYPOINT, and with it its CMD; empty: none. */
  entrypoint: wordsSchema.optional(),
  variables: z.array(variableSchema).max(500),
  ports: z.array(publishedPortSchema).max(100),
  mounts: z.array(mountSchema).max(100),
  limits: z.strictObject({
    cpus: z.number().min(0.01).max(1_024).nullable(),
    /** Docker takes no less than 6 MiB. */
    memoryBytes: z
      .int()
      .min(6 * 1024 ** 2, 'A container needs 6 MiB of memory at least.')
      .nullable(),
    processes: z.int().min(1).max(4_194_304).nullable(),
  }),
  /** The engine's usual one where null; `none` is without. */
  network: networkSchema.nullable(),
  restart: restartSchema,
  /** The image's own where null. */
  user: containerUserSchema.nullable(),
  directory: containerFolderSchema.nullable(),
  /** Keeps its input open, also while nobody writes. */
  interactive: z.boolean(),
  /** With a terminal. */
  tty: z.boolean(),
  removeAtExit: z.boolean(),
})
export type ContainerSpec = z.infer<typeof containerSpecSchema>

/** What cannot be together, of any door. */
export const runSpecSchema = containerSpecSchema
  .refine(({ removeAtExit, restart }) => !removeAtExit || restart.when === 'never', {
    message: 'One that is removed when it ends cannot be started again: choose one of both.',
    path: ['restart'],
  })
  .refine(({ ports, network }) => ports.length === 0 || network !== 'none', {
    message: 'Without a network no port can be published.',
    path: ['ports'],
  })

export const runRequestSchema = z
  .strictObject({
    ...ticketed,
    spec: runSpecSchema,
    /** One with a generated name where null; of several `NAME-1`, `NAME-2` and so on. */
    name: instanceNameSchema.max(58, 'A name for a container has at most 58 characters here.').nullable(),
    count: z.int().min(1).max(mostContainersAtOnce),
  })
  .refine(({ count, spec }) => count === 1 || spec.ports.every(({ host }) => host === null), {
    message:
      'Several containers cannot have one port of this machine: leave the port open, so that each gets a free one.',
    path: ['count'],
  })
export type RunRequest = z.infer<typeof runRequestSchema>

const runPreviewSchema = z.strictObject({
  /** What is executed, entry point and command together; null where the image is not here to tell. */
  program: z.array(z.string()).nullable(),
  entrypoint: z.strictObject({ words: z.array(z.string()), from: z.enum(['image', 'request']) }),
  command: z.strictObject({ words: z.array(z.string()), from: z.enum(['image', 'request']) }),
  user: z.string(),
  directory: z.string(),
  /** Ports that the image says it listens on, such as `80/tcp`. */
  exposed: z.array(z.string()),
  /** Why it cannot be run as asked. */
  problem: errorDataSchema.nullable(),
  /** The words of a `docker run` that does the same. */
  dockerCommand: z.array(z.string()),
})
export type RunPreview = z.infer<typeof runPreviewSchema>

/** `instance` is null where it failed; then nothing of it is left. */
const runOutcomeSchema = z.strictObject({
  name: z.string(),
  instance: instanceSchema.nullable(),
  error: errorDataSchema.nullable(),
})
export type RunOutcome = z.infer<typeof runOutcomeSchema>

export const containersContract = {
  /** What would be executed. Nothing is made. */
  preview: procedure.input(runRequestSchema).output(runPreviewSchema),
  /**
   * Makes them from the image and starts them. An activity. Where all fail it rejects with why the first did: `not_found` for an
   * image or mounted path that is not here, `name_taken`, `in_use` for a port, `bad_input` for a program that is not in the image;
   * otherwise each has its own outcome. Only where the door has `run.custom`, and mounts only below an approved root.
   */
  run: procedure.input(runRequestSchema).output(z.strictObject({ outcomes: z.array(runOutcomeSchema) })),
}
