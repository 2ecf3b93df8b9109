import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import type { Activity } from '../../main/contract/activity.ts'
import { formatDuration, formatQuantity } from '../../main/model/format.ts'
import { cancelRun, useActiveRun } from '../store/activeRun.ts'
import { cancelActivity, useActivities } from '../store/activities.ts'
import { RemedyText } from '../ui/ProblemNotice.tsx'
import { useNow } from '../ui/useNow.ts'
import classes from './ActivityCentre.module.css'

/** The comparison first, then what was asked of instances, the newest first. */
export function ActivityList() {
  const list = useActivities((state) => state.list) ?? []
  const problem = useActivities((state) => state.problem)
  const isComparing = useActiveRun(({ phase }) => phase !== 'idle')
  const now = useNow(list.some(({ state }) => state === 'running'))
  if (!isComparing && list.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nothing is going on. Starting, stopping, removing and comparisons show here, with how they ended.
      </Text>
    )
  }
  return (
    <>
      {problem && <Text size="sm">{problem.message}</Text>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard */}
      <ul className={classes.list} aria-label="Activities" tabIndex={0}>
        {isComparing && <Comparison />}
        {list.map((activity) => (
          <ActivityItem key={activity.id} activity={activity} now={now} />
        ))}
      </ul>
    </>
  )
}

function Comparison() {
  const { phase, progress } = useActiveRun()
  const says = progress
    ? `round ${progress.round} of ${progress.roundsRequested} · ${formatDuration(progress.elapsedMs)}`
    : 'starting'
  return (
    <li className={classes.item}>
      <span className={classes.title}>Comparison</span>
      <span className={classes.state}>{phase === 'cancelling' ? 'cancelling, and removing what it made' : says}</span>
      <Button
        size="compact-xs"
        variant="default"
        aria-label="Cancel the comparison"
        disabled={phase !== 'running'}
        onClick={() => void cancelRun()}
      >
        Cancel
      </Button>
    </li>
  )
}

function ActivityItem({ activity, now }: { readonly activity: Activity; readonly now: number }) {
  const { id, title, state, error } = activity
  const [isCancelled, setCancelled] = useState(false)
  return (
    <li className={classes.item}>
      <span className={classes.title}>{title}</span>
      <span className={classes.state} data-state={state}>
        {isCancelled && state === 'running' ? 'cancelling' : describeState(activity, now)}
      </span>
      {state === 'running' && (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Cancel: ${title}`}
          disabled={isCancelled}
          onClick={() => {
            setCancelled(true)
            void cancelActivity(id).finally(() => setCancelled(false))
          }}
        >
          Cancel
        </Button>
      )}
      {state === 'failed' && error && (
        <div className={classes.error}>
          {error.message}
          <RemedyText remedy={error.remedy} />
        </div>
      )}
    </li>
  )
}

function describeState({ state, startedAt, endedAt, freedBytes }: Activity, now: number): string {
  const until = endedAt === null ? now : Date.parse(endedAt)
  const took = formatDuration(Math.max(0, until - Date.parse(startedAt)))
  const freed = freedBytes === null ? '' : ` · ${formatQuantity(freedBytes, 'bytes')} returned`
  return state === 'running' ? `going on, ${took}` : `${state} · ${took}${freed}`
}
