import { randomBytes } from 'node:crypto'
import type { Build, BuildDiff, BuildEvent, BuildProblem, BuildRequest } from '../../contract/build.ts'
import type { Driver } from '../../drivers/driver.ts'
import type { BuildOrder, BuildTelling, ImageBuilds } from '../../drivers/imageBuilds.ts'
import { BuildError } from '../../model/builds/buildError.ts'
import { compareBuilds } from '../../model/builds/compareBuilds.ts'
import { parseDockerfile } from '../../model/builds/parseDockerfile.ts'
import { EngineError, toEngineError } from '../../model/engineError.ts'
import { formatQuantity } from '../../model/format.ts'
import { monotonicNs, nsToMs } from '../../os/monotonic.ts'
import type { TaskTelling } from '../activities.ts'
import { findDriverOf } from '../findInstance.ts'
import type { Services } from '../services.ts'
import { type AdmittedBuild, admitBuild, hashArguments } from './admitBuild.ts'
import { type BuildState, followBuild } from './buildState.ts'
import { createEventFeed, type EventFeed } from './eventFeed.ts'
import { withoutValues } from './withoutValues.ts'

export interface BuildService {
  start(request: BuildRequest): Promise<{ id: string }>
  watch(id: string, signal: AbortSignal | undefined): AsyncGenerator<BuildEvent, void>
  get(id: string): Build
  compare(before: string, after: string): BuildDiff
  remove(id: string): void
}

type Needed = Pick<Services, 'drivers' | 'activities' | 'commandGate' | 'store'>

/** How long the stream of one that has ended can still be asked for. */
const keptFeeds = 20

export function createBuildService(services: Needed): BuildService {
  const { drivers, activities, commandGate, store } = services
  const feeds = new Map<string, EventFeed>()
  const load = (id: string) => {
    const known = store.builds.load(id)
    if (known) return known
    throw new EngineError('not_found', 'isoscope', 'There is no such build.', {
      remedy: { text: 'See which are kept', command: 'isoscope builds ls' },
    })
  }
  return {
    start: async (request) => {
      const driver = findDriverOf(drivers, request.technology)
      const builds = requireBuilds(driver)
      const admitted = await admitBuild(commandGate, request)
      const first = describeRequest(request, admitted)
      const feed = createEventFeed(first)
      feeds.set(first.id, feed)
      for (const id of [...feeds.keys()].slice(0, -keptFeeds)) feeds.delete(id)
      const work = (telling: TaskTelling) => runBuild({ builds, request, admitted, first, feed, store }, telling)
      const { tags, folder } = first
      void activities
        .perform({
          title: `Build ${tags[0] ?? folder ?? 'an image'}`,
          action: 'build',
          instance: null,
          ticket: request.ticket,
          findTechnology: () => driver.technology,
          work,
        })
        // How it ended is in what is kept of it, and in the activity.
        .catch(() => undefined)
        .finally(() => feed.end())
      return { id: first.id }
    },
    watch: async function* (id, signal) {
      const feed = feeds.get(id)
      if (!feed) throw new EngineError('not_found', 'isoscope', 'This build is not going on here.')
      yield* feed.read(signal)
    },
    get: (id) => load(id).build,
    compare: (before, after) => compareBuilds(load(before), load(after)),
    remove: (id) => {
      if (!store.builds.remove(id)) load(id)
    },
  }
}

function requireBuilds({ technology, title, images }: Driver): ImageBuilds {
  if (images?.builds) return images.builds
  throw new EngineError('unsupported', technology, `${title} builds no images.`)
}

function describeRequest(request: BuildRequest, { folder, dockerfilePath }: AdmittedBuild): Build {
  return {
    id: `${Date.now().toString(36)}${randomBytes(3).toString('hex')}`,
    technology: request.technology,
    builder: null,
    state: 'running',
    startedAt: new Date().toISOString(),
    endedAt: null,
    ms: null,
    tags: request.tags,
    folder,
    dockerfile: dockerfilePath,
    argumentNames: request.arguments.map(({ name }) => name),
    target: request.target ?? null,
    platform: request.platform ?? null,
    noCache: request.noCache,
    pull: request.pull,
    context: null,
    steps: [],
    imageId: null,
    problem: null,
  }
}

