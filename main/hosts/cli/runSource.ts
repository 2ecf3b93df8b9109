import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type RunSource, runNameSchema } from '../../contract/report.ts'
import { runSchema } from '../../contract/run.ts'
import { UsageError } from './commandLine.ts'
import type { Client } from './session.ts'

/** How a run may be named, for `--help`. */
export const runWords = "RUN: an id as 'isoscope runs' shows it, a unique beginning of one, last, or a JSON file."

/** The same where only a run of this store can be meant. */
export const storedRunWords = "RUN: an id as 'isoscope runs' shows it, a unique beginning of one, or last."

/** Throws UsageError for what cannot be a run's name. */
export async function findRunId(client: Client, text: string): Promise<string> {
  const name = runNameSchema.safeParse(text)
  if (!name.success) throw new UsageError(`'${text}' is no run. 'isoscope runs' shows which there are.`)
  return (await client.runs.find({ name: name.data })).id
}

/** What `RUN` on a command line means. A name that could be a run's is one: ./NAME is a file. Throws UsageError. */
export async function readRunSource(client: Client, text: string): Promise<RunSource> {
  if (runNameSchema.safeParse(text).success) return client.runs.find({ name: text })
  return { document: parseRun(text, await readText(text)) }
}

/** Strictly the schema that --json writes: a run of another version, or one that was edited, is refused with the reason. */
function parseRun(path: string, text: string) {
  const parsed = runSchema.safeParse(parseJson(path, text))
  if (parsed.success) return parsed.data
  const [first = ''] = z.prettifyError(parsed.error).split('\n✖')
  throw new UsageError(
    `${path} is not a run that this version can read: ${first.replace(/^✖ /, '').replace(/\s+/g, ' ')}`,
  )
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${path} is not JSON.`)
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const reason = missing
      ? 'there is no such run and no such file.'
      : String(error instanceof Error ? error.message : error)
    throw new UsageError(`${path}: ${reason}`)
  }
}
