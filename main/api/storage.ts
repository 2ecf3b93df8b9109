import { existsSync } from 'node:fs'
import { measureAllocated } from '../os/disk.ts'
import type { Paths } from '../os/paths.ts'
import type { Store } from '../store/store.ts'

export interface Storage {
  /** The database with its log. */
  readonly databaseBytes: number
  /** Downloads and built artifacts that may be deleted at any time. */
  readonly cacheBytes: number
  /** Environments and machines that the user keeps. */
  readonly keptBytes: number
  readonly runs: number
}

export async function measureStorage(paths: Paths, store: Pick<Store, 'countRuns'>): Promise<Storage> {
  const [database, cache, kept] = await Promise.all([
    sum([paths.database, `${paths.database}-wal`, `${paths.database}-shm`]),
    sum([paths.cache]),
    sum([paths.environments, paths.machines]),
  ])
  return { databaseBytes: database, cacheBytes: cache, keptBytes: kept, runs: store.countRuns() }
}

async function sum(roots: readonly string[]): Promise<number> {
  const sizes = await Promise.all(roots.map(measureOrNothing))
  return sizes.reduce((total, bytes) => total + bytes, 0)
}

/** 0 for what does not exist. */
async function measureOrNothing(root: string): Promise<number> {
  const measure = async () => {
    const { unique, shared } = await measureAllocated(root)
    return unique + shared
  }
  if (!existsSync(root)) return 0
  // A comparison may just be taking something away below.
  return measure().catch(measure)
}
