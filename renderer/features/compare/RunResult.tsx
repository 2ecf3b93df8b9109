import { Loader, SegmentedControl, Text, Title } from '@mantine/core'
import { Suspense, useMemo, useState } from 'react'
import type { Run } from '../../../main/contract/run.ts'
import {
  buildComparisonTable,
  type ComparisonTable as ComparisonTableData,
} from '../../../main/model/comparisonTable.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { buildLectureAnswer } from '../../../main/model/lecture/answer.ts'
import { Panel } from '../../ui/Panel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { ComparisonTable } from './ComparisonTable.tsx'
import classes from './compare.module.css'
import { LecturePanel } from './LecturePanel.tsx'
import { RunFacts } from './RunFacts.tsx'
import { ChartsView, IsolationView, type ResultView, resultViews, TimelineView, WhatThisSays } from './resultViews.ts'
import { Warnings } from './Warnings.tsx'

export function RunResult({ run }: { readonly run: Run }) {
  const table = useMemo(() => buildComparisonTable(run), [run])
  const [view, setView] = useState<ResultView>('Table')
  return (
    <>
      <div className={classes.resultHead}>
        <div className={classes.resultTitle}>
          <Title order={2}>{formatWhen(run.startedAt)}</Title>
          <RunFacts key={run.id} run={run} />
        </div>
        <SegmentedControl
          size="xs"
          aria-label="How to look at the run"
          data={[...resultViews]}
          value={view}
          onChange={setView}
        />
      </div>
      <Suspense fallback={<Loader size="sm" role="status" aria-label={`Loading: ${view}`} />}>
        {view === 'Table' && <TableView run={run} table={table} />}
        {view === 'Charts' && <ChartsView run={run} table={table} />}
        {view === 'Isolation' && <IsolationView run={run} />}
        {view === 'Timeline' && <TimelineView key={run.id} run={run} />}
      </Suspense>
    </>
  )
}

interface TableViewProps {
  readonly run: Run
  readonly table: ComparisonTableData
}

function TableView({ run, table }: TableViewProps) {
  const hasAll = run.metrics === 'all' && run.status === 'completed'
  const answer = useMemo(() => (hasAll ? buildLectureAnswer(run) : null), [run, hasAll])
  return (
    <>
      <Suspense fallback={null}>
        <WhatThisSays key={run.id} run={run} answer={answer} />
      </Suspense>
      <Panel label="Result">
        <Failures run={run} />
        {hasFigures(run) ? (
          // Another run's table opens folded.
          <ComparisonTable key={run.id} table={table} contenders={run.contenders} />
        ) : (
          <Text size="sm">{describeNothing(run)}</Text>
        )}
        <Warnings warnings={run.warnings} />
      </Panel>
      {answer && <LecturePanel answer={answer} />}
    </>
  )
}

/** Or says at least why there are none. */
function hasFigures({ contenders }: Run): boolean {
  return contenders.some(
    ({ metrics, status, error }) => Object.keys(metrics).length > 0 || (status === 'skipped' && error !== undefined),
  )
}

/** Instead of a table of dashes. */
function describeNothing({ status }: Pick<Run, 'status'>): string {
  const endings = {
    cancelled: 'it was cancelled before its first round had ended',
    failed: 'it failed before its first round had ended',
    running: 'it has not ended, or ended without having told',
    completed: 'no contender took part',
  } as const satisfies Record<Run['status'], string>
  return `Nothing was measured in this run: ${endings[status]}.`
}

/** A contender that failed: what to do about it, once and not in each of its cells. */
function Failures({ run }: { readonly run: Run }) {
  const failed = run.contenders.flatMap(({ id, title, status, error }) =>
    status === 'failed' && error ? [{ id, title, error }] : [],
  )
  if (failed.length === 0) return null
  return (
    <div className={classes.problems}>
      {failed.map(({ id, title, error }) => (
        <ProblemNotice key={id} title={`${title} failed`} problem={error} />
      ))}
    </div>
  )
}
