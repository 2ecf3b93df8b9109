import { z } from 'zod'
import { instanceIdSchema, instanceNameSchema } from './instance.ts'
import { failuresSchema, nothing, procedure } from './procedure.ts'
import { labelsSchema, newLabelsSchema, userSchema } from './resource.ts'
import { technologySchema } from './technology.ts'

const networkIdSchema = z.string().regex(/^[a-z]+:[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}$/, 'This is no id of a network.')

const subnetSchema = z.strictObject({ subnet: z.string(), gateway: z.string().nullable() })

export const networkSchema = z.strictObject({
  id: z.string(),
  technology: technologySchema,
  name: z.string(),
  driver: z.string(),
  /** `local`: of one machine; `swarm`, `global`: of several. */
  scope: z.string(),
  /** Nothing outside can be reached from it. */
  internal: z.boolean(),
  /** The engine's own, which cannot be removed. */
  builtIn: z.boolean(),
  createdAt: z.iso.datetime().nullable(),
  labels: labelsSchema,
  subnets: z.array(subnetSchema),
  /** A container that does not run has no address, unless it was given one. */
  users: z.array(userSchema.extend({ addresses: z.array(z.string()) })),
})
export type Network = z.infer<typeof networkSchema>

export const networkDescriptionSchema = networkSchema.extend({
  ipv6: z.boolean(),
  attachable: z.boolean(),
  options: z.record(z.string(), z.string()),
})
export type NetworkDescription = z.infer<typeof networkDescriptionSchema>

export const newNetworkSchema = z.strictObject({
  technology: technologySchema,
  name: instanceNameSchema,
  driver: z.enum(['bridge']),
  /** The engine chooses one where none is given. */
  subnet: z.union([z.cidrv4(), z.cidrv6()], 'A subnet looks like 10.20.0.0/24.').optional(),
  internal: z.boolean(),
  labels: newLabelsSchema.optional(),
})
export type NewNetwork = z.infer<typeof newNetworkSchema>

const idSchema = z.strictObject({ id: networkIdSchema })
const linkSchema = z.strictObject({ id: networkIdSchema, instance: instanceIdSchema })

export const networks = {
  list: procedure.input(nothing).output(z.strictObject({ networks: z.array(networkSchema), failures: failuresSchema })),
  /** `name_taken`; `in_use` where another network has addresses of the subnet. */
  create: procedure.input(newNetworkSchema).output(networkSchema),
  inspect: procedure.input(idSchema).output(networkDescriptionSchema),
  /** `in_use` names who is connected; `unsupported` for one of the engine's own. */
  remove: procedure.input(idSchema).output(nothing),
  /** A running container is connected at once. `in_use` where it is already. */
  connect: procedure.input(linkSchema).output(nothing),
  disconnect: procedure.input(linkSchema).output(nothing),
}
