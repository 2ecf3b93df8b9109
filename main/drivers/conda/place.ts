import { access, constants, lstat } from 'node:fs/promises'
import { basename, dirname, join, normalize } from 'node:path'
import type { EnvironmentPlace } from '../../contract/environment.ts'
import { instanceNamePattern, instanceNameRule } from '../../contract/instanceName.ts'
import { EngineError } from '../../model/engineError.ts'
import type { CondaInfo } from './commands/info.ts'
import type { CondaTarget } from './dialect.ts'

export interface ResolvedPlace {
  readonly target: CondaTarget
  /** Where it will be. */
  readonly prefix: string
}

/** conda's own words for the base environment. */
const reserved = new Set(['base', 'root'])

/**
 * Where a new environment goes. Looks first whether there is something, because no program can be relied on to do so.
 * Rejects with `name_taken`, `bad_input`, `permission_denied`.
 */
export async function resolvePlace(place: EnvironmentPlace, info: CondaInfo): Promise<ResolvedPlace> {
  const name = 'name' in place ? place.name : basename(place.prefix)
  if (!instanceNamePattern.test(name)) throw new EngineError('bad_input', 'conda', instanceNameRule)
  if ('prefix' in place) {
    const prefix = checkPrefix(place.prefix)
    return claim({ target: { prefix }, prefix })
  }
  if (reserved.has(name)) throw new EngineError('bad_input', 'conda', `conda calls its own environment ${name}.`)
  for (const folder of info.envsDirs) await claim({ target: { name }, prefix: join(folder, name) })
  const folder = await findWritable(info.envsDirs)
  if (folder === null) {
    throw new EngineError(
      'permission_denied',
      'conda',
      'None of the folders where conda keeps environments can be written.',
      {
        remedy: {
          text: 'Make it in a folder of your own',
          command: 'isoscope env create NAME --with conda --prefix DIR',
        },
      },
    )
  }
  return { target: { name }, prefix: join(folder, name) }
}

/** Without a slash at its end: what it is called is one string everywhere. */
function checkPrefix(prefix: string): string {
  const isPlain = prefix === normalize(prefix) && prefix.startsWith('/') && !/\p{Cc}/u.test(prefix)
  if (isPlain) return prefix.replace(/\/$/, '')
  throw new EngineError('bad_input', 'conda', 'The folder of the environment is not an absolute path.')
}

async function claim(place: ResolvedPlace): Promise<ResolvedPlace> {
  const stands = await lstat(place.prefix).catch(() => null)
  if (!stands) return place
  throw new EngineError('name_taken', 'conda', `There is something at ${place.prefix} already.`, {
    remedy: { text: 'Choose another name' },
  })
}

/** As conda chooses: the first that can be written, or that can be made. */
async function findWritable(folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    let existing = folder
    while (!(await lstat(existing).catch(() => null)) && dirname(existing) !== existing) existing = dirname(existing)
    const may = await access(existing, constants.W_OK).then(
      () => true,
      () => false,
    )
    if (may) return folder
  }
  return null
}
