import type { ErrorData } from '../../contract/errors.ts'
import type { Technology } from '../../contract/technology.ts'
import { explainErrorData } from './explainError.ts'

/** One line on stderr for each engine that could not answer. Returns the exit code. */
export function tellFailures(
  failures: readonly { readonly technology: Technology; readonly error: ErrorData }[],
): number {
  for (const { technology, error } of failures) {
    process.stderr.write(`isoscope: ${technology}: ${explainErrorData(error)}\n`)
  }
  return failures.length > 0 ? 1 : 0
}

/** That there are none is known where every engine has answered. */
export function tellNone(sentence: string, failures: readonly unknown[]): void {
  if (failures.length === 0) process.stderr.write(`${sentence}\n`)
}
