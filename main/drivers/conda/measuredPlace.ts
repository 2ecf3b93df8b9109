import { mkdir, stat, writeFile } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { OnProgress } from '../onProgress.ts'
import { askInterpreter, type Interpreter } from '../python/askInterpreter.ts'
import { changeEnvironment } from './change.ts'
import type { CondaProgram, CondaTarget } from './dialect.ts'

/** Where environments that are measured are made: a folder of the run's with a package cache and a home of its own. */
export interface MeasuredPlace {
  readonly folder: string
  /** Where archives and unpacked packages go; empty at first. */
  readonly packages: string
  /** What the program is run with. */
  readonly deps: Pick<DriverDeps, 'env' | 'platform' | 'tools'>
  readonly program: CondaProgram
}

/**
 * Nothing of the user's is written: neither the package cache nor `~/.conda/environments.txt`, where conda notes every
 * environment. Where its packages come from is still the user's to say: a machine may reach no channel but its own mirror.
 */
export async function createMeasuredPlace(
  deps: DriverDeps,
  program: CondaProgram,
  folder: string,
): Promise<MeasuredPlace> {
  const [home, packages, temp] = [join(folder, 'home'), join(folder, 'packages'), join(folder, 'temp')]
  for (const one of [home, packages, temp]) await mkdir(one, { recursive: true })
  const env = { ...deps.env, ...(await findSettings(deps.env)), ...buildVariables({ home, packages, temp }) }
  return { folder, packages, deps: { env, platform: deps.platform, tools: deps.tools }, program }
}

/** The user's ~/.condarc, which is not below the home that the program is given. */
async function findSettings({ CONDARC, HOME }: DriverDeps['env']): Promise<Readonly<Record<string, string>>> {
  if (CONDARC || HOME === undefined || !isAbsolute(HOME)) return {}
  const file = join(HOME, '.condarc')
  const found = await stat(file).catch(() => null)
  return found?.isFile() ? { CONDARC: file } : {}
}

interface Folders {
  readonly home: string
  readonly packages: string
  readonly temp: string
}

/** Pure. Variables go before files: how an environment is linked is the same whatever the user's settings say. */
export function buildVariables({ home, packages, temp }: Folders): Readonly<Record<string, string>> {
  return {
    HOME: home,
    TMPDIR: temp,
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    CONDA_PKGS_DIRS: packages,
    CONDA_ENVS_DIRS: join(home, 'envs'),
    CONDA_ENVS_PATH: join(home, 'envs'),
    CONDA_ALWAYS_COPY: 'false',
    CONDA_ALWAYS_SOFTLINK: 'false',
    CONDA_ALLOW_SOFTLINKS: 'false',
    CONDA_NOTIFY_OUTDATED_CONDA: 'false',
  }
}

export interface MadeEnvironment {
  readonly prefix: string
  readonly python: Interpreter
}

export interface MeasuredOrder {
  /** Of its folder below the place. */
  readonly name: string
  /** What is written for the program to read, under a name whose ending it goes by. */
  readonly file: { readonly name: string; readonly text: string }
  readonly buildArgs: (target: CondaTarget, file: string) => readonly string[]
}

/** Rejects with EngineError; what there is then is the caller's to remove. */
export async function makeMeasured(
  place: MeasuredPlace,
  { name, file, buildArgs }: MeasuredOrder,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<MadeEnvironment> {
  const prefix = join(place.folder, name)
  const path = join(place.folder, `${name}-${file.name}`)
  await writeFile(path, file.text)
  const call = { name: 'make the environment', args: buildArgs({ prefix }, path) }
  await changeEnvironment(place.deps, place.program, call, onProgress, signal)
  throwIfAborted(signal, 'conda')
  const python = await askInterpreter(join(prefix, 'bin', 'python'), place.deps.env, signal).catch((cause) => {
    throwIfAborted(signal, 'conda')
    throw new EngineError('bad_output', 'conda', `${place.program.name} made an environment without a Python.`, {
      cause,
    })
  })
  return { prefix, python }
}

/** What bin/activate does to a shell's variables, but for what scripts of single packages add. */
export function activate(prefix: string, variables: Readonly<Record<string, string>>): Record<string, string> {
  const path = [join(prefix, 'bin'), ...(variables.PATH ? [variables.PATH] : [])].join(delimiter)
  return { ...variables, PATH: path, CONDA_PREFIX: prefix, CONDA_DEFAULT_ENV: prefix }
}
