import { Button, Group, Skeleton, Text, Title } from '@mantine/core'
import { useCallback } from 'react'
import type { Diff } from '../../../main/contract/diff.ts'
import {
  describeTests,
  listDoubts,
  listFactChanges,
  listNotCompared,
  listUntested,
  type NameFigure,
} from '../../../main/model/diff/describeDiff.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { metricTitles } from '../../../main/model/metricTitles.ts'
import { client } from '../../client.ts'
import { useAnswer } from '../../store/useAnswer.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { DiffTable } from './DiffTable.tsx'
import classes from './history.module.css'

interface RunsDiffProps {
  readonly before: string
  readonly after: string
  readonly onClose: () => void
}

export function RunsDiff({ before, after, onClose }: RunsDiffProps) {
  const answer = useAnswer(
    useCallback(
      (signal) => client.runs.diff({ before: { id: before }, after: { id: after } }, { signal }),
      [before, after],
    ),
  )
  return (
    <Panel label="Two runs compared">
      <Group justify="space-between" mb={10}>
        <Title order={2}>What changed</Title>
        <Button size="xs" variant="default" autoFocus onClick={onClose}>
          Back to the runs
        </Button>
      </Group>
      {answer.state === 'asking' && <Skeleton height={120} role="status" aria-label="Comparing" />}
      {answer.state === 'failed' && (
        <ProblemNotice title="These runs could not be compared" problem={answer.problem}>
          <Button size="compact-sm" variant="default" mt={6} onClick={answer.askAgain}>
            Ask again
          </Button>
        </ProblemNotice>
      )}
      {answer.state === 'there' && <DiffResult diff={answer.value} />}
    </Panel>
  )
}

const nameFigure: NameFigure = (contender, metric) => `${contender}, ${metricTitles[metric]}`

export function DiffResult({ diff }: { readonly diff: Diff }) {
  const doubts = listDoubts(diff)
  return (
    <>
      <dl className={classes.sides}>
        <Side title="Before" run={diff.before} />
        <Side title="After" run={diff.after} />
      </dl>
      {doubts.length > 0 && (
        <Notice title="Read with care: not everything else was the same" tone="warn">
          <List items={doubts} />
        </Notice>
      )}
      <DiffTable diff={diff} />
      <Text size="xs" c="dimmed" mt={6}>
        {describeTests(diff).join(' ')}
      </Text>
      <Section title="Facts that changed" items={listFactChanges(diff, nameFigure)} />
      <Section title="Not tested: slopes, and what is read once in a run" items={listUntested(diff, nameFigure)} />
      <Section title="Not compared" items={listNotCompared(diff, nameFigure)} />
    </>
  )
}

function Side({ title, run }: { readonly title: string; readonly run: Diff['before'] }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {formatWhen(run.startedAt)}
        <small>
          {run.rounds} {run.rounds === 1 ? 'round' : 'rounds'} · {run.profile} · {run.id}
        </small>
      </dd>
    </div>
  )
}

function Section({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null
  return (
    <details className={classes.section}>
      <summary>
        {title} ({items.length})
      </summary>
      <List items={items} />
    </details>
  )
}

function List({ items }: { readonly items: readonly string[] }) {
  return (
    <ul className={classes.list}>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  )
}