interface Job {
  readonly builds: ImageBuilds
  readonly request: BuildRequest
  readonly admitted: AdmittedBuild
  readonly first: Build
  readonly feed: EventFeed
  readonly store: Needed['store']
}

/** Rejects as the build fails, once that has been kept. */
async function runBuild(job: Job, { signal, onProgress }: TaskTelling): Promise<void> {
  const { builds, request, admitted, first, feed, store } = job
  const begun = monotonicNs()
  const now = () => nsToMs(monotonicNs() - begun)
  const { text } = admitted.dockerfile
  const argumentHashes = hashArguments(store.storeId, request.arguments)
  const state = followBuild({ first, text, argumentHashes, findBefore: (build) => store.builds.findLike(build), now })
  const asked: Promise<void>[] = []
  const tell = (telling: BuildTelling) => {
    if (telling.kind === 'output') return feed.write({ step: telling.number, text: telling.text })
    state.take(telling)
    for (const { number, imageId } of state.open.splice(0)) {
      asked.push(explainByCache(job, state, number, imageId, signal))
    }
    const build = state.known().build
    if (telling.kind !== 'sending') feed.change(build)
    onProgress(describeProgress(telling, build))
  }
  const end = async (how: Pick<Build, 'state' | 'problem' | 'imageId'>) => {
    await Promise.all(asked)
    state.end({ ...how, endedAt: new Date().toISOString(), ms: now() })
    store.builds.add(state.known())
    feed.change(state.known().build)
  }
  try {
    const { imageId } = await builds.build(toOrder(request, admitted), tell, signal)
    await end({ state: 'done', problem: null, imageId })
  } catch (error) {
    const problem = withoutValues(describeProblem(error, text, state), request.arguments)
    await end({ state: signal.aborted ? 'cancelled' : 'failed', problem, imageId: null })
    const { code, engine, message, remedy, detail } = problem
    throw new EngineError(code, engine, message, { ...(remedy && { remedy }), ...(detail && { detail }), cause: error })
  }
}

async function explainByCache(
  { builds, feed }: Job,
  state: BuildState,
  number: number,
  imageId: string,
  signal: AbortSignal,
): Promise<void> {
  // It only makes the reason more exact.
  const offered = await builds.readCached(imageId, signal).catch(() => [])
  if (offered.length === 0) return
  state.explain(number, offered)
  feed.change(state.known().build)
}

function toOrder(request: BuildRequest, { folder, dockerfile }: AdmittedBuild): BuildOrder {
  const { tags, arguments: given, target = null, platform = null, noCache, pull, builder = null } = request
  return { folder, dockerfile, tags, arguments: given, target, platform, noCache, pull, builder }
}

function describeProblem(error: unknown, text: string, state: BuildState): BuildProblem {
  const line = error instanceof BuildError ? error.line : null
  const heredocs = state.known().build.builder === 'buildkit'
  const lineText = line === null ? null : (parseDockerfile(text, { heredocs }).lines[line - 1] ?? null)
  return { ...toEngineError(error, 'docker').toData(), line: lineText === null ? null : line, lineText }
}

function describeProgress(telling: BuildTelling, { steps, context }: Build) {
  if (telling.kind === 'sending' && context !== null) {
    const share = context.bytes === 0 ? null : Math.min(1, telling.sentBytes / context.bytes)
    const [sent, all] = [telling.sentBytes, context.bytes].map((bytes) => formatQuantity(bytes, 'bytes'))
    return { step: 'sending the files', amount: `${sent} of ${all}`, share }
  }
  const running = steps.findLast(({ state }) => state === 'running')
  return { step: running ? `step ${running.number} of ${steps.length}` : 'beginning', share: null }
}
