import { lstat, readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Instance, instanceNameSchema } from '../../contract/instance.ts'
import { toEngineError } from '../../model/engineError.ts'
import { readMark } from '../environmentMark.ts'
import { describeOrigin, parsePyvenvConfig } from '../python/pyvenvConfig.ts'

/** The environments people make and keep: each a folder directly below `root` that holds a finished pyvenv.cfg. */

/** Folders being removed: out of everybody's sight before their first file goes. */
export const removingPattern = /^\.removing-[0-9a-f]{12}$/

export async function listKeptEnvironments(root: string): Promise<readonly Instance[]> {
  const names = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw toEngineError(error, 'venv')
  })
  const instances = await Promise.all(names.sort().map((name) => readKeptEnvironment(join(root, name), root)))
  return instances.filter((instance) => instance !== null)
}

/** null when there is none: no such folder, a link to one, one somewhere else, or one that is still being made. */
export async function readKeptEnvironment(path: string, root: string): Promise<Instance | null> {
  if (dirname(path) !== root || !instanceNameSchema.safeParse(basename(path)).success) return null
  const folder = await lstat(path).catch(() => null)
  if (!folder?.isDirectory()) return null
  const configPath = join(path, 'pyvenv.cfg')
  const text = await readFile(configPath, 'utf8').catch(() => null)
  if (text === null || (await readMark(path))?.state === 'creating') return null
  return {
    id: `venv:${path}`,
    technology: 'venv',
    name: basename(path),
    state: 'created',
    owner: 'isoscope',
    // pipenv notes there which project it is for.
    madeFrom: describeOrigin(parsePyvenvConfig(text), await exists(join(path, '.project'))),
    startedAt: null,
    actions: ['remove'],
    createdAt: (await stat(configPath).catch(() => null))?.mtime.toISOString() ?? null,
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
