import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineStatus } from '../../contract/engine.ts'
import type { EnvironmentMaker } from '../../contract/environment.ts'
import type { Remedy } from '../../contract/errors.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { runProgram } from '../../os/run.ts'
import { runProgramTree } from '../../os/runTree.ts'
import { findPrograms } from '../../os/searchPath.ts'
import { workloadVariables } from '../../os/variables.ts'
import type { DriverDeps } from '../driver.ts'
import type { Interpreter } from '../python/askInterpreter.ts'
import { findDefaultInterpreter, findInterpreters } from '../python/findInterpreters.ts'
import { selectToolVariables } from '../toolVariables.ts'
import { makeEnvironment } from './commands/makeEnvironment.ts'
import { buildArgs as buildPipenvArgs, buildVariables } from './commands/pipenv.ts'
import { buildArgs as buildVirtualenvArgs } from './commands/virtualenv.ts'
import { requireInterpreter } from './detect.ts'

const makerIds = ['venv', 'virtualenv', 'pipenv'] as const
export type MakerId = (typeof makerIds)[number]

/** Those that answer, Python's own first. */
export async function listVenvMakers(deps: DriverDeps, signal: AbortSignal): Promise<readonly EnvironmentMaker[]> {
  const own = await findDefaultInterpreter(deps, signal)
  const others = await Promise.all((['virtualenv', 'pipenv'] as const).map((id) => askMaker(deps, id, signal)))
  throwIfAborted(signal, 'venv')
  const venv: readonly EnvironmentMaker[] = own
    ? [{ technology: 'venv', id: 'venv', version: own.version, path: own.path, takes: ['python', 'packages'] }]
    : []
  return [...venv, ...others.filter((maker) => maker !== null)]
}

async function askMaker(deps: DriverDeps, id: MakerId, signal: AbortSignal): Promise<EnvironmentMaker | null> {
  const [path] = findPrograms(id, deps.env, deps.platform)
  if (path === undefined) return null
  const options = { engine: 'venv', env: selectToolVariables(deps.env), timeout: 20_000, signal, cwd: '/' }
  const { stdout } = await runProgram(path, ['--version'], options).catch(() => ({ stdout: '' }))
  const version = parseMakerVersion(stdout)
  return version === null ? null : { technology: 'venv', id, version, path, takes: ['python', 'packages'] }
}

/** Where the other makers are, beside what is known of Python. Starts none: pipenv takes a second to say its version. */
export function addMakers(status: EngineStatus, deps: Pick<DriverDeps, 'env' | 'platform'>): EngineStatus {
  if (status.state !== 'ready') return status
  const found = (['virtualenv', 'pipenv'] as const).flatMap((id) => {
    const [path] = findPrograms(id, deps.env, deps.platform)
    return path === undefined ? [] : [[id, path]]
  })
  return { ...status, facts: { ...status.facts, ...Object.fromEntries(found) } }
}

/** `virtualenv 20.17.1+ds from /usr/lib/…`, `pipenv, version 2022.12.19` */
export function parseMakerVersion(stdout: string): string | null {
  return /^(?:virtualenv|pipenv, version) (\d+(?:\.\d+)*)/m.exec(stdout)?.[1] ?? null
}

/** Throws `bad_input` for what is none of them, and `not_installed`. */
export function requireMaker(deps: DriverDeps, maker: string | null): MakerId {
  const id = makerIds.find((one) => one === (maker ?? 'venv'))
  if (!id)
    throw new EngineError('bad_input', 'venv', `${maker} makes no environments of Python. ${makerIds.join(', ')} do.`)
  if (id !== 'venv' && findPrograms(id, deps.env, deps.platform).length === 0) {
    throw new EngineError('not_installed', 'venv', `${id} was not found.`, {
      remedy: suggestMaker(id, deps.platform, existsSync('/usr/bin/apt-get')),
    })
  }
  return id
}

/** Pure. A package for the whole machine, or where there is none a tool of the user's own: https://pipx.pypa.io */
export function suggestMaker(id: MakerId, platform: NodeJS.Platform, hasApt: boolean): Remedy {
  if (platform === 'linux' && hasApt)
    return { text: 'Install it from the distribution', command: `apt-get install ${id}` }
  if (platform === 'darwin') return { text: 'Install it with Homebrew', command: `brew install ${id}` }
  if (platform === 'win32') return { text: 'Install it for yourself', command: `py -m pip install --user ${id}` }
  return { text: 'Install it for yourself', command: `pipx install ${id}` }
}

/** The interpreter of that version, `3` or `3.12` or `3.12.1`; the usual one where null. Rejects with `not_found`. */
export async function choosePython(
  deps: DriverDeps,
  version: string | null,
  signal: AbortSignal,
): Promise<Interpreter> {
  if (version === null) return requireInterpreter(deps, signal)
  const found = await findInterpreters(deps, signal)
  const fitting = found.find((one) => one.version === version || one.version.startsWith(`${version}.`))
  if (fitting) return fitting
  const known = [...new Set(found.map((one) => one.version))].join(', ') || 'none'
  throw new EngineError('not_found', 'venv', `There is no Python ${version} here; there is: ${known}.`)
}

/** Makes it in a folder that may exist, with what pip there is. Then no program runs any more, also when it rejects. */
export async function runMaker(
  deps: DriverDeps,
  maker: MakerId,
  python: Interpreter,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  if (maker === 'venv') return makeEnvironment(deps, { python, folder, variables: workloadVariables }, signal)
  const [path = maker] = findPrograms(maker, deps.env, deps.platform)
  const env = selectToolVariables(deps.env)
  const options = { engine: 'venv', cwd: '/', timeout: 300_000, signal }
  if (maker === 'virtualenv') {
    const args = buildVirtualenvArgs(python.path, folder)
    await runProgramTree(deps.tools.launch, path, args, { ...options, env })
    return
  }
  await writeFile(join(folder, 'Pipfile'), '[packages]\n', { flag: 'wx' })
  const args = buildPipenvArgs(python.path)
  await runProgramTree(deps.tools.launch, path, args, { ...options, env: { ...env, ...buildVariables(folder) } })
}
