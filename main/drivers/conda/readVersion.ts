/**
 * conda --version | mamba --version | micromamba --version
 * https://docs.conda.io/projects/conda/en/stable/commands/index.html
 */
import { EngineError } from '../../model/engineError.ts'
import { runProgram } from '../../os/run.ts'
import { selectShimVariables } from '../python/askInterpreter.ts'
import type { ProgramName } from './findPrograms.ts'

/** conda is Python and takes 0.1 to 1 s. */
const timeoutMs = 8_000

/** Rejects with EngineError. */
export async function readVersion(
  name: ProgramName,
  path: string,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<string> {
  const { stdout } = await runProgram(path, ['--version'], {
    engine: 'conda',
    env: selectShimVariables(env),
    timeout: timeoutMs,
    signal,
    cwd: '/',
    maxOutput: 64 * 1024,
  })
  const version = parseVersion(name, stdout)
  if (version === null) throw new EngineError('bad_output', 'conda', `${path} does not say which version it is.`)
  return version
}

/** `conda 23.3.1`, `mamba 1.4.2` with conda's own on a second line, or from mamba 2 and micromamba the bare `2.8.1`. */
export function parseVersion(name: ProgramName, stdout: string): string | null {
  const line = stdout
    .split('\n')
    .map((text) => text.trim())
    .find((text) => text.startsWith(`${name} `) || /^\d/.test(text))
  return /^(?:[a-z]+ )?(\d+(?:\.\d+)+\w*)$/.exec(line ?? '')?.[1] ?? null
}
