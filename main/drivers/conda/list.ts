import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instance } from '../../contract/instance.ts'
import type { Details } from '../../contract/live.ts'
import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { readMark } from '../environmentMark.ts'
import type { EnvironmentFinder } from '../python/findEnvironments.ts'
import { measureEnvironment } from '../python/measureEnvironment.ts'
import { type FoundEnvironment, nameEnvironment, walkFolder } from '../python/walkFolder.ts'
import { buildArgs, parseEnvList } from './commands/envList.ts'
import { listPrograms } from './program.ts'
import { runConda } from './run.ts'

/** Ours and the user's, found without conda: they are there also when it is not, and asking it takes a second. */
export async function listCondaEnvironments(
  deps: DriverDeps,
  finder: EnvironmentFinder,
  signal: AbortSignal,
): Promise<readonly Instance[]> {
  const found = await finder.find(signal)
  const described = await Promise.all(found.map((environment) => describeConda(deps, environment)))
  return described.filter((instance) => instance !== null)
}

/** The one in this folder, as it is now; null when there is none. */
export async function readCondaEnvironment(deps: DriverDeps, path: string): Promise<Instance | null> {
  const found: FoundEnvironment[] = []
  const limits = { depth: 0, entries: 100_000, until: Date.now() + 10_000, skip: () => false }
  await walkFolder(path, limits, (environment) => found.push(environment))
  const [environment] = found
  return environment ? describeConda(deps, environment) : null
}

/** When it was made is not told: its history has times without a zone, and which one is meant depends on who wrote it. */
async function describeConda(deps: DriverDeps, found: FoundEnvironment): Promise<Instance | null> {
  if (found.kind !== 'conda') return null
  const { path, maker, python } = found
  const parts = [maker, python && `Python ${python}`].filter((part) => part !== null)
  const mark = await readMark(path)
  const isRemovable = listPrograms(deps).length > 0 && !(await isBase(path))
  return {
    id: `conda:${path}`,
    technology: 'conda',
    name: nameEnvironment(path),
    state: 'created',
    owner: mark?.state === 'created' && mark.path === path ? 'isoscope' : 'user',
    madeFrom: parts.length > 0 ? parts.join(', ') : null,
    createdAt: null,
    startedAt: null,
    actions: isRemovable ? ['remove'] : [],
  }
}

/** The environment that holds the program and all others below it. */
export async function isBase(path: string): Promise<boolean> {
  const names = ['envs', 'pkgs', 'condabin']
  const folders = await Promise.all(names.map((name) => stat(join(path, name)).catch(() => null)))
  return folders.some((folder) => folder?.isDirectory())
}

/**
 * The environment an id names, of those that are listed: an id is no way to any folder. Where the last look does not have it,
 * looks anew and asks conda, which alone knows folders that its configuration names. Rejects with `not_found`.
 */
export async function requireEnvironment(
  deps: DriverDeps,
  finder: EnvironmentFinder,
  id: string,
  signal: AbortSignal,
): Promise<{ readonly instance: Instance; readonly prefix: string }> {
  const find = async () => (await listCondaEnvironments(deps, finder, signal)).find((one) => one.id === id)
  let instance = await find()
  if (!instance) {
    finder.forget()
    instance = await find()
  }
  const prefix = id.slice('conda:'.length)
  const isKnown = instance || (await listKnownToConda(deps, signal)).includes(prefix)
  instance ??= isKnown ? ((await readCondaEnvironment(deps, prefix)) ?? undefined) : undefined
  if (!instance) throw new EngineError('not_found', 'conda', 'There is no such environment.')
  return { instance, prefix }
}

async function listKnownToConda(deps: DriverDeps, signal: AbortSignal): Promise<readonly string[]> {
  const [program] = listPrograms(deps)
  if (!program) return []
  const call = { name: 'list environments', args: buildArgs() }
  return parseEnvList((await runConda(deps, program, call, signal)).stdout)
}

export async function readCondaDetails(
  deps: DriverDeps,
  finder: EnvironmentFinder,
  id: string,
  signal: AbortSignal,
): Promise<Details> {
  return measureEnvironment((await requireEnvironment(deps, finder, id, signal)).prefix)
}
