import { realpath } from 'node:fs/promises'
import { cancelled } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { isRunFolderPath } from '../runFolder.ts'
import { listUsualPlaces, type Place } from './usualPlaces.ts'
import { type FoundEnvironment, walkFolder } from './walkFolder.ts'

/** The environments of this machine that were not made here, found by looking at folders and running nothing. */
export interface EnvironmentFinder {
  /** In the usual places and below the folders the user named, by path. Rejects with `cancelled` only. */
  find(signal: AbortSignal): Promise<readonly FoundEnvironment[]>
  /** Something was made or removed here: the next one who asks has it looked anew. */
  forget(): void
  /** Why the last look has not seen everything; null when it has. */
  shortcoming(): string | null
}

export interface FinderLimits {
  /** Of one look, all folders together, whatever it has found by then. */
  readonly timeMs: number
  /** How long what was found is told again without looking. */
  readonly rememberMs: number
  /** Directory entries, of one folder that the user named or one usual place. */
  readonly entries: number
  readonly environments: number
}

const usualLimits: FinderLimits = { timeMs: 2_000, rememberMs: 30_000, entries: 100_000, environments: 2_000 }
/** Below a folder the user named: `projects/team/service/.venv` is at 3. */
const namedDepth = 4

interface Look {
  readonly named: string
  readonly at: number
  readonly found: Promise<readonly FoundEnvironment[]>
}

export function createEnvironmentFinder(
  deps: DriverDeps,
  limits: FinderLimits = usualLimits,
  now: () => number = Date.now,
): EnvironmentFinder {
  let last: Look | undefined
  let shortcoming: string | null = null
  // A file system that does not answer keeps a thread of Node's; looking there again would take one more each time.
  const pending = new Set<string>()
  const look = async (named: readonly string[]) => {
    const outcome = await lookEverywhere(deps, named, limits, pending)
    shortcoming = outcome.isWhole
      ? null
      : 'the search for environments ended at its limits of time and size: some may be missing'
    return outcome.found
  }
  return {
    shortcoming: () => shortcoming,
    forget: () => {
      last = undefined
    },
    find: (signal) => {
      const named = deps.searchFolders()
      const key = JSON.stringify(named)
      if (last?.named !== key || now() - last.at > limits.rememberMs) {
        const found = look(named)
        last = { named: key, at: now(), found }
        // What failed is tried again by the next one who asks.
        found.catch(() => {
          last = undefined
        })
      }
      return orCancelled(last.found, signal)
    },
  }
}

interface Outcome {
  readonly found: readonly FoundEnvironment[]
  readonly isWhole: boolean
}

async function lookEverywhere(
  deps: DriverDeps,
  named: readonly string[],
  limits: FinderLimits,
  pending: Set<string>,
): Promise<Outcome> {
  const found = new Map<string, FoundEnvironment>()
  let isWhole = true
  const until = Date.now() + limits.timeMs
  const [home, temp] = await Promise.all([resolveQuietly(deps.paths.home), resolveQuietly(deps.paths.temp)])
  const skip = (path: string) => path === home || isRunFolderPath(path, temp)
  const report = (environment: FoundEnvironment) => {
    if (found.size < limits.environments) found.set(environment.path, environment)
    else isWhole = false
  }
  let unfinished = 0
  const walk = async ({ path, depth }: Place) => {
    if (pending.has(path)) {
      isWhole = false
      return
    }
    pending.add(path)
    unfinished++
    try {
      // A place may be a link: that was somebody's wish. Below it none is followed.
      const root = await realpath(path).catch(() => null)
      const walked = root === null || (await walkFolder(root, { depth, entries: limits.entries, until, skip }, report))
      isWhole &&= walked
    } finally {
      pending.delete(path)
      unfinished--
    }
  }
  const everywhere = async () => {
    const places = [...(await listUsualPlaces(deps)), ...named.map((path) => ({ path, depth: namedDepth }))]
    await Promise.all(deepestOnly(places).map(walk))
  }
  const inTime = await withinTime(everywhere(), limits.timeMs)
  const sorted = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  return { found: sorted, isWhole: isWhole && inTime && unfinished === 0 }
}

async function resolveQuietly(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}

/** Each path once, as deep as anybody wants it. */
function deepestOnly(places: readonly Place[]): readonly Place[] {
  const depths = new Map<string, number>()
  for (const { path, depth } of places) depths.set(path, Math.max(depth, depths.get(path) ?? 0))
  return [...depths].map(([path, depth]) => ({ path, depth }))
}

/** Whether it had ended by then. What has not goes on alone. */
async function withinTime(work: Promise<void>, timeMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeMs)
  })
  return Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer))
}

async function orCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw cancelled('python')
  let onAbort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(cancelled('python'))
    signal.addEventListener('abort', onAbort)
  })
  return Promise.race([work, aborted]).finally(() => {
    if (onAbort) signal.removeEventListener('abort', onAbort)
  })
}
