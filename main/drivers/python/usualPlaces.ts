import { readdir, readFile, stat } from 'node:fs/promises'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import type { DriverDeps } from '../driver.ts'

export interface Place {
  readonly path: string
  /** Folders below it that are looked into. */
  readonly depth: number
}

/** A list that somebody else writes is read so far and no further. */
const listLimit = 500

/** Where the tools that make environments put them when they are not told otherwise. Most of these folders do not exist. */
export async function listUsualPlaces({ env }: Pick<DriverDeps, 'env'>): Promise<readonly Place[]> {
  const home = env.HOME ?? env.USERPROFILE ?? ''
  if (!isAbsolute(home)) return []
  const below = (...names: readonly string[]) => names.map((name) => join(home, name))
  const pyenv = join(env.PYENV_ROOT ?? join(home, '.pyenv'), 'versions')
  const condas = [
    ...below('miniforge3', 'mambaforge', 'miniconda3', 'anaconda3', '.local/share/mamba', 'micromamba'),
    ...['/opt/conda', '/opt/miniconda3', '/opt/anaconda3', '/opt/miniforge3'],
    ...[env.MAMBA_ROOT_PREFIX, env.CONDA_EXE && dirname(dirname(env.CONDA_EXE))].filter(isGiven),
  ]
  return [
    // Those in use where we were started.
    ...[env.VIRTUAL_ENV, env.CONDA_PREFIX].filter(isGiven).map((path) => ({ path, depth: 0 })),
    // virtualenvwrapper and pipenv; pipenv, poetry and what people are used to; conda.
    ...[env.WORKON_HOME, ...(env.CONDA_ENVS_PATH ?? '').split(delimiter)]
      .filter(isGiven)
      .map((path) => ({ path, depth: 1 })),
    ...below('.virtualenvs', '.local/share/virtualenvs', '.cache/pypoetry/virtualenvs', '.venvs', '.conda/envs').map(
      (path) => ({ path, depth: 1 }),
    ),
    ...(await listNames(home))
      .filter((name) => /^\.?venv/.test(name) && name !== '.venvs')
      .map((name) => ({ path: join(home, name), depth: 1 })),
    { path: pyenv, depth: 1 },
    ...(await listNames(pyenv)).map((version) => ({ path: join(pyenv, version, 'envs'), depth: 1 })),
    // The base environment itself, and those below its folder `envs`.
    ...condas.map((path) => ({ path, depth: 2 })),
    ...(await readCondaList(join(home, '.conda', 'environments.txt'))).map((path) => ({ path, depth: 0 })),
  ]
}

function isGiven(path: string | undefined): path is string {
  return path !== undefined && isAbsolute(path)
}

async function listNames(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).sort()
}

/** conda writes down every environment it makes, also those with a path of their own. */
async function readCondaList(path: string): Promise<readonly string[]> {
  const info = await stat(path).catch(() => null)
  if (!info?.isFile() || info.size > 1024 * 1024) return []
  return parseCondaList(await readFile(path, 'utf8').catch(() => ''))
}

export function parseCondaList(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => isAbsolute(line))
    .slice(0, listLimit)
}
