import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { OnProgress } from '../onProgress.ts'
import type { CondaProgram } from './dialect.ts'
import { longTimeout, runConda } from './run.ts'
import { addSolverWords } from './solverWords.ts'
import { readTransaction, type Transaction } from './transaction.ts'

/** Runs a command that changes an environment. Its failure has the solver's explanation. */
export async function changeEnvironment(
  deps: Pick<DriverDeps, 'env' | 'platform' | 'tools'>,
  program: CondaProgram,
  call: { readonly name: string; readonly args: readonly string[] },
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Transaction> {
  onProgress({ step: 'finding versions that fit, and downloading', share: null })
  try {
    const { stdout } = await runConda(deps, program, { ...call, timeout: longTimeout, onProgress }, signal)
    return readTransaction(stdout)
  } catch (error) {
    const explained = await addSolverWords(deps, program, call.args, error, signal)
    throw explained instanceof EngineError ? explained : error
  }
}
