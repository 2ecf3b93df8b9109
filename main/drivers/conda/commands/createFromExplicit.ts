/**
 * conda create (-n NAME | -p PATH) -y --json --file FILE
 * https://docs.conda.io/projects/conda/en/stable/commands/create.html
 */
import { type CondaTarget, targetArgs } from '../dialect.ts'

export function buildArgs(target: CondaTarget, file: string): readonly string[] {
  return ['create', ...targetArgs(target), '-y', '--json', '--file', file]
}
