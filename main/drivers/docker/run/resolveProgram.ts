import type { ContainerSpec, RunPreview } from '../../../contract/container.ts'

/** What of an image's configuration says what a container from it executes; null where it is not set. */
export interface ImageProgram {
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
}

/**
 * As the engine puts them together: who replaces the entry point replaces the command with it, if only by none.
 * github.com/moby/moby, daemon/commit.go, merge: "if len(userConf.Entrypoint) == 0".
 */
export function resolveProgram(
  { entrypoint, command }: Pick<ContainerSpec, 'entrypoint' | 'command'>,
  image: ImageProgram,
): Pick<RunPreview, 'entrypoint' | 'command'> {
  return {
    entrypoint: entrypoint
      ? { words: [...entrypoint], from: 'request' }
      : { words: [...image.entrypoint], from: 'image' },
    command:
      command || entrypoint
        ? { words: [...(command ?? [])], from: 'request' }
        : { words: [...image.command], from: 'image' },
  }
}
