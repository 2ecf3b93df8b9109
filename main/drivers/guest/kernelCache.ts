import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { digestFile } from '../../os/digest.ts'
import { listCached, storeFolder } from './cacheFolder.ts'
import type { GuestModule } from './initramfs.ts'
import { readKernelVersion } from './kernelImage.ts'

/**
 * What is kept of a downloaded kernel package: CACHE/guest-kernel/ARCH/PACKAGE_VERSION/ with vmlinuz, the modules and
 * kernel.json.
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

/** The newest complete kernel in the cache; one whose image has been changed or cut does not count. */
export async function readCachedKernel(cache: string): Promise<CachedKernel | null> {
  for (const path of await listCached(cache)) {
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
  const fill = async (folder: string) => {
    await copyFile(image, join(folder, 'vmlinuz'))
    for (const module of modules) await writeFile(join(folder, module.name), module.content)
    const record = {
      version: await readKernelVersion(image),
      sha256: await digestFile(image),
      modules: modules.map((module) => module.name),
    }
    await writeFile(join(folder, 'kernel.json'), JSON.stringify(record))
  }
  const isComplete = async (folder: string) => (await readFolder(folder).catch(() => null)) !== null
  await storeFolder(cache, name, fill, isComplete)
}
