/**
 * conda env export (-n NAME | -p PATH) [--no-builds | --from-history]
 * https://docs.conda.io/projects/conda/en/stable/commands/env/export.html
 */
import { EngineError } from '../../../model/engineError.ts'
import { type CondaTarget, targetArgs } from '../dialect.ts'

/** `full`: each package with its build. `history`: only what was asked for, without what that brought along. */
export type YamlDetail = 'full' | 'no-builds' | 'history'

const options: Readonly<Record<YamlDetail, readonly string[]>> = {
  full: [],
  'no-builds': ['--no-builds'],
  history: ['--from-history'],
}

export function buildArgs(target: CondaTarget, detail: YamlDetail): readonly string[] {
  return ['env', 'export', ...targetArgs(target), ...options[detail]]
}

/** Without the line that says where it is here: nobody else has that folder. Throws `bad_output`. */
export function parseYaml(stdout: string): string {
  const lines = stdout.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('prefix:'))
  const from = lines.findIndex((line) => /^(name|channels|dependencies):/.test(line))
  if (from < 0 || !lines.some((line) => /^dependencies:/.test(line))) {
    throw new EngineError('bad_output', 'conda', 'conda did not write an environment.yml.')
  }
  return `${lines.slice(from).join('\n')}\n`
}
