import { cleanText } from '../../model/cleanText.ts'
import type { Client } from './session.ts'

/** Writes what activities tell of how far they are to standard error: the newest step, at most four times a second, each once. */
export function tellProgress(client: Client): { end(): Promise<void> } {
  const leaving = new AbortController()
  const told = new Set<string>()
  const follow = async () => {
    for await (const activities of await client.activity.watch({}, { signal: leaving.signal })) {
      for (const { id, title, progress } of activities) {
        const line = progress && `${cleanText(title)}: ${cleanText(progress.step)}`
        if (line === null || told.has(`${id} ${line}`)) continue
        told.add(`${id} ${line}`)
        process.stderr.write(`${line}\n`)
      }
    }
  }
  // Nothing of what is done depends on it.
  const following = follow().catch(() => undefined)
  return {
    end: async () => {
      leaving.abort()
      await following
    },
  }
}
