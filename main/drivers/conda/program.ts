import type { EnvironmentMaker } from '../../contract/environment.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { type CondaProgram, type Dialect, dialectOf } from './dialect.ts'
import { findCondaPrograms, programNames } from './findPrograms.ts'
import { readVersion } from './readVersion.ts'
import { suggestInstall } from './remedy.ts'

type Where = Pick<DriverDeps, 'env' | 'platform'>

/** The first of each name, in the order in which people would use them. Starts none of them. */
export function listPrograms(where: Where): readonly CondaProgram[] {
  return programNames.flatMap((name) => {
    const [path] = findCondaPrograms(name, where)
    return path === undefined ? [] : [{ name, path }]
  })
}

/** The one of that name, or the usual one. Throws `not_installed`, with how to get it, and `bad_input` for a name that is none. */
export function requireProgram(where: Where, maker: string | null): CondaProgram {
  const programs = listPrograms(where)
  const found = maker === null ? programs[0] : programs.find(({ name }) => name === maker)
  if (found) return found
  if (maker !== null && programs.length > 0) {
    const known = programs.map(({ name }) => name).join(', ')
    throw new EngineError('bad_input', 'conda', `There is no ${maker} here to make it with. There is: ${known}.`)
  }
  throw new EngineError('not_installed', 'conda', 'None of conda, mamba and micromamba was found.', {
    remedy: suggestInstall(where.platform, process.arch),
  })
}

/** Only mamba has to be asked: which it is depends on its version. */
export async function readDialect(where: Where, program: CondaProgram, signal: AbortSignal): Promise<Dialect> {
  if (program.name !== 'mamba') return dialectOf(program.name, '')
  return dialectOf(program.name, await readVersion(program.name, program.path, where.env, signal))
}

/** Those that answer. */
export async function listMakers(where: Where, signal: AbortSignal): Promise<readonly EnvironmentMaker[]> {
  const makers = await Promise.all(
    listPrograms(where).map(async ({ name, path }): Promise<EnvironmentMaker | null> => {
      const version = await readVersion(name, path, where.env, signal).catch(() => null)
      const takes = ['python', 'packages', 'channels', 'prefix'] as const
      return version === null ? null : { technology: 'conda', id: name, version, path, takes: [...takes] }
    }),
  )
  throwIfAborted(signal, 'conda')
  return makers.filter((maker) => maker !== null)
}
