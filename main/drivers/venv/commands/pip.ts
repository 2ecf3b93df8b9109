/**
 * ENV/bin/python -m pip install --requirement FILE [--no-index --find-links FOLDER]
 * ENV/bin/python -m pip wheel --no-deps --wheel-dir FOLDER --requirement FILE
 * ENV/bin/python -m pip freeze
 * https://pip.pypa.io/en/stable/cli/
 *
 * Building a package starts further processes, which an abort must reach too.
 */
import { join } from 'node:path'
import { runProgramTree } from '../../../os/runTree.ts'
import type { DriverDeps } from '../../driver.ts'

export interface PipPlace {
  /** The environment. */
  readonly folder: string
  /** pip's own cache and temporary files. */
  readonly cache: string
  readonly temp: string
  readonly variables: Readonly<Record<string, string>>
}

/** Where packages come from: an index, or a folder and nothing else. */
export type PipSource = { readonly index: string } | { readonly wheels: string }

export async function installRequirements(
  deps: DriverDeps,
  place: PipPlace,
  requirements: string,
  source: PipSource,
  signal: AbortSignal,
): Promise<void> {
  await runPip(deps, place, ['install', ...buildSourceArgs(source), '--requirement', requirements], signal)
}

export async function buildWheels(
  deps: DriverDeps,
  place: PipPlace,
  files: { readonly requirements: string; readonly wheels: string },
  source: PipSource,
  signal: AbortSignal,
): Promise<void> {
  const args = ['wheel', '--no-deps', ...buildSourceArgs(source), '--wheel-dir', files.wheels]
  await runPip(deps, place, [...args, '--requirement', files.requirements], signal)
}

export async function freeze(deps: DriverDeps, place: PipPlace, signal: AbortSignal): Promise<string> {
  return (await runPip(deps, place, ['freeze'], signal)).stdout
}

export function buildSourceArgs(source: PipSource): readonly string[] {
  return 'index' in source ? ['--index-url', source.index] : ['--no-index', '--find-links', source.wheels]
}

/** Nothing of the user's or the system's configuration, and no look at whether there is a newer pip. */
export function buildPipVariables(place: PipPlace): Readonly<Record<string, string>> {
  return {
    ...place.variables,
    HOME: place.temp,
    TMPDIR: place.temp,
    PIP_CONFIG_FILE: '/dev/null',
    PIP_CACHE_DIR: place.cache,
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    PIP_ROOT_USER_ACTION: 'ignore',
    // Where the index is not reachable after all, pip would try for a minute and more.
    PIP_RETRIES: '1',
    PIP_DEFAULT_TIMEOUT: '10',
  }
}

async function runPip(deps: DriverDeps, place: PipPlace, args: readonly string[], signal: AbortSignal) {
  return runProgramTree(deps.tools.launch, join(place.folder, 'bin', 'python'), ['-m', 'pip', ...args], {
    engine: 'venv',
    env: buildPipVariables(place),
    cwd: place.temp,
    timeout: 300_000,
    signal,
  })
}
