import { randomBytes } from 'node:crypto'
import type { CommandRequest } from '../contract/command.ts'
import type { Progress, RunRequest } from '../contract/run.ts'
import type { Driver, DriverDeps } from '../drivers/driver.ts'
import { findMeasuringFault } from '../drivers/measuringFault.ts'
import { findContender } from '../drivers/registry.ts'
import { createRunFolder } from '../drivers/runFolder.ts'
import { EngineError, toEngineError } from '../model/engineError.ts'
import { formatRunId } from '../model/ids.ts'
import { chooseProfile, roundsOf } from '../model/profile.ts'
import { acquireRunLock, type RunLock } from '../os/runLock.ts'
import { workloadVariables } from '../os/variables.ts'
import type { Store } from '../store/store.ts'
import { createLatestValue, type LatestValue } from './latestValue.ts'
import { sweepLeftovers } from './sweepLeftovers.ts'

export interface RunServiceOptions {
  readonly version: string
  readonly deps: DriverDeps
  readonly drivers: readonly Driver[]
  readonly store: Store
  readonly lockPath: string
  readonly onError: (error: unknown) => void
}

/** The one comparison this process may be running, and those it has run. */
export interface RunService {
  /** Throws `unsupported` where nothing can be measured, `bad_input` for a contender nobody knows and `in_use` when a comparison is running on this machine. */
  start(request: RunRequest, command?: CommandRequest): string
  activeId(): string | null
  /** `not_found` for a run this process has not started. */
  watch(id: string, signal: AbortSignal | undefined): AsyncGenerator<Progress, void>
  /** Resolves when the run has ended and what it made is gone. */
  cancel(id: string): Promise<void>
  /** Cancels what is running and waits for its end. */
  close(): Promise<void>
}

interface StartedRun {
  readonly id: string
  readonly progress: LatestValue<Progress>
  readonly abort: AbortController
  readonly ended: Promise<void>
}

/** Progress goes to a watcher at most four times a second. */
const watchIntervalMs = 250

/** Finished runs stay watchable, so that a page that was slow still learns how its run ended. */
const keptRuns = 20

export function createRunService(options: RunServiceOptions): RunService {
  const started = new Map<string, StartedRun>()
  let activeId: string | null = null
  const find = (id: string): StartedRun => {
    const run = started.get(id)
    if (!run) throw new EngineError('not_found', 'isoscope', `No run ${id} was started here.`)
    return run
  }
  return {
    start: (request, command) => {
      const fault = findMeasuringFault(options.deps.platform)
      if (fault) throw fault
      const contenders = [...new Set(request.contenders)].map((id) => findContender(options.drivers, id))
      const lock = acquireRunLock(options.lockPath, {
        pid: options.deps.owner.pid,
        startTime: options.deps.owner.startTime,
        what: `isoscope compare, started ${new Date().toISOString()}`,
      })
      const seed = request.seed ?? randomBytes(4).readUInt32LE()
      const id = formatRunId(new Date(), randomBytes(4).readUInt32LE())
      const progress = createLatestValue(describeStart(id, request, contenders))
      const abort = new AbortController()
      activeId = id
      const ended = runInBackground(
        options,
        { id, request, command, seed, contenders, progress, lock },
        abort.signal,
      ).finally(() => {
        activeId = null
        progress.end()
      })
      started.set(id, { id, progress, abort, ended })
      forgetOldRuns(started)
      return id
    },
    activeId: () => activeId,
    watch: (id, signal) => find(id).progress.read(signal, watchIntervalMs),
    cancel: async (id) => {
      const run = find(id)
      run.abort.abort()
      await run.ended
    },
    close: async () => {
      for (const run of started.values()) run.abort.abort()
      await Promise.all([...started.values()].map(({ ended }) => ended))
    },
  }
}

interface RunStart {
  readonly id: string
  readonly request: RunRequest
  readonly command: CommandRequest | undefined
  readonly seed: number
  readonly contenders: ReturnType<typeof findContender>[]
  readonly progress: LatestValue<Progress>
  readonly lock: RunLock
}

/** Never rejects: an error that is not a contender's ends the run as failed. */
async function runInBackground(options: RunServiceOptions, start: RunStart, signal: AbortSignal): Promise<void> {
  const { deps, drivers, store } = options
  try {
    // Loaded with the first run, not with every start: what measures and computes is a quarter of all files.
    const { recordEnvironment } = await import('../measure/environment.ts')
    const { runComparison } = await import('../measure/run.ts')
    await sweepLeftovers({ deps, drivers, store }, signal)
    const taking = drivers.filter(({ technology }) => start.contenders.some((one) => one.technology === technology))
    const engines = await Promise.all(taking.map((driver) => driver.detect(signal)))
    const environment = await recordEnvironment({
      appVersion: options.version,
      tools: deps.tools,
      engines,
      variables: workloadVariables,
    })
    await runComparison(
      {
        runId: start.id,
        request: start.request,
        ...(start.command && { command: start.command }),
        seed: start.seed,
        contenders: start.contenders,
        environment,
        tools: deps.tools,
        sink: store,
        makeFolder: () => createRunFolder(deps, 'host'),
        onProgress: start.progress.set,
      },
      signal,
    )
  } catch (error) {
    options.onError(error)
    const failed = describeStart(start.id, start.request, start.contenders, signal.aborted ? 'cancelled' : 'failed')
    const reason = toEngineError(error, 'isoscope').toData()
    start.progress.set({
      ...failed,
      contenders: failed.contenders.map((one) => ({ ...one, status: 'skipped', error: reason })),
    })
  } finally {
    start.lock.release()
  }
}

function describeStart(
  runId: string,
  request: RunRequest,
  contenders: RunStart['contenders'],
  status: Progress['status'] = 'running',
): Progress {
  return {
    runId,
    status,
    stage: 'preparing',
    round: 0,
    roundsRequested: roundsOf(chooseProfile(request.profile, request)),
    elapsedMs: 0,
    remainingMs: null,
    contenders: contenders.map(({ id, title }) => ({ id, title, status: 'pending', step: null, roundsDone: 0 })),
  }
}

function forgetOldRuns(started: Map<string, StartedRun>): void {
  for (const id of [...started.keys()].slice(0, -keptRuns)) started.delete(id)
}
