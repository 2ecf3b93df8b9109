import { z } from 'zod'

export const technologies = ['host', 'venv', 'conda', 'docker', 'qemu', 'virtualbox', 'jupyterhub'] as const
export const technologySchema = z.enum(technologies)
export type Technology = z.infer<typeof technologySchema>

/** `technology` or `technology:variant`, for example `docker` or `qemu:restored`. */
export const contenderIdSchema = z.string().regex(/^[a-z]{1,20}(:[a-z0-9-]{1,20})?$/)
export type ContenderId = z.infer<typeof contenderIdSchema>
