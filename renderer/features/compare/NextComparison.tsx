import { Button, VisuallyHidden } from '@mantine/core'
import { useRunRequest } from '../../store/runRequest.ts'
import { findNewestFinished, useRuns } from '../../store/runs.ts'
import { changeSettings, useSettings } from '../../store/settings.ts'
import { Panel } from '../../ui/Panel.tsx'
import { ContenderPicker } from './ContenderPicker.tsx'
import classes from './compare.module.css'
import { summariseRequest } from './describeRequest.ts'
import { RunControls } from './RunControls.tsx'
import { useRunRequestDraft } from './useRunRequestDraft.ts'

/** What the next comparison will be: one line beside a run that is shown, until the form is opened; that is remembered. */
export function NextComparison() {
  // Until the list has come there may be one to show: most often there is.
  const hasRun = useRuns(({ shown, heads }) => shown !== null || !heads || findNewestFinished(heads) !== undefined)
  const staysOpen = useSettings(({ settings }) => settings?.comparisonFormOpen ?? false)
  const isOpen = staysOpen || !hasRun
  return (
    <Panel label="What to compare">
      {hasRun && (
        <div className={classes.next}>
          <span className={classes.legend}>Next comparison</span>
          {!isOpen && <RequestSummary />}
          <Button
            size="compact-xs"
            variant="default"
            ml="auto"
            aria-expanded={isOpen}
            aria-controls="next-comparison"
            onClick={() => void changeSettings({ comparisonFormOpen: !isOpen })}
          >
            {isOpen ? 'Fold' : 'Change'}
            <VisuallyHidden> the next comparison</VisuallyHidden>
          </Button>
        </div>
      )}
      <div id="next-comparison" hidden={!isOpen}>
        {isOpen && (
          <>
            <ContenderPicker />
            <RunControls />
          </>
        )}
      </div>
    </Panel>
  )
}

function RequestSummary() {
  const drafted = useRunRequest()
  const draft = useRunRequestDraft()
  const taken = draft?.filter((one) => one.taken).map(({ contender }) => contender.title)
  const contenders = taken?.length === 0 ? 'no contender yet' : taken?.join(', ')
  return (
    <span className={classes.summary}>
      {summariseRequest(drafted)}
      {contenders && ` · ${contenders}`}
    </span>
  )
}
