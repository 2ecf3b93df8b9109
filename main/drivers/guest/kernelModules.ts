import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { GuestModule } from './initramfs.ts'

/**
 * Reads modules and what they depend on from a folder (flat, or a /lib/modules tree), in the order they must be loaded.
 * A kernel package holds no modules.dep (depmod makes it when the package is installed), so dependencies are read from
 * the modules. A module that is not there counts as built into the kernel.
 */
export async function readModules(folder: string, wanted: readonly string[]): Promise<readonly GuestModule[]> {
  const files = await indexModules(folder)
  const ordered = new Map<string, GuestModule>()
  const visit = async (name: string, path: readonly string[]): Promise<void> => {
    const file = files.get(normalise(name))
    if (file === undefined || ordered.has(file) || path.includes(file)) return
    const module = await readModule(file)
    for (const dependency of listDependencies(module.content)) await visit(dependency, [...path, file])
    ordered.set(file, module)
  }
  for (const name of wanted) await visit(name, [])
  return [...ordered.values()]
}

/** Names from the module's own `depends=` entry; none for a compressed module, whose entries cannot be seen. */
export function listDependencies(content: Uint8Array): readonly string[] {
  const found = /\0?depends=([\w,-]*)\0/.exec(Buffer.from(content).toString('latin1'))
  return (found?.[1] ?? '').split(',').filter((name) => name !== '')
}

/** A dash in a file's name is an underscore in the kernel. */
function normalise(name: string): string {
  return name.replaceAll('-', '_')
}

async function indexModules(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const name = /^(.+)\.ko(\.(gz|xz|zst))?$/.exec(entry.name)?.[1]
    if (entry.isFile() && name !== undefined) files.set(normalise(name), join(entry.parentPath, entry.name))
  }
  return files
}

/** Unpacked where we can; xz is left to the guest's kernel, which unpacks what its distribution packs. */
async function readModule(file: string): Promise<GuestModule> {
  const content = await readFile(file)
  const name = basename(file)
  if (name.endsWith('.gz')) return { name: name.slice(0, -3), content: gunzipSync(content) }
  if (name.endsWith('.zst')) return { name: name.slice(0, -4), content: zstdDecompressSync(content) }
  return { name, content }
}
