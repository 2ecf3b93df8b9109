/**
 * conda run (-n NAME | -p PATH) [--no-capture-output] CMD ARGS
 * https://docs.conda.io/projects/conda/en/stable/commands/run.html
 * https://mamba.readthedocs.io/en/latest/user_guide/micromamba.html
 */
import { type CondaTarget, type Dialect, targetArgs } from '../dialect.ts'

/** `argv`: the user's own command. Its first word must not begin with a dash. */
export function buildArgs(target: CondaTarget, dialect: Dialect, argv: readonly string[]): readonly string[] {
  return ['run', ...targetArgs(target), ...dialect.runOptions, ...argv]
}

/** Without what conda adds to the command's own words when that has failed: its last lines. */
export function cleanStderr(stderr: string): string {
  const at = stderr.lastIndexOf('ERROR conda.cli.main_run:execute(')
  const beginsLine = at === 0 || stderr[at - 1] === '\n'
  if (at < 0 || !beginsLine || !stderr.trimEnd().endsWith(' failed. (See above for error)')) return stderr
  return stderr.slice(0, at).replace(/(^|\n)\n$/, '$1')
}
