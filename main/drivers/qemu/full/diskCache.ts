import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { storeFolder } from '../../guest/cacheFolder.ts'
import type { GuestModule } from '../../guest/initramfs.ts'

/**
 * What is kept of a made disk: CACHE/guest-disk/ARCH/KEY/ with disk.qcow2, the kernel it belongs to, the modules the
 * kernel needs before it can see a disk, and disk.json, which is written last.
 */
export interface GuestDisk {
  /** Never written: every instance has an overlay of its own. */
  readonly image: string
  readonly kernel: string
  readonly modules: readonly GuestModule[]
  readonly facts: DiskFacts
}

const factsSchema = z.strictObject({
  kernelVersion: z.string(),
  distribution: z.string(),
  systemd: z.string(),
  python: z.string(),
  /** How many packages are installed. */
  packages: z.int(),
})
export type DiskFacts = z.infer<typeof factsSchema>

const recordSchema = z.strictObject({
  facts: factsSchema,
  imageBytes: z.int(),
  /** File names in the order they must be loaded. */
  modules: z.array(z.string().regex(/^[\w.-]+$/)),
})

export interface MadeDisk {
  readonly modules: readonly GuestModule[]
  readonly facts: DiskFacts
}

/** Where whoever makes a disk puts it. */
export interface DiskPlaces {
  readonly image: string
  readonly kernel: string
}

/** Null when there is none, or one that is not whole. */
export async function readCachedDisk(folder: string): Promise<GuestDisk | null> {
  try {
    const record = recordSchema.parse(JSON.parse(await readFile(join(folder, 'disk.json'), 'utf8')))
    const { image, kernel } = listPlaces(folder)
    if ((await stat(image)).size !== record.imageBytes) return null
    const modules = await Promise.all(
      record.modules.map(async (name) => ({ name, content: await readFile(join(folder, name)) })),
    )
    return { image, kernel, modules, facts: record.facts }
  } catch {
    return null
  }
}

/** `make` writes both files and says what belongs to them. Rejects with what `make` rejects with. */
export async function storeDisk(
  cache: string,
  key: string,
  make: (places: DiskPlaces) => Promise<MadeDisk>,
): Promise<void> {
  const fill = async (folder: string) => {
    const places = listPlaces(folder)
    const { modules, facts } = await make(places)
    const { image } = places
    await chmod(image, 0o444)
    for (const module of modules) await writeFile(join(folder, module.name), module.content)
    const record = { facts, imageBytes: (await stat(image)).size, modules: modules.map(({ name }) => name) }
    await writeFile(join(folder, 'disk.json'), JSON.stringify(record))
  }
  await storeFolder(cache, key, fill, async (folder) => (await readCachedDisk(folder)) !== null)
}

function listPlaces(folder: string): DiskPlaces {
  return { image: join(folder, 'disk.qcow2'), kernel: join(folder, 'vmlinuz') }
}
