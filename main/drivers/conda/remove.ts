import { rm } from 'node:fs/promises'
import { EngineError, throwIfAborted, toEngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { readMark } from '../environmentMark.ts'
import type { EnvironmentFinder } from '../python/findEnvironments.ts'
import { buildArgs } from './commands/removeEnvironment.ts'
import { isBase, readCondaEnvironment, requireEnvironment } from './list.ts'
import { requireProgram } from './program.ts'
import { longTimeout, runConda } from './run.ts'

/**
 * Removes an environment with what is in it, ours or the user's. Looked for before, since conda 23.3 removes what does not
 * exist in silence, and looked at after: what a program leaves of it goes as well. Once begun it goes on to its end.
 */
export async function removeCondaEnvironment(
  deps: DriverDeps,
  finder: EnvironmentFinder,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  throwIfAborted(signal, 'conda')
  // Found a while ago it may be gone by now.
  finder.forget()
  const { prefix } = await requireEnvironment(deps, finder, id, signal)
  if (await isBase(prefix)) {
    throw new EngineError('unsupported', 'conda', 'This is the base environment: it holds conda itself and the others.')
  }
  const program = requireProgram(deps, null)
  const mark = await readMark(prefix)
  throwIfAborted(signal, 'conda')
  try {
    const call = { name: 'remove the environment', args: buildArgs({ prefix }), timeout: longTimeout }
    await runConda(deps, program, call, new AbortController().signal).catch(ignoreDamage)
    if (await readCondaEnvironment(deps, prefix)) await rm(prefix, { recursive: true, force: true, maxRetries: 5 })
  } catch (error) {
    throw toEngineError(error, 'conda')
  } finally {
    finder.forget()
  }
  if (mark?.state === 'created' && mark.path === prefix && mark.owner.storeId === deps.owner.storeId) {
    deps.ledger.clear(mark.row)
    await rm(prefix, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** A damaged one no program can read, and all that is left to do is to remove it. */
function ignoreDamage(error: unknown): void {
  if (!(error instanceof EngineError && error.code === 'bad_output')) throw error
}
