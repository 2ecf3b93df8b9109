/**
 * conda remove (-n NAME | -p PATH) -y --json PACKAGE …
 * https://docs.conda.io/projects/conda/en/stable/commands/remove.html
 */
import { type CondaTarget, targetArgs } from '../dialect.ts'

export function buildArgs(target: CondaTarget, packages: readonly string[]): readonly string[] {
  return ['remove', ...targetArgs(target), '-y', '--json', ...packages]
}
