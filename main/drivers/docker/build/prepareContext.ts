import type { BuildOrder } from '../../imageBuilds.ts'
import { type BuildContext, type ContextExtra, readContext } from './context.ts'

/** One name for all, so that the cache of BuildKit, which sees the file in the context, knows it again. */
const ownName = '.isoscope.Dockerfile'

interface PreparedContext {
  readonly content: BuildContext
  /** The Dockerfile's path in it. */
  readonly dockerfile: string
}

/**
 * The files to send. A Dockerfile that is none of the folder's goes along under a name of its own, which is added to what COPY
 * does not see, as `docker build -f` does it: github.com/docker/cli/blob/v20.10.24/cli/command/image/build/context.go,
 * AddDockerfileToBuildContext.
 */
export async function prepareContext(
  { folder, dockerfile: { text, path } }: BuildOrder,
  ignoreText: string | null,
  signal: AbortSignal,
): Promise<PreparedContext> {
  const content = Buffer.from(text)
  if (path !== null) {
    // As it was read, whatever has been written to it since.
    const extras = [{ path, content }]
    return { dockerfile: path, content: await readContext(folder, ignoreText, { dockerfile: path, extras }, signal) }
  }
  const ignored = `${ignoreText ?? '.dockerignore'}\n${ownName}\n`
  const extras: readonly ContextExtra[] = [
    { path: ownName, content },
    { path: '.dockerignore', content: Buffer.from(ignored) },
  ]
  return {
    dockerfile: ownName,
    content: await readContext(folder, ignoreText, { dockerfile: ownName, extras }, signal),
  }
}
