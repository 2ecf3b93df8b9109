/**
 * conda env remove (-n NAME | -p PATH) -y --json
 * https://docs.conda.io/projects/conda/en/stable/commands/env/remove.html
 *
 * Of an environment that does not exist conda 23.3 says nothing and exits with 0: whoever calls this looks before, and after.
 */
import { type CondaTarget, targetArgs } from '../dialect.ts'

export function buildArgs(target: CondaTarget): readonly string[] {
  return ['env', 'remove', ...targetArgs(target), '-y', '--json']
}
