import { Notifications, notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { type Outcome, takeOutcomes, useActivities } from '../store/activities.ts'
import { keepApart } from '../ui/keepApart.ts'
import { RemedyText } from '../ui/ProblemNotice.tsx'
import classes from './App.module.css'
import { describeOutcome } from './describeOutcome.ts'

/** Milliseconds a good end is shown; a failure stays until it is put away. */
const shown = 5_000
/** Failures that are told in words; the activities have all. */
const toldFailures = 3
/** Over dialogs and drawers, under an open menu: in the middle they lie over no row's actions, and over no menu of one. */
const belowMenus = 250

/** Tells how what was asked for in this window has ended. */
export function OutcomeNotifications() {
  const outcomes = useActivities((state) => state.outcomes)
  useEffect(() => {
    if (outcomes.length === 0) return
    for (const outcome of takeOutcomes()) tell(outcome)
  }, [outcomes])
  return <Notifications position="bottom-center" limit={4} zIndex={belowMenus} />
}

function tell(outcome: Outcome): void {
  const { failures } = outcome
  const hasFailed = failures.length > 0
  notifications.show({
    title: describeOutcome(outcome),
    message: hasFailed ? <Failures failures={failures} /> : null,
    color: hasFailed ? 'red' : 'gray',
    autoClose: hasFailed ? false : shown,
    role: hasFailed ? 'alert' : 'status',
    closeButtonProps: { 'aria-label': 'Put away' },
    classNames: { title: classes.told, description: classes.told },
  })
}

function Failures({ failures }: Pick<Outcome, 'failures'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: many words are scrolled with the arrow keys
    <div className={classes.failures} tabIndex={0}>
      {failures.slice(0, toldFailures).map(({ name, problem }) => (
        <div key={name}>
          {failures.length > 1 && <strong>{keepApart(name)}: </strong>}
          {problem.message}
          <RemedyText remedy={problem.remedy} />
        </div>
      ))}
      {failures.length > toldFailures && <div>and {failures.length - toldFailures} more; see the activities.</div>}
    </div>
  )
}
