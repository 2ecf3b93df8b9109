/**
 * conda install (-n NAME | -p PATH) -y --json [--override-channels -c CHANNEL …] SPEC …
 * https://docs.conda.io/projects/conda/en/stable/commands/install.html
 */
import { type CondaTarget, channelArgs, targetArgs } from '../dialect.ts'

export function buildArgs(
  target: CondaTarget,
  packages: readonly string[],
  channels: readonly string[],
): readonly string[] {
  return ['install', ...targetArgs(target), '-y', '--json', ...channelArgs(channels), ...packages]
}
