/**
 * ENV/bin/python -m pip install [--only-binary :all:] [--upgrade] (SPEC … | --requirement FILE)
 * ENV/bin/python -m pip uninstall --yes PACKAGE …
 * ENV/bin/python -m pip list --outdated --format json
 * https://pip.pypa.io/en/stable/cli/
 *
 * With the user's own settings of pip, other than what a measurement uses (pip.ts).
 */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Package } from '../../../contract/environment.ts'
import { EngineError } from '../../../model/engineError.ts'
import { lastLines, type RunResult } from '../../../os/run.ts'
import { runProgramTree } from '../../../os/runTree.ts'
import type { DriverDeps } from '../../driver.ts'
import { selectToolVariables } from '../../toolVariables.ts'

/** Without an index pip would try for minutes: it may do so where the user has said it. */
const patience = { PIP_RETRIES: '1', PIP_DEFAULT_TIMEOUT: '15' }
const settings = { PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_ROOT_USER_ACTION: 'ignore' }

/** Milliseconds; building a package from its source may take long. */
const longTimeout = 3_600_000

const wheelsOnly = ['--only-binary', ':all:'] as const

/** Without `runsScripts` what is there as source alone is not there: a wheel is unpacked, and nothing of it is run. */
export function buildInstallArgs(what: readonly string[], runsScripts = false): readonly string[] {
  return ['install', ...(runsScripts ? [] : wheelsOnly), ...what]
}

export async function runUserPip(
  deps: DriverDeps,
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
  onLine: (line: string) => void = () => undefined,
): Promise<RunResult> {
  const python = join(folder, 'bin', 'python')
  await access(python).catch(() => {
    throw new EngineError('bad_output', 'venv', 'The environment is damaged: it has no Python.')
  })
  const result = await runProgramTree(deps.tools.launch, python, ['-m', 'pip', ...args], {
    engine: 'venv',
    env: { ...patience, ...selectToolVariables(deps.env), ...settings },
    cwd: '/',
    timeout: longTimeout,
    signal,
    acceptedExitCodes: [0, 1, 2],
    onOutput: (stream, chunk) => {
      const line = stream === 'stdout' ? chunk.toString('utf8').trim().split('\n').at(-1) : undefined
      if (line) onLine(line.slice(0, 200))
    },
  })
  if (result.exitCode !== 0) throw explainPipFailure(result, args.includes(wheelsOnly[0]))
  return result
}

/** Pure. What pip wrote of a failure, as an error; `isWheelsOnly`: it was to build nothing. */
export function explainPipFailure(
  { stdout, stderr }: Pick<RunResult, 'stdout' | 'stderr'>,
  isWheelsOnly = false,
): EngineError {
  const text = `${stdout}\n${stderr}`
  const detail = lastLines(stderr.replace(/^WARNING: Retrying .*$/gm, '')) || lastLines(stdout)
  if (/No module named pip/.test(text)) {
    return new EngineError('unsupported', 'venv', 'There is no pip in this environment.', {
      detail,
      remedy: { text: 'Put it there', command: 'ENV/bin/python -m ensurepip' },
    })
  }
  if (/No space left on device/.test(text)) return new EngineError('no_space', 'venv', 'The disk is full.', { detail })
  if (
    /NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|Name or service not known|ProxyError|Connection refused|ConnectionResetError/.test(
      text,
    )
  ) {
    return new EngineError('not_running', 'venv', 'No package index was reached.', {
      detail,
      remedy: {
        text: 'Check the network, or name an index of your own',
        command: 'pip config set global.index-url URL',
      },
    })
  }
  const missing = /No matching distribution found for (.+)/.exec(text)?.[1]?.trim()
  if (missing !== undefined && isWheelsOnly) {
    return new EngineError('not_found', 'venv', `The package index does not have ${missing} as a wheel.`, {
      detail,
      remedy: {
        text: 'Check the spelling and the version. One that is there as source only runs a script of its own to be built: on the command line it may',
        command: `isoscope env install ID '${missing.replace(/[^\w.<>=!~, -]/g, '')}'`,
      },
    })
  }
  if (missing !== undefined) {
    return new EngineError('not_found', 'venv', `The package index does not have ${missing}.`, {
      detail,
      remedy: { text: 'Check the spelling and the version' },
    })
  }
  if (/ResolutionImpossible|conflicting dependencies/.test(text)) {
    return new EngineError('unsupported', 'venv', 'There is no set of packages that meets all of these demands.', {
      detail: lastLines(text, 20),
      remedy: { text: 'Ask for fewer packages or for a wider range of versions' },
    })
  }
  if (/externally-managed-environment|Permission denied/.test(text)) {
    return new EngineError('permission_denied', 'venv', 'The environment cannot be written.', { detail })
  }
  if (/Invalid requirement|Hint: It looks like a path/.test(text)) {
    return new EngineError('bad_input', 'venv', 'pip does not understand what was asked for.', { detail })
  }
  return new EngineError('engine_failed', 'venv', 'pip failed.', { detail })
}

const listSchema = z.array(z.object({ name: z.string(), version: z.string() }))

/** pip may write a warning in front. Throws `bad_output`. */
export function parsePipList(stdout: string): readonly Package[] {
  const line = stdout.split('\n').find((text) => text.startsWith('['))
  try {
    const listed = listSchema.parse(JSON.parse(line ?? ''))
    return listed.map(({ name, version }) => ({ name, version, build: null, channel: null }))
  } catch (cause) {
    throw new EngineError('bad_output', 'venv', 'pip did not list the packages in a form we understand.', { cause })
  }
}
