/**
 * python -I -c QUESTION
 * https://docs.python.org/3/using/cmdline.html#cmdoption-I (isolated: no PYTHON* variables, no user's site-packages)
 *
 * Shared by the drivers host and venv, whose Python figures must come from one and the same interpreter.
 */
import { access, constants, realpath } from 'node:fs/promises'
import { z } from 'zod'
import { EngineError } from '../../model/engineError.ts'
import { runProgram } from '../../os/run.ts'

/** One Python of this machine, never a shim and never an environment's. */
export interface Interpreter {
  /** Real path of the interpreter itself: a pyenv shim in front of it costs 100 ms at every start. */
  readonly path: string
  /** For example `3.11.2`. */
  readonly version: string
  /** `cpython`, `pypy`. */
  readonly implementation: string
  /** Modules it lacks for making environments: Debian packages `ensurepip` apart. */
  readonly lacks: readonly string[]
}

const answerSchema = z.object({
  base: z.string().min(1),
  version: z.string().regex(/^\d+\.\d+\.\d+/),
  implementation: z.string(),
  lacks: z.array(z.string()),
})

/** `_base_executable` is what an environment was made from; Python before 3.8 has none and keeps it below base_prefix. */
const question = `
import importlib, json, os, sys
base = getattr(sys, '_base_executable', None)
if not base:
    base = sys.executable
    if sys.prefix != sys.base_prefix:
        base = os.path.join(sys.base_prefix, 'bin', 'python%d.%d' % sys.version_info[:2])
lacks = []
for name in ('venv', 'ensurepip'):
    try:
        importlib.import_module(name)
    except ImportError:
        lacks.append(name)
print(json.dumps({'base': base, 'version': '%d.%d.%d' % sys.version_info[:3],
                  'implementation': sys.implementation.name, 'lacks': lacks}))
`

export function buildArgs(): readonly string[] {
  return ['-I', '-c', question]
}

export function parseAnswer(stdout: string): z.infer<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(stdout))
  } catch (cause) {
    throw new EngineError('bad_output', 'python', 'An interpreter did not say what it is.', { cause })
  }
}

/**
 * Runs a candidate once. Rejects with EngineError when it is no Python 3, does not answer within 10 s or is aborted.
 * Some candidates are shims and choose by variables; PYTHONPATH and the like are not among them.
 */
export async function askInterpreter(
  candidate: string,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Interpreter> {
  const { stdout } = await runProgram(candidate, buildArgs(), {
    engine: 'python',
    env: selectShimVariables(env),
    timeout: 10_000,
    signal,
    cwd: '/',
    maxOutput: 64 * 1024,
  })
  const { base, ...answer } = parseAnswer(stdout)
  const path = await realpath(base)
  await access(path, constants.X_OK)
  return { path, ...answer }
}

const shimVariables = /^(PATH|HOME|LANG|PYENV_(ROOT|VERSION)|ASDF_(DIR|DATA_DIR)|SystemRoot|USERPROFILE|LOCALAPPDATA)$/

export function selectShimVariables(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => shimVariables.test(name)))
}
