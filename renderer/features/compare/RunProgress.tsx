import { Loader, Progress as ProgressBar, Text, Title, VisuallyHidden } from '@mantine/core'
import type { Progress } from '../../../main/contract/run.ts'
import { formatDuration } from '../../../main/model/format.ts'
import { Panel } from '../../ui/Panel.tsx'
import { RemedyText } from '../../ui/ProblemNotice.tsx'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { findTechnology } from '../../ui/technologies.ts'
import classes from './compare.module.css'

interface RunProgressProps {
  readonly phase: string
  readonly progress: Progress | null
}

export function RunProgress({ phase, progress }: RunProgressProps) {
  if (progress === null) {
    return (
      <Panel label="Progress">
        <Text size="sm" className={classes.contender}>
          <Loader size={14} /> Starting…
        </Text>
      </Panel>
    )
  }
  return (
    <Panel label="Progress">
      <div className={classes.progressHead}>
        <Title order={2}>
          {phase === 'cancelling' ? 'Cancelling, and removing what the run made' : describeRound(progress)}
        </Title>
        <Text size="sm" c="dimmed" className={classes.tabular}>
          {describeTime(progress)}
        </Text>
      </div>
      <VisuallyHidden role="status">{describeRound(progress)}</VisuallyHidden>
      <ProgressBar value={shareDone(progress) * 100} size="sm" mb={10} aria-label="The whole comparison" />
      <ul className={classes.lanes} aria-label="Contenders">
        {progress.contenders.map((contender) => (
          <ContenderLane key={contender.id} contender={contender} rounds={progress.roundsRequested} />
        ))}
      </ul>
    </Panel>
  )
}

interface ContenderLaneProps {
  readonly contender: Progress['contenders'][number]
  readonly rounds: number
}

function ContenderLane({ contender, rounds }: ContenderLaneProps) {
  const { id, title, status, step, roundsDone, error } = contender
  // The warm-up is counted among those done, and is none of those asked for.
  const technology = findTechnology(id)
  const measured = Math.max(0, roundsDone - 1)
  return (
    <li className={classes.lane}>
      <span className={classes.contender}>
        <TechnologyMark technology={technology} />
        {title}
      </span>
      <ProgressBar
        value={(roundsDone / (rounds + 1)) * 100}
        size="xs"
        color={technology ? `var(--iso-${technology})` : 'gray'}
        aria-label={`${title}: rounds done`}
      />
      <span className={classes.tabular}>
        {measured} of {rounds}
      </span>
      <div className={classes.step}>
        {error ? (
          <>
            <strong>{status}:</strong> {error.message}
            <RemedyText remedy={error.remedy} />
          </>
        ) : (
          (step ?? waiting[status])
        )}
      </div>
    </li>
  )
}

const waiting = {
  pending: 'waits for its preparation',
  preparing: 'preparing',
  measuring: 'waits for its turn',
  completed: 'done',
  failed: 'failed',
  skipped: 'skipped',
} as const

function describeRound({ stage, round, roundsRequested }: Progress): string {
  if (stage === 'preparing') return 'Preparing'
  if (stage === 'after') return 'After the rounds'
  return round === 0 ? 'Warm-up round' : `Round ${round} of ${roundsRequested}`
}

function describeTime({ elapsedMs, remainingMs }: Progress): string {
  const elapsed = `${formatDuration(elapsedMs)} so far`
  return remainingMs === null ? elapsed : `${elapsed} · about ${formatDuration(remainingMs)} left`
}

/** Of all rounds of the contenders still in, the warm-up included. */
export function shareDone({ contenders, roundsRequested }: Progress): number {
  const going = contenders.filter(({ status }) => status !== 'failed' && status !== 'skipped')
  const done = going.reduce((sum, { roundsDone }) => sum + roundsDone, 0)
  return going.length === 0 ? 0 : done / (going.length * (roundsRequested + 1))
}
