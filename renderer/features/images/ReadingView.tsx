import { Button, Loader, Progress, Text } from '@mantine/core'
import { useState } from 'react'
import { cancelActivity } from '../../store/activities.ts'
import { describeShare } from '../../ui/describeShare.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import shared from '../instances/instances.module.css'
import { classes } from './classes.ts'
import type { Reading } from './useReading.ts'

interface ReadingViewProps {
  readonly reading: Exclude<Reading<unknown>, { readonly state: 'there' }>
  /** What is read, such as `the files of the layer`. */
  readonly what: string
}

/** How far it is, and Cancel; or why it is not there, and once more. */
export function ReadingView({ reading, what }: ReadingViewProps) {
  switch (reading.state) {
    case 'reading':
      return <Running reading={reading} what={what} />
    case 'cancelled':
      return (
        <div className={classes.reading}>
          <Text size="sm">Reading {what} was cancelled.</Text>
          <AgainButton onClick={reading.again} />
        </div>
      )
    case 'failed':
      return (
        <ProblemNotice title="It could not be read" problem={reading.problem}>
          <AgainButton onClick={reading.again} />
        </ProblemNotice>
      )
  }
}

function AgainButton({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button size="compact-sm" variant="default" mt={6} onClick={onClick}>
      Read again
    </Button>
  )
}

interface RunningProps {
  readonly reading: Extract<Reading<unknown>, { readonly state: 'reading' }>
  readonly what: string
}

function Running({ reading: { activity }, what }: RunningProps) {
  const [isCancelling, setCancelling] = useState(false)
  const { step, amount, share } = activity?.progress ?? { step: `reading ${what}`, share: null }
  return (
    <section className={classes.reading} aria-label={`Reading ${what}`}>
      <div className={classes.readingLine}>
        {share === null && <Loader size={14} />}
        <span className={shared.anywhere}>
          <span role="status">{isCancelling ? 'cancelling' : step}</span>
          {!isCancelling && describeShare(amount, share)}
        </span>
        <Button
          size="compact-xs"
          variant="default"
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
      {share !== null && <Progress size="sm" value={share * 100} aria-label={`Progress of reading ${what}`} />}
    </section>
  )
}
