import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { DebianPackage } from './resolvePackages.ts'

/** CACHE/debian-root/NAME.json: what apt said last, and of which lists. */

interface Question {
  readonly name: string
  readonly packages: readonly string[]
}

const recordSchema = z.strictObject({
  lists: z.string(),
  wanted: z.array(z.string()),
  packages: z
    .array(z.strictObject({ name: z.string(), version: z.string(), sha256: z.string(), size: z.number() }))
    .min(1),
})

/** Where apt keeps its lists, its sources, its settings and its pins. Debian's own places: elsewhere nothing is remembered. */
const places = [
  '/var/lib/apt/lists',
  '/etc/apt',
  '/etc/apt/sources.list.d',
  '/etc/apt/apt.conf.d',
  '/etc/apt/preferences.d',
]

/** Changes whenever apt may answer differently; null where that cannot be told, and then apt is asked every time. */
export async function readPackageLists(folders: readonly string[] = places): Promise<string | null> {
  const hash = createHash('sha256')
  let lists = 0
  for (const folder of folders) {
    for (const name of (await readdir(folder).catch(() => [])).sort()) {
      const found = await stat(join(folder, name)).catch(() => null)
      if (!found?.isFile() || name === 'lock') continue
      if (/_(Packages|InRelease|Release)/.test(name)) lists++
      hash.update(`${folder}/${name} ${found.size} ${found.mtimeMs}\n`)
    }
  }
  return lists > 0 ? hash.digest('hex') : null
}

/** What apt said of the same lists, or null. */
export async function readResolution(
  cache: string,
  { name, packages }: Question,
  lists: string | null,
): Promise<readonly DebianPackage[] | null> {
  if (lists === null) return null
  try {
    const record = recordSchema.parse(JSON.parse(await readFile(join(cache, `${name}.json`), 'utf8')))
    return record.lists === lists && record.wanted.join() === packages.join() ? record.packages : null
  } catch {
    return null
  }
}

export async function keepResolution(
  cache: string,
  { name, packages: wanted }: Question,
  lists: string | null,
  packages: readonly DebianPackage[],
): Promise<void> {
  if (lists === null) return
  const unfinished = join(cache, `.new-${randomBytes(6).toString('hex')}`)
  try {
    await writeFile(unfinished, JSON.stringify({ lists, wanted, packages }))
    await rename(unfinished, join(cache, `${name}.json`))
  } finally {
    await rm(unfinished, { force: true })
  }
}
