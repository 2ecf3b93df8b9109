import { randomBytes } from 'node:crypto'
import { copyFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { digestFile } from '../../os/digest.ts'

/**
 * CACHE/debian-root/NAME-KEY-SHA256.tar: the key says what went in, the digest what came out, so a file that was cut or
 * changed is known by its own name. A file appears complete, by one rename, so two processes at once do no harm.
 */

interface Kept {
  readonly name: string
  readonly key: string
  /** To be copied into the cache. */
  readonly file: string
}

const dayMs = 24 * 3_600_000

/** A complete archive of that key, or null. One that is not what its name says is removed. */
export async function findArchive(cache: string, name: string, key: string): Promise<string | null> {
  const prefix = `${name}-${key}-`
  for (const entry of (await readdir(cache)).filter((each) => each.startsWith(prefix))) {
    const path = join(cache, entry)
    const digest = await digestFile(path).catch(() => null)
    if (entry === `${prefix}${digest}.tar`) return path
    await rm(path, { force: true })
  }
  return null
}

/** Resolves with its place in the cache; succeeds as well when somebody else has kept the same meanwhile. */
export async function keepArchive(cache: string, { name, key, file }: Kept): Promise<string> {
  await removeOutdated(cache, name, key)
  const unfinished = join(cache, `.new-${randomBytes(6).toString('hex')}`)
  const path = join(cache, `${name}-${key}-${await digestFile(file)}.tar`)
  try {
    await copyFile(file, unfinished)
    await rename(unfinished, path)
  } finally {
    await rm(unfinished, { force: true })
  }
  return path
}

/** Archives of packages that have newer versions, and what a killed process left. Not younger: another may be at it. */
async function removeOutdated(cache: string, name: string, key: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    const isOther = entry.startsWith(`${name}-`) && entry.endsWith('.tar') && !entry.startsWith(`${name}-${key}-`)
    if (!isOther && !entry.startsWith('.new-')) continue
    const path = join(cache, entry)
    const age = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now())
    if (age > dayMs) await rm(path, { force: true })
  }
}
