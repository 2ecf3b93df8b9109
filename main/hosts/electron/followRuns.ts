import { setTimeout as sleep } from 'node:timers/promises'
import type { Progress } from '../../contract/run.ts'
import type { Client } from './client.ts'

/** Milliseconds: whether a comparison has begun is asked so often, since nobody tells of it. A few microseconds each. */
const askInterval = 2_000

export interface RunListener {
  /** A comparison of this process goes on. */
  readonly onProgress: (progress: Progress) => void
  /** It has ended, and left nothing behind. Its last progress says how. */
  readonly onEnd: (progress: Progress) => void
}

/** Tells of every comparison of this process, whoever started it, that lasts longer than a moment. Never rejects; ends with the signal. */
export async function followRuns(
  client: Client,
  listener: RunListener,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { id } = await client.runs.active({}, { signal })
      if (id !== null) {
        let last: Progress | null = null
        for await (const progress of await client.runs.watch({ id }, { signal })) {
          last = progress
          // The last progress comes once more as the end, when the run is over for the API as well.
          listener.onProgress(progress)
        }
        if (last !== null && !signal.aborted) listener.onEnd(last)
      }
    } catch (error) {
      if (!signal.aborted) log(`the comparison cannot be followed: ${String(error)}`)
    }
    await sleep(askInterval, undefined, { signal }).catch(() => undefined)
  }
}
