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

/** Without what conda adds to the command's own words when that has failed. */
export function cleanStderr(stderr: string): string {
  return stderr.replace(
    /\n*^ERROR conda\.cli\.main_run:execute\(\d+\): [\s\S]* failed\. \(See above for error\)\s*$/m,
    '\n',
  )
}
