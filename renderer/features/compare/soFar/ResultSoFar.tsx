import { Text, Title } from '@mantine/core'
import { useMemo } from 'react'
import { buildComparisonTable } from '../../../../main/model/comparisonTable.ts'
import { useActiveRun } from '../../../store/activeRun.ts'
import { Panel } from '../../../ui/Panel.tsx'
import { ComparisonTable } from '../ComparisonTable.tsx'
import { useRunSoFar } from './useRunSoFar.ts'

/** The table of the rounds that have ended, while the run goes on: figures, and no verdicts. */
export function ResultSoFar() {
  const { id, progress } = useActiveRun()
  const run = useRunSoFar(id, progress?.stage === 'rounds' ? progress.round : 0)
  const table = useMemo(() => run && buildComparisonTable(run), [run])
  if (run === null || table === null) return null
  return (
    <Panel label="Result so far">
      <Title order={2}>
        So far, {run.rounds.completed} of {run.rounds.requested} rounds
      </Title>
      <Text size="xs" c="dimmed" mb={6}>
        Medians of these rounds. Verdicts, grades and conditions come with the end.
      </Text>
      <ComparisonTable table={table} />
    </Panel>
  )
}
