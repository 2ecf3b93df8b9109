import type { Builder } from '../../../contract/build.ts'
import { BuildError } from '../../../model/builds/buildError.ts'
import { type Dockerfile, parseDockerfile } from '../../../model/builds/parseDockerfile.ts'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import type { BuildOrder, BuildTelling, BuiltImage, ImageBuilds } from '../../imageBuilds.ts'
import type { DockerClient } from '../client.ts'
import { postLines } from '../longCall.ts'
import { followBuildkitSteps } from './buildkit/followSteps.ts'
import { createBuildkitReader } from './buildkit/reader.ts'
import { createClassicReader } from './classicReader.ts'
import { followClassicSteps } from './classicSteps.ts'
import { explainBuildFailure } from './failures.ts'
import { findBuilder } from './findBuilder.ts'
import { prepareContext } from './prepareContext.ts'
import { readCachedInstructions } from './readCached.ts'
import { readIgnoreText } from './readIgnoreText.ts'
import { removeUnfinished } from './removeUnfinished.ts'
import { tellBaseImages } from './tellBaseImages.ts'

/** A large context on a slow way to another machine; whoever waits can cancel it. */
const deadline = 6 * 3_600_000

/**
 * POST /build, with the context as an archive: docs.docker.com/reference/api/engine, "ImageBuild". `version=2` has BuildKit do it,
 * which needs no session for a context that is sent so; its caches, secrets and ssh do need one.
 */
export function createDockerBuilds(connect: (signal: AbortSignal) => Promise<DockerClient>): ImageBuilds {
  return {
    build: async (order, tell, signal) => {
      const client = await connect(signal)
      const builder = order.builder ?? (await findBuilder(client, signal))
      tell({ kind: 'builder', builder })
      const dockerfile = parseDockerfile(order.dockerfile.text, { heredocs: builder === 'buildkit' })
      if (builder === 'buildkit') await tellBaseImages(client, dockerfile, tell, signal)
      const context = await prepareContext(
        order,
        await readIgnoreText(order.folder, order.dockerfile.path, builder),
        signal,
      )
      tell({ kind: 'context', files: context.content.files, bytes: context.content.bytes })
      const made: string[] = []
      let isFull = false
      const follow = (telling: BuildTelling) => {
        // A command that fails of it says so itself, and the builder only how it ended.
        if (telling.kind === 'step' && telling.state === 'running') isFull = false
        if (telling.kind === 'output') isFull ||= /no space left on device/i.test(telling.text)
        if (telling.kind === 'step' && telling.state === 'new' && telling.imageId) made.push(telling.imageId)
        tell(telling)
      }
      const steps = followLines(builder, dockerfile, follow)
      let failure: string | null = null
      let imageId: string | null = null
      const sending = new AbortController()
      let unsent: Error | undefined
      const archive = context.content.pack((sentBytes) => tell({ kind: 'sending', sentBytes }), signal)
      archive.on('error', (error) => {
        unsent = error
        sending.abort()
      })
      archive.once('end', () => tell({ kind: 'manifest', manifest: context.content.manifest() }))
      try {
        await postLines(
          client,
          { path: '/build?', query: buildQuery(order, builder, context.dockerfile), archive, deadline },
          AbortSignal.any([signal, sending.signal]),
          (line) => {
            const said = steps.take(line)
            failure ??= said.failure
            imageId = said.imageId ?? imageId
          },
        )
        if (failure !== null) {
          const said = isFull ? `${failure}: no space left on device` : failure
          throw explainBuildFailure(said, dockerfile, steps.current())
        }
        steps.end()
        return { imageId } satisfies BuiltImage
      } catch (error) {
        archive.destroy()
        if (signal.aborted) await removeUnfinished(client, made)
        throwIfAborted(signal, 'docker')
        if (unsent) throw unsent
        throw explain(error, dockerfile, steps.current())
      }
    },
    readCached: async (imageId, signal) => readCachedInstructions(await connect(signal), imageId, signal),
  }
}

interface LineFollower {
  /** What a line says of how the build ends. */
  take(line: string): { readonly failure: string | null; readonly imageId: string | null }
  end(): void
  current(): number | null
}

function followLines(builder: Builder, dockerfile: Dockerfile, tell: (telling: BuildTelling) => void): LineFollower {
  const connectTo = <E extends { readonly kind: string }>(
    read: (line: string) => readonly E[],
    { take, end, current }: { take(event: E): void; end(): void; current(): number | null },
  ): LineFollower => ({
    take: (line) => {
      const events = read(line)
      for (const event of events) take(event)
      const failed = events.find((event) => event.kind === 'failed') as { message?: string } | undefined
      const built = events.findLast((event) => event.kind === 'built') as { id?: string } | undefined
      return { failure: failed?.message ?? null, imageId: built?.id ?? null }
    },
    end,
    current,
  })
  return builder === 'buildkit'
    ? connectTo(createBuildkitReader(), followBuildkitSteps(dockerfile, tell))
    : connectTo(createClassicReader(), followClassicSteps(dockerfile, tell))
}

function explain(error: unknown, dockerfile: Dockerfile, step: number | null): unknown {
  if (error instanceof BuildError || !(error instanceof EngineError)) return error
  // What the daemon refuses before the first step; anything else is about the daemon and not about a line.
  if (error.code === 'bad_input' && error.detail) return explainBuildFailure(error.detail, dockerfile, step)
  const line = dockerfile.instructions[(step ?? 0) - 1]?.line ?? null
  const { code, message, remedy, detail, cause } = error
  return new BuildError({ code, message }, line, { ...(remedy && { remedy }), ...(detail && { detail }), cause })
}

/** Pure. `rm` and `forcerm`: no container of a step stays, however it ended. */
export function buildQuery(
  { tags, arguments: given, target, platform, noCache, pull }: BuildOrder,
  builder: Builder,
  dockerfile: string,
): Readonly<Record<string, unknown>> {
  return {
    dockerfile,
    rm: 1,
    forcerm: 1,
    ...(tags.length > 0 && { t: [...tags] }),
    ...(given.length > 0 && {
      buildargs: JSON.stringify(Object.fromEntries(given.map(({ name, value }) => [name, value]))),
    }),
    ...(target !== null && { target }),
    ...(platform !== null && { platform }),
    ...(noCache && { nocache: 1 }),
    ...(pull && { pull: 1 }),
    ...(builder === 'buildkit' && { version: 2 }),
  }
}
