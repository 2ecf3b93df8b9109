import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * A cache of folders that appear complete, by one rename, so that no half of one is ever used, and two processes at once
 * do no harm: one of them wins.
 */
const unfinishedPrefix = '.new-'
const unfinishedAgeMs = 3_600_000

/** Complete folders, the newest first. */
export async function listCached(cache: string): Promise<readonly string[]> {
  const names = (await readdir(cache).catch(() => [])).filter((name) => !name.startsWith(unfinishedPrefix))
  const folders = await Promise.all(
    names.map(async (name) => ({ path: join(cache, name), at: (await stat(join(cache, name))).mtimeMs })),
  )
  return folders.sort((a, b) => b.at - a.at).map(({ path }) => path)
}

/**
 * Keeps what `fill` puts into an empty folder under the name; succeeds as well when somebody else has meanwhile. Nothing
 * is left when `fill` rejects. `isComplete` tells a folder that is broken from one that another process has put there.
 */
export async function storeFolder(
  cache: string,
  name: string,
  fill: (folder: string) => Promise<void>,
  isComplete: (folder: string) => Promise<boolean>,
): Promise<void> {
  await mkdir(cache, { recursive: true })
  await removeUnfinished(cache)
  const unfinished = join(cache, `${unfinishedPrefix}${randomBytes(6).toString('hex')}`)
  try {
    await mkdir(unfinished)
    await fill(unfinished)
    await putInPlace(unfinished, join(cache, name), isComplete)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

async function putInPlace(
  folder: string,
  target: string,
  isComplete: (folder: string) => Promise<boolean>,
): Promise<void> {
  const broken = `${folder}-broken`
  try {
    for (let attempt = 0; ; attempt++) {
      if (await renameUnlessTaken(folder, target)) return
      // Taken by another process that was faster, or by one that is broken: that one is moved out of the way.
      if (attempt > 0 || (await isComplete(target))) return
      await rename(target, broken).catch(() => undefined)
    }
  } finally {
    await rm(broken, { recursive: true, force: true })
  }
}

async function renameUnlessTaken(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false
    throw error
  }
}

/** What a process that was killed left; not younger, because another may be writing it. */
async function removeUnfinished(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name)
    const age = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now())
    if (name.startsWith(unfinishedPrefix) && age > unfinishedAgeMs) await rm(path, { recursive: true, force: true })
  }
}
