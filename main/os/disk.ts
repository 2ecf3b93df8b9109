import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

export interface AllocatedSize {
  /** Bytes of blocks only this tree refers to. */
  readonly unique: number
  /** Bytes of blocks of files that have further hard links outside the tree. */
  readonly shared: number
}

/** Allocated bytes (st_blocks) below a path, links not followed, a file with several names in the tree counted once. */
export async function measureAllocated(root: string): Promise<AllocatedSize> {
  const linked = new Map<string, { bytes: number; names: number; links: number }>()
  let unique = 0
  const visit = async (path: string): Promise<void> => {
    const stat = await lstat(path)
    const bytes = stat.blocks * 512
    if (stat.isDirectory()) {
      unique += bytes
      for (const name of await readdir(path)) await visit(join(path, name))
    } else if (stat.nlink === 1) {
      unique += bytes
    } else {
      const key = `${stat.dev}:${stat.ino}`
      const seen = linked.get(key)
      linked.set(key, { bytes, names: (seen?.names ?? 0) + 1, links: stat.nlink })
    }
  }
  await visit(root)
  let shared = 0
  for (const file of linked.values()) {
    if (file.names >= file.links) unique += file.bytes
    else shared += file.bytes
  }
  return { unique, shared }
}
