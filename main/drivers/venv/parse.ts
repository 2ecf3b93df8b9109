import { z } from 'zod'

/** What an environment says of itself in its pyvenv.cfg; null for a line it lacks. */
export interface PyvenvConfig {
  /** Folder of the interpreter it was made from. */
  readonly home: string | null
  /** `version` of venv, `version_info` of virtualenv and uv, for example `3.11.2`. */
  readonly version: string | null
  /** The interpreter itself; Python 3.11 and later write it. */
  readonly executable: string | null
  readonly prompt: string | null
}

/** Reads pyvenv.cfg as Python's site module does: `key = value`, keys in any case. https://docs.python.org/3/library/site.html */
export function parsePyvenvConfig(text: string): PyvenvConfig {
  const values = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const equals = line.indexOf('=')
    if (equals > 0) values.set(line.slice(0, equals).trim().toLowerCase(), line.slice(equals + 1).trim())
  }
  const read = (key: string) => values.get(key) || null
  return {
    home: read('home'),
    version: readVersion(read('version') ?? read('version_info')),
    executable: read('executable'),
    // Written as a Python literal where one was asked for.
    prompt: read('prompt')?.replace(/^(['"])(.*)\1$/, '$2') ?? null,
  }
}

/** virtualenv writes `3.11.2.final.0`. */
function readVersion(text: string | null): string | null {
  return (
    /^\d+(\.\d+)*/
      .exec(text ?? '')?.[0]
      .replace(/\.$/, '')
      .split('.')
      .slice(0, 3)
      .join('.') ?? null
  )
}

/** What we write into an environment of ours: while it is made, whose half it is; afterwards, which ledger row names it. */
const markSchema = z.strictObject({
  state: z.enum(['creating', 'created']),
  /** Where it was made: a copy somewhere else is not the one that the row names. */
  path: z.string(),
  owner: z.strictObject({ storeId: z.string(), pid: z.int(), startTime: z.string() }),
  row: z.int(),
})
export type EnvironmentMark = z.infer<typeof markSchema>

/** null for anything that is not a mark of ours. */
export function parseMark(text: string): EnvironmentMark | null {
  try {
    return markSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
