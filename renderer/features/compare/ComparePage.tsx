import { Group, Text, Title } from '@mantine/core'
import { useActiveRun } from '../../store/activeRun.ts'
import { useApp } from '../../store/app.ts'
import { useRuns } from '../../store/runs.ts'
import { useSettings } from '../../store/settings.ts'
import { Panel } from '../../ui/Panel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { NextComparison } from './NextComparison.tsx'
import { RunProgress } from './RunProgress.tsx'
import { RunResult } from './RunResult.tsx'
import { ResultSoFar } from './soFar/ResultSoFar.tsx'

export function ComparePage() {
  const { phase, progress, problem } = useActiveRun()
  const runs = useRuns()
  const welcomed = useSettings(({ settings }) => settings?.welcomed)
  const infoProblem = useApp((state) => state.problem)
  return (
    <>
      <Group gap={10} align="baseline">
        <Title order={1}>Compare</Title>
        <Text size="sm" c="dimmed">
          the same program in every column, measured on this machine
        </Text>
      </Group>
      {infoProblem && <ProblemNotice title="Isoscope could not be asked what it can compare" problem={infoProblem} />}
      {problem && <ProblemNotice title="The comparison did not run" problem={problem} />}
      {phase === 'idle' ? (
        <NextComparison />
      ) : (
        <>
          <RunProgress phase={phase} progress={progress} />
          <ResultSoFar />
        </>
      )}
      {runs.problem && <ProblemNotice title="A stored run could not be read" problem={runs.problem} />}
      {runs.shown && <RunResult run={runs.shown} />}
      {/* The welcome says the same and more. */}
      {runs.shown === null && runs.heads?.length === 0 && phase === 'idle' && welcomed && <NothingYet />}
    </>
  )
}

function NothingYet() {
  return (
    <Panel label="No comparison yet">
      <Title order={2} mb={6}>
        No comparison yet
      </Title>
      <Text size="sm" maw="72ch">
        <strong>Run comparison</strong> starts each of the contenders ticked above again and again, in random order, and
        measures how long it takes until it runs, what the same computation costs in it, and how much memory and disk it
        needs. The quick profile takes a few minutes. Everything it creates is removed afterwards.
      </Text>
    </Panel>
  )
}
