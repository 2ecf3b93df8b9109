/** Shared by the drivers venv and conda: what we write into an environment that a user keeps. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** While it is made, whose half it is; afterwards, which ledger row names it. */
const markSchema = z.strictObject({
  state: z.enum(['creating', 'created']),
  /** Where it was made: a copy somewhere else is not the one that the row names. */
  path: z.string(),
  owner: z.strictObject({ storeId: z.string(), pid: z.int(), startTime: z.string() }),
  row: z.int(),
})
export type EnvironmentMark = z.infer<typeof markSchema>

const markName = 'isoscope.json'
/** What a mark is called before it is whole. */
export const markDraftName = `${markName}.new`

/** null for anything that is not a mark of ours. */
export function parseMark(text: string): EnvironmentMark | null {
  try {
    return markSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

export async function readMark(path: string): Promise<EnvironmentMark | null> {
  return parseMark(await readFile(join(path, markName), 'utf8').catch(() => ''))
}

/** Replaces the mark in one step: nobody ever reads half of one. */
export async function writeMark(mark: EnvironmentMark): Promise<void> {
  const draft = join(mark.path, markDraftName)
  await writeFile(draft, `${JSON.stringify(mark)}\n`)
  await rename(draft, join(mark.path, markName))
}
