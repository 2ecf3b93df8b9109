import { Group, Tabs, Text, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useHistory } from '../../store/history.ts'
import { openPage } from '../../store/navigation.ts'
import { loadHeads, openRun, useRuns } from '../../store/runs.ts'
import { Panel } from '../../ui/Panel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { DeletedNotice } from './DeletedNotice.tsx'
import { NothingYet } from './NothingYet.tsx'
import { RunsDiff } from './RunsDiff.tsx'
import { RunsView } from './RunsView.tsx'
import { TrendView } from './TrendView.tsx'

/** Ids of two runs, the earlier one first. */
type Pair = readonly [before: string, after: string]

export function HistoryPage() {
  const { heads, problem } = useRuns()
  const changeProblem = useHistory((state) => state.problem)
  const [pair, setPair] = useState<Pair | null>(null)
  const [tab, setTab] = useState<string>('runs')
  // Another process may have run a comparison since.
  useEffect(() => {
    void loadHeads()
  }, [])
  const showRun = (id: string) => {
    openPage('compare')
    void openRun(id)
  }
  return (
    <>
      <Group gap={10} align="baseline">
        <Title order={1}>History</Title>
        <Text size="sm" c="dimmed">
          every comparison that was run here: find one, compare two, follow a figure
        </Text>
      </Group>
      {problem && <ProblemNotice title="The stored runs could not be read" problem={problem} />}
      {changeProblem && <ProblemNotice title="That did not work" problem={changeProblem} />}
      <DeletedNotice />
      {heads?.length === 0 && <NothingYet />}
      {heads !== null && heads.length > 0 && pair !== null && (
        <RunsDiff before={pair[0]} after={pair[1]} onClose={() => setPair(null)} />
      )}
      {heads !== null && heads.length > 0 && pair === null && (
        <Panel label="Stored runs">
          <Tabs value={tab} onChange={(value) => setTab(value ?? 'runs')} keepMounted={false}>
            <Tabs.List mb={12}>
              <Tabs.Tab value="runs">Runs</Tabs.Tab>
              <Tabs.Tab value="trend">Trend</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="runs">
              <RunsView heads={heads} onOpen={showRun} onCompare={(before, after) => setPair([before, after])} />
            </Tabs.Panel>
            <Tabs.Panel value="trend">
              <TrendView heads={heads} onOpen={showRun} />
            </Tabs.Panel>
          </Tabs>
        </Panel>
      )}
    </>
  )
}
