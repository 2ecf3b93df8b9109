import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'
import type { DockerClient } from '../client.ts'
import { quoteLabel } from '../image.ts'
import type { Labels } from '../labels.ts'
import { postUntilEnd } from '../longCall.ts'
import { type BuilderEvent, createClassicReader } from './classicReader.ts'

/**
 * POST /build?t=NAME&nocache=…&forcerm=1 with the context as a tar archive (docker build -t NAME --no-cache .)
 * docs.docker.com/reference/api/engine, "ImageBuild": the classic builder.
 */
export interface BuildOptions extends BuildContent {
  readonly name: string
  readonly labels: Labels
  readonly useCache: boolean
}

export interface BuildContent {
  /** An image that the engine has; nothing is pulled. */
  readonly base: string
  /** Dockerfile lines after `FROM`. Labels come before them. */
  readonly instructions: readonly string[]
  readonly files: readonly BuildFile[]
}

export interface BuildFile {
  readonly name: string
  readonly content: Buffer
}

/** How many steps there were, and how many the engine took from its cache. */
export interface BuildSteps {
  readonly all: number
  readonly cached: number
}

/** What has been made by the time of an abort or a failure carries the labels and is the caller's to remove. */
export async function buildImage(
  client: DockerClient,
  options: BuildOptions,
  signal: AbortSignal,
): Promise<BuildSteps> {
  const archive = await packContext(options)
  const query = { t: options.name, nocache: options.useCache ? 0 : 1, rm: 1, forcerm: 1 }
  const failure = 'Docker could not build the image.'
  const read = createClassicReader()
  const events: BuilderEvent[] = []
  await postUntilEnd(client, { path: '/build?', query, archive, failure }, signal, (line) => {
    events.push(...read(line))
  })
  return countSteps(events)
}

/**
 * The labels come first and not last: each step leaves an image for the cache, and a sweep after a crash finds only
 * those that bear them. All in one step, because each step costs a container.
 */
export function writeDockerfile({
  base,
  labels,
  instructions,
}: Pick<BuildOptions, 'base' | 'labels' | 'instructions'>): string {
  const label = `LABEL ${Object.entries(labels).map(quoteLabel).join(' ')}`
  return `${[`FROM ${base}`, label, ...instructions].join('\n')}\n`
}

/** Pure. `FROM` counts as no step, since there is nothing to do for it. */
export function countSteps(events: readonly BuilderEvent[]): BuildSteps {
  return {
    all: events.filter((event) => event.kind === 'step' && !/^FROM /i.test(event.instruction)).length,
    cached: events.filter(({ kind }) => kind === 'cached').length,
  }
}

/**
 * Not the time in the run's image, whose layers would otherwise be these, and would stay on the engine while an image is
 * sent out and back. For the builder's cache times do not matter.
 */
const builtAt = new Date(1_000)

async function packContext(options: BuildOptions): Promise<Buffer> {
  const archive = pack()
  archive.entry({ name: 'Dockerfile', mtime: new Date(0) }, writeDockerfile(options))
  for (const { name, content } of options.files) {
    archive.entry({ name, mode: 0o755, mtime: builtAt, uid: 0, gid: 0 }, content)
  }
  archive.finalize()
  return buffer(archive)
}
