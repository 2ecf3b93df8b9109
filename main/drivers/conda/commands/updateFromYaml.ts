/**
 * conda env update (-n NAME | -p PATH) -f FILE --json
 * https://docs.conda.io/projects/conda/en/stable/commands/env/update.html
 */
import { type CondaTarget, targetArgs } from '../dialect.ts'

export function buildArgs(target: CondaTarget, file: string): readonly string[] {
  return ['env', 'update', ...targetArgs(target), '-f', file, '--json']
}
