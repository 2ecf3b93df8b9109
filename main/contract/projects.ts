import { z } from 'zod'
import { activitySchema } from './activity.ts'
import { remedySchema } from './errors.ts'
import { failuresSchema, nothing, procedure } from './procedure.ts'
import { projectNamePattern, projectNameRule } from './projectName.ts'
import { userSchema } from './resource.ts'
import { technologySchema } from './technology.ts'
import { ticketed } from './ticket.ts'

const projectNameSchema = z.string().regex(projectNamePattern, projectNameRule)

const serviceSchema = z.strictObject({
  name: z.string(),
  /** The first container's; null where it has none. */
  image: z.string().nullable(),
  containers: z.array(userSchema),
})
export type Service = z.infer<typeof serviceSchema>

/** Containers that belong together, as their labels say: `com.docker.compose.project` and others. */
export const projectSchema = z.strictObject({
  technology: technologySchema,
  name: z.string(),
  /** `partly`: some of its containers run. */
  state: z.enum(['running', 'partly', 'stopped']),
  /** Where it was brought up, as its labels say; null where they do not. */
  folder: z.string().nullable(),
  files: z.array(z.string()),
  services: z.array(serviceSchema),
})
export type Project = z.infer<typeof projectSchema>

/** What brings a project up from its file: found, or what to do to have it. */
export const composeToolSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('found'), program: z.string(), version: z.string() }),
  z.strictObject({ state: z.literal('missing'), why: z.string(), remedy: remedySchema }),
])
export type ComposeTool = z.infer<typeof composeToolSchema>

const named = { technology: technologySchema, name: projectNameSchema, ...ticketed }

export const projectRequestSchema = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('up'),
    technology: technologySchema,
    folder: z.string().min(1).max(4_096),
    /** In that folder; the one that Compose would take where none is named. */
    file: z
      .string()
      .regex(/^[^/\\\0-][^/\\\0]{0,254}$/, 'The name of a file in the folder.')
      .optional(),
    /** As the file, or else the folder, has it where none is given. */
    name: projectNameSchema.optional(),
    ...ticketed,
  }),
  z.strictObject({ action: z.enum(['start', 'stop', 'restart']), ...named }),
  /** `volumes`: with what its volumes hold, for good. */
  z.strictObject({ action: z.literal('down'), volumes: z.boolean(), ...named }),
])
export type ProjectRequest = z.infer<typeof projectRequestSchema>

export const projects = {
  list: procedure
    .input(nothing)
    .output(z.strictObject({ projects: z.array(projectSchema), tool: composeToolSchema, failures: failuresSchema })),
  /**
   * Does it, as an activity. `up` only below an approved root and where the door has `run.custom`: a Compose file can ask for
   * anything. It alone needs a program, and `not_installed` where there is none; the others are told to the engine, with the
   * containers, networks and volumes that have the project's label. `not_found`.
   */
  perform: procedure.input(projectRequestSchema).output(z.strictObject({ activity: activitySchema, name: z.string() })),
}
