import type { ActionRequest, Activity } from '../contract/activity.ts'
import type { Technology } from '../contract/technology.ts'
import type { Driver } from '../drivers/driver.ts'
import { cancelled, EngineError } from '../model/engineError.ts'
import { createActivityLog } from './activityLog.ts'
import { findDriver } from './findInstance.ts'
import { performAction } from './performAction.ts'
import { createTurns } from './turns.ts'

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
  /** The newest first, again whenever one changes. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<Activity[], void>
  /** Resolves when it has ended, with how; rejects with `not_found`. */
  cancel(id: number): Promise<Activity>
  /** Cancels what is going on and waits for its end. What is asked for afterwards is refused. */
  close(): Promise<void>
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
  kill: 'Kill',
  remove: 'Remove',
  rename: 'Rename',
}

export function createActivities({ drivers, nameOf, onActed, onError }: ActivitiesOptions): Activities {
  const log = createActivityLog()
  const turns = createTurns()
  const running = new Map<number, Running>()
  let closed = false

  const run = async (id: number, request: ActionRequest, signal: AbortSignal): Promise<Activity> => {
    let technology: Technology | undefined
    try {
      const driver = findDriver(drivers, request.id)
      technology = driver.technology
      const { freedBytes } = await turns.take(request.id, signal, () =>
        performAction(driver, request, signal, {
          onName: (name) => log.change(id, { title: titleOf(request, name) }),
          onProgress: (progress) => log.change(id, { progress }),
        }),
      )
      return log.end(id, { state: 'done', freedBytes })
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

  return {
    act: (request) => {
      if (closed) return Promise.reject(cancelled('isoscope'))
      const { id } = log.begin(request, titleOf(request, nameOf(request.id) ?? request.id))
      const abort = new AbortController()
      const outcome = run(id, request, abort.signal)
      running.set(id, { abort, ended: outcome.catch(() => undefined) })
      return outcome
    },
    watch: log.watch,
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
