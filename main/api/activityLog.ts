import { isDeepStrictEqual } from 'node:util'
import type { Activity, ActivityProgress, ActivityStep } from '../contract/activity.ts'
import type { ErrorData } from '../contract/errors.ts'
import { EngineError } from '../model/engineError.ts'
import { createLatestValue } from './latestValue.ts'
import { createStepFeed } from './stepFeed.ts'

/** How many are kept; one that is going on is kept beyond that. */
const mostKept = 100
/** At most four times a second a reader gets them. */
const watchInterval = 250

export interface ActivityLog {
  begin(what: Pick<Activity, 'action' | 'instance' | 'ticket' | 'title'>): Activity
  change(id: number, change: Partial<Pick<Activity, 'title' | 'progress'>>): void
  end(id: number, outcome: ActivityOutcome): Activity
  /** Throws `not_found`. */
  get(id: number): Activity
  /** The newest first. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<Activity[], void>
  /** Every step in its order, those of before first. */
  steps(signal: AbortSignal | undefined): AsyncGenerator<ActivityStep, void>
  close(): void
}

type ActivityOutcome =
  | { readonly state: 'done'; readonly freedBytes: number | null }
  | { readonly state: 'failed' | 'cancelled'; readonly error: ErrorData }

export function createActivityLog(): ActivityLog {
  /** The oldest first. */
  const activities = new Map<number, Activity>()
  const latest = createLatestValue<Activity[]>([])
  const steps = createStepFeed()
  let lastId = 0
  const put = (activity: Activity): Activity => {
    activities.set(activity.id, activity)
    for (const { id, state } of activities.values()) {
      if (activities.size <= mostKept) break
      if (state !== 'running') activities.delete(id)
    }
    latest.set([...activities.values()].reverse())
    return activity
  }
  const get = (id: number): Activity => {
    const activity = activities.get(id)
    if (!activity) throw new EngineError('not_found', 'isoscope', `There is no activity ${id}.`)
    return activity
  }
  return {
    begin: (what) =>
      put({
        id: ++lastId,
        ...what,
        state: 'running',
        startedAt: new Date().toISOString(),
        endedAt: null,
        error: null,
        freedBytes: null,
        progress: null,
      }),
    change: (id, change) => {
      const activity = get(id)
      const changed = { ...activity, ...change }
      if (isDeepStrictEqual(changed, activity)) return
      const { title, progress } = changed
      // Before how much of it is done.
      if (progress && progress.step !== activity.progress?.step) steps.tell({ id, title, step: progress.step })
      put(changed)
    },
    end: (id, outcome) => {
      const activity = get(id)
      const progress = activity.progress && dropTransfer(activity.progress)
      return put({ ...activity, ...outcome, progress, endedAt: new Date().toISOString() })
    },
    get,
    watch: (signal) => latest.read(signal, watchInterval),
    steps: steps.read,
    close: () => {
      latest.end()
      steps.end()
    },
  }
}

/** Nothing moves any more. */
function dropTransfer({ transfer: _, ...progress }: ActivityProgress): ActivityProgress {
  return progress
}
