/**
 * python -I -m venv DIR
 * https://docs.python.org/3/library/venv.html
 *
 * It installs pip with ensurepip, a child that starts another one, which an abort must reach too.
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgramTree } from '../../../os/runTree.ts'
import type { DriverDeps } from '../../driver.ts'
import type { Interpreter } from '../../python/askInterpreter.ts'

export function buildArgs(folder: string): readonly string[] {
  return ['-I', '-m', 'venv', folder]
}

interface MakeOptions {
  readonly python: Interpreter
  /** May exist; what is in it stays. An environment cannot be moved: its scripts hold absolute paths. */
  readonly folder: string
  /** Everything the programs are given: nobody's PIP_* or PYTHON* gets into an environment. */
  readonly variables: Readonly<Record<string, string>>
}

/** Rejects with EngineError; then no program runs any more and what is in the folder is the caller's to remove. */
export async function makeEnvironment(deps: DriverDeps, options: MakeOptions, signal: AbortSignal): Promise<void> {
  // ensurepip unpacks wheels in a temporary folder, which nobody would remove after an abort: so it is in ours.
  const temp = join(options.folder, '.isoscope-temp')
  await mkdir(temp, { recursive: true })
  await runProgramTree(deps.tools.launch, options.python.path, buildArgs(options.folder), {
    engine: 'venv',
    env: { ...options.variables, TMPDIR: temp },
    cwd: '/',
    timeout: 120_000,
    signal,
  })
  await rm(temp, { recursive: true, force: true })
}
