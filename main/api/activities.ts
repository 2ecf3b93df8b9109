import type { ActionRequest, Activity, ActivityStep } from '../contract/activity.ts'
import type { Technology } from '../contract/technology.ts'
import type { Driver } from '../drivers/driver.ts'
import type { OnProgress } from '../drivers/onProgress.ts'
import { cancelled, EngineError } from '../model/engineError.ts'
import { createTurns } from '../os/turns.ts'
import { createActivityLog } from './activityLog.ts'
import { findDriver } from './findInstance.ts'
import { performAction } from './performAction.ts'

export interface ActivitiesOptions {
  readonly drivers: readonly Driver[]
  /** What an instance is called as far as that is known, without asking anybody. */
  readonly nameOf: (id: string) => string | undefined
  /** An action has ended, however: the rows of this technology may have changed. */
  readonly onActed: (technology: Technology) => void
  readonly onError: (error: unknown) => void
}

/** What the user has asked for. Nothing else ever changes an instance of the user's. */
export interface Activities {
  /** Resolves when it is done; rejects with EngineError when it fails or is cancelled. Goes on when the caller goes away. */
  act(request: ActionRequest): Promise<Activity>
  /** The same for what is more than an action on an instance, with what the work gave. */
  perform<T>(task: Task<T>): Promise<Performed<T>>
  /** The newest first, again whenever one changes. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<Activity[], void>
  /** Every step in its order, those of before first. */
  steps(signal: AbortSignal | undefined): AsyncGenerator<ActivityStep, void>
  /** Resolves when it has ended, with how; rejects with `not_found`. */
  cancel(id: number): Promise<Activity>
  /** Cancels what is going on and waits for its end. What is asked for afterwards is refused. */
  close(): Promise<void>
}

export interface Performed<T> {
  /** As it ended. */
  readonly activity: Activity
  readonly value: T
}

/** Something that is not done at once. */
export interface Task<T> {
  readonly title: string
  readonly action: Activity['action']
  /** What it is about, which does one thing at a time; null for what does not exist yet. */
  readonly instance: string | null
  /** As the one who asks has named it. */
  readonly ticket?: string | undefined
  /** Whose rows may have changed when it has ended, and who is named in errors; it throws where there is no such thing. */
  readonly findTechnology: () => Technology
  readonly work: (telling: TaskTelling) => Promise<T>
  /** Bytes that it gave back; null, and nothing where not given, where that is not known. */
  readonly readFreed?: (value: T) => number | null
}

export interface TaskTelling {
  readonly signal: AbortSignal
  readonly onTitle: (title: string) => void
  readonly onProgress: OnProgress
}

interface Running {
  readonly abort: AbortController
  readonly ended: Promise<unknown>
}

const verbs: Readonly<Record<ActionRequest['action'], string>> = {
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  pause: 'Pause',
  resume: 'Resume',
  save: 'Save',
  kill: 'Kill',
  remove: 'Remove',
  rename: 'Rename',
}

export function createActivities({ drivers, nameOf, onActed, onError }: ActivitiesOptions): Activities {
  const log = createActivityLog()
  const turns = createTurns()
  const running = new Map<number, Running>()
  let closed = false

  const run = async <T>(id: number, task: Task<T>, signal: AbortSignal): Promise<Performed<T>> => {
    let technology: Technology | undefined
    try {
      technology = task.findTechnology()
      const telling: TaskTelling = {
        signal,
        onTitle: (title) => log.change(id, { title }),
        onProgress: (progress) => log.change(id, { progress }),
      }
      const value = await turns.take(task.instance ?? `activity ${id}`, signal, () => task.work(telling))
      const activity = log.end(id, { state: 'done', freedBytes: task.readFreed?.(value) ?? null })
      return { activity, value }
    } catch (cause) {
      const error = signal.aborted ? cancelled(technology ?? 'isoscope') : explain(cause, technology)
      log.end(id, { state: signal.aborted ? 'cancelled' : 'failed', error: error.toData() })
      throw error
    } finally {
      running.delete(id)
      if (technology) onActed(technology)
    }
  }
  const explain = (cause: unknown, technology: Technology | undefined): EngineError => {
    if (cause instanceof EngineError) return cause
    onError(cause)
    return new EngineError('engine_failed', technology ?? 'isoscope', 'It failed unexpectedly; the log says how.', {
      cause,
    })
  }

  const perform = <T>(task: Task<T>): Promise<Performed<T>> => {
    if (closed) return Promise.reject(cancelled('isoscope'))
    const { title, action, instance, ticket = null } = task
    const { id } = log.begin({ title, action, instance, ticket })
    const abort = new AbortController()
    const outcome = run(id, task, abort.signal)
    running.set(id, { abort, ended: outcome.catch(() => undefined) })
    return outcome
  }

  return {
    act: async (request) => {
      const { activity } = await perform({
        title: titleOf(request, nameOf(request.id) ?? request.id),
        action: request.action,
        instance: request.id,
        findTechnology: () => findDriver(drivers, request.id).technology,
        work: ({ signal, onTitle, onProgress }) =>
          performAction(findDriver(drivers, request.id), request, signal, {
            onName: (name) => onTitle(titleOf(request, name)),
            onProgress,
          }),
        readFreed: ({ freedBytes }) => freedBytes,
      })
      return activity
    },
    perform,
    watch: log.watch,
    steps: log.steps,
    cancel: async (id) => {
      const one = running.get(id)
      one?.abort.abort()
      await one?.ended
      return log.get(id)
    },
    close: async () => {
      closed = true
      for (const { abort } of running.values()) abort.abort()
      await Promise.all([...running.values()].map(({ ended }) => ended))
      log.close()
    },
  }
}

function titleOf(request: ActionRequest, name: string): string {
  const to = request.action === 'rename' ? ` to ${request.name}` : ''
  return `${verbs[request.action]} ${name}${to}`
}
