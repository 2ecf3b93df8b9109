/**
 * conda create (-n NAME | -p PATH) --clone SOURCE -y --json
 * https://docs.conda.io/projects/conda/en/stable/commands/create.html
 */
import { type CondaTarget, targetArgs } from '../dialect.ts'

/** `source`: the path of an environment. */
export function buildArgs(target: CondaTarget, source: string): readonly string[] {
  return ['create', ...targetArgs(target), '--clone', source, '-y', '--json']
}
