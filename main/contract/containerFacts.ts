import { z } from 'zod'
import { failuresSchema, nothing, procedure } from './procedure.ts'

/** What an engine tells of a container beyond what every instance has. */
const containerFactsSchema = z.strictObject({
  /** Of the instance. */
  id: z.string(),
  /** Of the image it was made from, as `images.list` has it. */
  imageId: z.string(),
  /** What it executes, as the engine writes it in its list. */
  command: z.string(),
  /** `127.0.0.1:8080→80/tcp`, or `80/tcp` for one that leads nowhere. */
  ports: z.array(z.string()),
  /** Of one that has run and does not any more. */
  exitCode: z.int().nullable(),
  /** The kernel ended one of its processes because its memory was used up. */
  oomKilled: z.boolean(),
})
export type ContainerFacts = z.infer<typeof containerFactsSchema>

export const containerFactsProcedures = {
  /** Of every engine that has containers; an engine that fails is named beside them. */
  facts: procedure
    .input(nothing)
    .output(z.strictObject({ facts: z.array(containerFactsSchema), failures: failuresSchema })),
}
