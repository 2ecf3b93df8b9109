/**
 * conda create (-n NAME | -p PATH) -y --json [--override-channels -c CHANNEL …] [SPEC …]
 * https://docs.conda.io/projects/conda/en/stable/commands/create.html
 *
 * Over an environment that exists already every version makes a new one, without a word: whoever calls this looks before.
 */
import { type CondaTarget, channelArgs, targetArgs } from '../dialect.ts'

export interface CreateOptions {
  readonly target: CondaTarget
  /** Such as `3.12`; none where null: an environment needs no Python. */
  readonly python: string | null
  readonly packages: readonly string[]
  /** Instead of the user's own; those where empty. */
  readonly channels: readonly string[]
}

export function buildArgs({ target, python, packages, channels }: CreateOptions): readonly string[] {
  const specs = [...(python === null ? [] : [`python=${python}`]), ...packages]
  return ['create', ...targetArgs(target), '-y', '--json', ...channelArgs(channels), ...specs]
}
