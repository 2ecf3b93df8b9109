/**
 * conda env create (-n NAME | -p PATH) -f FILE --json
 * https://docs.conda.io/projects/conda/en/stable/commands/env/create.html
 *
 * Without -y, which conda 23.3 does not know and with which micromamba would write over an environment that exists.
 * conda 26.7 does so without a question and exits with 0: whoever calls this looks before.
 */
import { type CondaTarget, targetArgs } from '../dialect.ts'

export function buildArgs(target: CondaTarget, file: string): readonly string[] {
  return ['env', 'create', ...targetArgs(target), '-f', file, '--json']
}
