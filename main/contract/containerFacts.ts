import { z } from 'zod'

/** What an engine tells of a container beyond what every instance has. */
export const containerFactsSchema = z.strictObject({
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
