import { z } from 'zod'
import { EngineError } from '../../model/engineError.ts'
import type { HistoryEntry } from '../../model/images/matchSteps.ts'
import { callDocker, type DockerClient } from './client.ts'

const historySchema = z.array(
  z.object({
    Created: z.number(),
    CreatedBy: z.string(),
    Size: z.number().nonnegative(),
    Comment: z.string().default(''),
  }),
)

/** GET /images/NAME/history, the lowest first. docs.docker.com/reference/api/engine, "ImageHistory" */
export async function readHistory(
  client: DockerClient,
  ref: string,
  signal: AbortSignal,
): Promise<readonly HistoryEntry[]> {
  const answer: unknown = await callDocker(client, (docker) => docker.getImage(ref).history(), { signal })
  return parseAnswer(historySchema, answer)
    .toReversed()
    .map(({ Created, CreatedBy, Size, Comment }) => ({
      createdBy: CreatedBy,
      comment: Comment,
      createdAt: Created > 0 ? Created * 1000 : null,
      bytes: Size,
    }))
}

/** Throws `bad_output` for what an engine says of an image and nobody understands. */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  throw new EngineError('bad_output', 'docker', 'What Docker says of the image cannot be understood.', {
    detail: z.prettifyError(parsed.error),
    cause: parsed.error,
  })
}
