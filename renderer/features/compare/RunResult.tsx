import { Title } from '@mantine/core'
import { useMemo } from 'react'
import type { Run } from '../../../main/contract/run.ts'
import { buildComparisonTable } from '../../../main/model/comparisonTable.ts'
import { formatWhen } from '../../ui/formatWhen.ts'
import { Panel } from '../../ui/Panel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { ComparisonTable } from './ComparisonTable.tsx'
import classes from './compare.module.css'
import { describeRun } from './describeRun.ts'
import { Warnings } from './Warnings.tsx'

export function RunResult({ run }: { readonly run: Run }) {
  const table = useMemo(() => buildComparisonTable(run), [run])
  return (
    <Panel label="Result">
      <div className={classes.resultHead}>
        <Title order={2}>{formatWhen(run.startedAt)}</Title>
        <ul className={classes.facts}>
          {describeRun(run).map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      </div>
      <Failures run={run} />
      {/* Another run's table opens folded. */}
      <ComparisonTable key={run.id} table={table} />
      <Warnings warnings={run.warnings} />
    </Panel>
  )
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
