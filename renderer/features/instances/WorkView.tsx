import { Button, Loader, Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import { formatDuration } from '../../../main/model/format.ts'
import { cancelActivity, useActivities } from '../../store/activities.ts'
import { findActivity, putAway, seeWork, type Work } from '../../store/works.ts'
import { actionWords } from '../../ui/actionWords.ts'
import { describeShare } from '../../ui/describeShare.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useNow } from '../../ui/useNow.ts'
import { TransferView } from './TransferView.tsx'
import classes from './work.module.css'

/** How far it is, and Cancel; or why it has failed. */
export function WorkView({ work }: { readonly work: Work }) {
  const { key, action, name, state, problem } = work
  useEffect(() => seeWork(key), [key])
  const subject = `${actionWords[action].verb}: ${keepApart(name)}`
  if (state === 'failed') {
    return (
      <div>
        <ProblemNotice
          title={`${keepApart(name)} could not be ${actionWords[action].past}`}
          problem={problem ?? { message: 'Nothing is told of why.' }}
        />
        {!work.isHeld && (
          <Button size="compact-xs" variant="default" mt={6} onClick={() => putAway(key)}>
            Put away
          </Button>
        )}
      </div>
    )
  }
  return <Running work={work} subject={subject} />
}

function Running({ work, subject }: { readonly work: Work; readonly subject: string }) {
  const activity = useActivities(({ list }) => findActivity(list, work))
  const now = useNow(true)
  const [isCancelling, setCancelling] = useState(false)
  const { step, amount, share, transfer } = activity?.progress ?? { step: 'beginning', share: null }
  const seconds = Math.floor((now - work.orderedAt) / 1000)
  return (
    <section className={classes.work} aria-label={subject}>
      <div className={classes.line}>
        {share === null && <Loader size={14} />}
        <strong className={classes.subject}>{subject}</strong>
        <span className={classes.elapsed}>{seconds > 0 && formatDuration(seconds * 1000)}</span>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Cancel: ${work.name}`}
          disabled={!activity || isCancelling}
          onClick={() => {
            if (!activity) return
            setCancelling(true)
            void cancelActivity(activity.id).finally(() => setCancelling(false))
          }}
        >
          Cancel
        </Button>
      </div>
      {share !== null && <Progress size="sm" value={share * 100} aria-label={`Progress of ${subject}`} />}
      <div className={classes.step}>
        {/* Steps are read out; what grows several times a second is not. */}
        <span role="status">{isCancelling ? 'cancelling, and taking back what was begun' : step}</span>
        {!isCancelling && describeShare(amount, share)}
      </div>
      {transfer && transfer.layers.length > 0 && <TransferView transfer={transfer} />}
    </section>
  )
}
