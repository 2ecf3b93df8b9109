/**
 * GET /users/NAME/server/progress: an event stream, `data: {"progress": 50, "message": "…"}` and blank lines that keep it open.
 * https://jupyterhub.readthedocs.io/en/stable/reference/rest-api.html#operation/get-user-server-progress
 */
import { z } from 'zod'
import { cleanText } from '../../model/cleanText.ts'
import { createLineCutter } from '../../os/lines.ts'

export interface SpawnProgress {
  readonly state: 'spawning' | 'ready' | 'failed'
  /** 0 to 100; null where the spawner does not tell. */
  readonly percent: number | null
  readonly message: string
}

const eventSchema = z.object({
  progress: z.number().optional(),
  message: z.string().optional(),
  ready: z.boolean().optional(),
  failed: z.boolean().optional(),
})

/** A longer line is no event of a hub's. */
const longestLine = 64 * 1024
const longestMessage = 2_000

/**
 * Takes the stream as it arrives, cut anywhere. What is no event of a hub's (other lines, broken JSON, lines beyond 64 KiB)
 * is left out: the next one counts. Never throws, and holds no more than one line.
 */
export function createProgressReader(): { push(chunk: Buffer): readonly SpawnProgress[] } {
  const cutter = createLineCutter(longestLine)
  /** In the rest of a line that was too long. */
  let skipping = false
  return {
    push: (chunk) =>
      cutter.push(chunk).flatMap(({ bytes, ended }) => {
        const skipped = skipping || !ended
        skipping = !ended
        return skipped ? [] : (parseEventLine(bytes.toString('utf8')) ?? [])
      }),
  }
}

/** Pure. null for a line that is no event. */
export function parseEventLine(line: string): SpawnProgress | null {
  const data = /^data: ?(.*?)\r?$/s.exec(line)?.[1]
  if (data === undefined) return null
  const parsed = eventSchema.safeParse(parseJson(data))
  if (!parsed.success) return null
  const { progress, message = '', ready = false, failed = false } = parsed.data
  return {
    state: failed ? 'failed' : ready ? 'ready' : 'spawning',
    percent: progress === undefined ? null : Math.min(100, Math.max(0, progress)),
    message: cleanText(message).trim().slice(0, longestMessage),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
