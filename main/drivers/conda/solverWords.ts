import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { CondaProgram } from './dialect.ts'
import { explainFailure } from './errors.ts'
import { readDialect } from './program.ts'
import { runConda } from './run.ts'

/**
 * The same failure with the solver's explanation. libmamba gives it only without --json, so it is asked again, without
 * doing anything. The failure as it was where that cannot be had.
 */
export async function addSolverWords(
  deps: Pick<DriverDeps, 'env' | 'platform' | 'tools'>,
  program: CondaProgram,
  args: readonly string[],
  failure: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const isOfSolver = failure instanceof EngineError && /unsupported request|Could not solve/.test(failure.detail ?? '')
  if (!isOfSolver || !args.includes('--json')) return failure
  try {
    if ((await readDialect(deps, program, signal)).explainsInJson) return failure
    const again = await runConda(
      deps,
      program,
      { name: 'explain itself', args: buildQuestion(args), acceptedExitCodes: null },
      signal,
    )
    const explained = explainFailure(again, program.name)
    // Words that we do not understand are no better.
    return again.exitCode === 0 || explained.code === 'engine_failed' ? failure : explained
  } catch {
    return failure
  }
}

/** Pure. */
export function buildQuestion(args: readonly string[]): readonly string[] {
  return [...args.filter((word) => word !== '--json'), '--dry-run']
}
