import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { digestFile } from '../../os/digest.ts'
import type { GuestModule } from './initramfs.ts'
import { readKernelVersion } from './kernelImage.ts'

/**
 * What is kept of a downloaded kernel package: CACHE/guest-kernel/ARCH/PACKAGE_VERSION/ with vmlinuz, the modules and
 * kernel.json. A folder appears complete, by one rename, so two processes at once do no harm: one of them wins.
 */
export interface CachedKernel {
  readonly image: string
  readonly version: string
  readonly modules: readonly GuestModule[]
}

const recordSchema = z.strictObject({
  version: z.string(),
  sha256: z.string(),
  /** File names in the order they must be loaded. */
  modules: z.array(z.string().regex(/^[\w.-]+$/)),
})

const unfinishedPrefix = '.new-'
const unfinishedAgeMs = 3_600_000

/** The newest complete kernel in the cache; one whose image has been changed or cut does not count. */
export async function readCachedKernel(cache: string): Promise<CachedKernel | null> {
  const names = (await readdir(cache).catch(() => [])).filter((name) => !name.startsWith(unfinishedPrefix))
  const folders = await Promise.all(
    names.map(async (name) => ({ path: join(cache, name), at: (await stat(join(cache, name))).mtimeMs })),
  )
  for (const { path } of folders.sort((a, b) => b.at - a.at)) {
    const kernel = await readFolder(path).catch(() => null)
    if (kernel) return kernel
  }
  return null
}

async function readFolder(folder: string): Promise<CachedKernel | null> {
  const record = recordSchema.parse(JSON.parse(await readFile(join(folder, 'kernel.json'), 'utf8')))
  const image = join(folder, 'vmlinuz')
  if ((await digestFile(image)) !== record.sha256) return null
  const modules = await Promise.all(
    record.modules.map(async (name) => ({ name, content: await readFile(join(folder, name)) })),
  )
  return { image, version: record.version, modules }
}

/** Keeps a kernel under the name; succeeds as well when somebody else has meanwhile. */
export async function storeKernel(
  cache: string,
  name: string,
  image: string,
  modules: readonly GuestModule[],
): Promise<void> {
  await mkdir(cache, { recursive: true })
  await removeUnfinished(cache)
  const unfinished = join(cache, `${unfinishedPrefix}${randomBytes(6).toString('hex')}`)
  const target = join(cache, name)
  try {
    await mkdir(unfinished)
    await copyFile(image, join(unfinished, 'vmlinuz'))
    for (const module of modules) await writeFile(join(unfinished, module.name), module.content)
    const record = {
      version: await readKernelVersion(image),
      sha256: await digestFile(image),
      modules: modules.map((module) => module.name),
    }
    await writeFile(join(unfinished, 'kernel.json'), JSON.stringify(record))
    await putInPlace(unfinished, target)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

async function putInPlace(folder: string, target: string): Promise<void> {
  const broken = `${folder}-broken`
  try {
    for (let attempt = 0; ; attempt++) {
      if (await renameUnlessTaken(folder, target)) return
      // Taken by another process that was faster, or by one that is broken: that one is moved out of the way.
      if (attempt > 0 || (await readFolder(target).catch(() => null))) return
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
