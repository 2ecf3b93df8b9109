import { Button, Loader, Text } from '@mantine/core'
import { formatDuration } from '../../../main/model/format.ts'
import type { EngineTest } from '../../store/engineTests.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { StateDot } from '../../ui/StateDot.tsx'
import classes from './engines.module.css'

interface TestOutcomeProps {
  readonly title: string
  readonly contender: string
  readonly test: EngineTest
  /** False where what to do stands above already. */
  readonly hasRemedy: boolean
}

export function TestOutcome({ title, contender, test, hasRemedy }: TestOutcomeProps) {
  switch (test.state) {
    case 'running':
      return (
        <div className={classes.outcome}>
          <div className={classes.going}>
            <Loader size={14} role="status" aria-label="Testing" />
            <span role="status">{test.steps.at(-1) ?? 'asking for it'}…</span>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Cancel: the test of ${title}`}
              onClick={test.cancel}
            >
              Cancel
            </Button>
          </div>
        </div>
      )
    case 'passed':
      return (
        <div className={classes.outcome} role="status">
          <div className={classes.going}>
            <StateDot state="ready" />
            <span>
              It works: {contender} was there after <strong>{formatDuration(test.result.startupMs)}</strong>; with
              preparing and removing it took {formatDuration(test.result.totalMs)}. Nothing is left of it.
            </span>
          </div>
          <Text size="xs" c="dimmed" mt={2}>
            One start is a sign of life and no measurement: Compare repeats it.
          </Text>
        </div>
      )
    case 'failed':
      return (
        <div className={classes.outcome}>
          <ProblemNotice
            title={`The test of ${title} did not pass`}
            problem={hasRemedy ? test.problem : { message: test.problem.message, detail: test.problem.detail }}
          />
        </div>
      )
  }
}
