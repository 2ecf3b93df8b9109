/**
 * conda update (-n NAME | -p PATH) -y --json (SPEC … | --all)
 * https://docs.conda.io/projects/conda/en/stable/commands/update.html
 */
import { type CondaTarget, channelArgs, targetArgs } from '../dialect.ts'

/** All packages where none is named. */
export function buildArgs(
  target: CondaTarget,
  packages: readonly string[],
  channels: readonly string[],
): readonly string[] {
  const what = packages.length === 0 ? ['--all'] : packages
  return ['update', ...targetArgs(target), '-y', '--json', ...channelArgs(channels), ...what]
}
