import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Technology } from '../contract/technology.ts'
import type { DriverDeps } from './driver.ts'

/** A folder of one run, private to the user, in the ledger while it exists. Idempotent removal. */
export interface RunFolder {
  readonly path: string
  remove(): Promise<void>
}

const namePrefix = 'isoscope-'

export async function createRunFolder(
  deps: Pick<DriverDeps, 'paths' | 'ledger'>,
  technology: Technology,
): Promise<RunFolder> {
  // The random part makes the name unguessable in a world-writable /tmp; mkdir refuses an existing one.
  const path = join(deps.paths.temp, `${namePrefix}${technology}-${randomBytes(6).toString('hex')}`)
  const row = deps.ledger.record({ technology, kind: 'folder', ref: path, lifetime: 'run' })
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    deps.ledger.clear(row.id)
    throw error
  }
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 5 })
      deps.ledger.clear(row.id)
    },
  }
}

/** A folder for as long as `use` takes. */
export async function withRunFolder<T>(
  deps: DriverDeps,
  technology: Technology,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await createRunFolder(deps, technology)
  try {
    return await use(folder.path)
  } finally {
    await folder.remove()
  }
}

/** Whether a ledger row's path is one that createRunFolder makes; a sweep deletes nothing else. */
export function isRunFolderPath(path: string, temp: string): boolean {
  return dirname(path) === temp && /^isoscope-[a-z]+-[0-9a-f]{12}$/.test(basename(path))
}
