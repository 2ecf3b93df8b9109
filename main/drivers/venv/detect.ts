import { existsSync } from 'node:fs'
import type { EngineStatus } from '../../contract/engine.ts'
import type { Remedy } from '../../contract/errors.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { Interpreter } from '../python/askInterpreter.ts'
import { findDefaultInterpreter, findInterpreters } from '../python/findInterpreters.ts'

export async function detectVenv(deps: DriverDeps, signal: AbortSignal): Promise<EngineStatus> {
  try {
    throwIfAborted(signal, 'venv')
    const usable = await findDefaultInterpreter(deps, signal)
    // Asking every interpreter of a machine takes a second and more: only to explain why none will do.
    const found = usable ? [usable] : await findInterpreters(deps, signal)
    return judgeInterpreters(found, deps.platform, existsSync('/usr/bin/apt-get'))
  } catch {
    return {
      state: 'broken',
      technology: 'venv',
      version: null,
      why: 'Looking for Python was cancelled.',
      remedy: { text: 'Look again' },
    }
  }
}

/** Pure. Ready with the first that can make environments; broken when Python is there and none can. */
export function judgeInterpreters(
  found: readonly Interpreter[],
  platform: NodeJS.Platform,
  hasApt: boolean,
): EngineStatus {
  const chosen = found.find(({ lacks }) => lacks.length === 0)
  if (chosen) {
    return {
      state: 'ready',
      technology: 'venv',
      version: chosen.version,
      facts: { interpreter: chosen.path, implementation: chosen.implementation },
    }
  }
  const [first] = found
  if (!first) {
    return {
      state: 'missing',
      technology: 'venv',
      why: 'No Python 3 was found.',
      remedy: suggestInstall(platform, hasApt, 'python3 python3-venv'),
    }
  }
  return {
    state: 'broken',
    technology: 'venv',
    version: first.version,
    why: `Python ${first.version} cannot make environments: it lacks ${first.lacks.join(' and ')}.`,
    remedy: suggestInstall(platform, hasApt, 'python3-venv'),
  }
}

function suggestInstall(platform: NodeJS.Platform, hasApt: boolean, debianPackages: string): Remedy {
  if (platform === 'linux' && hasApt) {
    return { text: 'Install it from the distribution', command: `apt-get install ${debianPackages}` }
  }
  if (platform === 'darwin') return { text: 'Install it with Homebrew', command: 'brew install python' }
  return { text: 'Install Python 3 with the modules venv and ensurepip' }
}

/** The interpreter environments are made from. Rejects with EngineError: `not_installed` with the remedy, or `cancelled`. */
export async function requireInterpreter(deps: DriverDeps, signal: AbortSignal): Promise<Interpreter> {
  throwIfAborted(signal, 'venv')
  const python = await findDefaultInterpreter(deps, signal)
  throwIfAborted(signal, 'venv')
  if (python) return python
  const status = await detectVenv(deps, signal)
  throwIfAborted(signal, 'venv')
  if (status.state === 'ready')
    throw new EngineError('engine_failed', 'venv', 'Python appeared only just now: try again.')
  throw new EngineError('not_installed', 'venv', status.why, { remedy: status.remedy })
}
