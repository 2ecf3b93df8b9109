import { Button, Group, NativeSelect, Skeleton, Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useCallback, useState } from 'react'
import type { MetricId } from '../../../main/contract/metrics.ts'
import type { RunHead } from '../../../main/contract/run.ts'
import type { Trend } from '../../../main/contract/trend.ts'
import { chartWidth } from '../../../main/model/charts/frame.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { metricTitles } from '../../../main/model/metricTitles.ts'
import { drawTrendChart } from '../../../main/model/trend/trendChart.ts'
import { createTrendScale } from '../../../main/model/trend/trendScale.ts'
import { toTrendTable, toTrendValues } from '../../../main/model/trend/trendTable.ts'
import { client } from '../../client.ts'
import { useAnswer } from '../../store/useAnswer.ts'
import { CopyMenu, chartForms, type TakenFigure } from '../../ui/CopyMenu.tsx'
import { DrawingView } from '../../ui/DrawingView.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { countRuns } from './countRuns.ts'
import classes from './history.module.css'
import { LinePicker } from './LinePicker.tsx'
import { TrendTable } from './TrendTable.tsx'

/** Metrics that are one number. */
const numbers = (Object.keys(metricTitles) as MetricId[]).filter(
  (id) => !['density', 'steps', 'isolation', 'abilities', 'platforms', 'roundtrip'].includes(id),
)

interface TrendViewProps {
  /** Asked anew when runs come or go. */
  readonly heads: readonly RunHead[]
  readonly onOpen: (runId: string) => void
}

export function TrendView({ heads, onOpen }: TrendViewProps) {
  const [metric, setMetric] = useState<MetricId>('startup')
  const [hidden, setHidden] = useState<readonly string[]>([])
  const ids = heads.map(({ id, status }) => `${id} ${status}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer is another one when the runs are
  const answer = useAnswer(useCallback((signal) => client.runs.trend({ metric }, { signal }), [metric, ids]))
  return (
    <>
      <Group gap={16} mb={10} align="flex-end">
        <NativeSelect
          size="xs"
          label="Figure"
          data={numbers.map((id) => ({ value: id, label: metricTitles[id] }))}
          value={metric}
          onChange={({ currentTarget: { value } }) => setMetric(numbers.find((id) => id === value) ?? metric)}
        />
        {answer.state === 'there' && answer.value.lines.length > 1 && (
          <LinePicker lines={answer.value.lines} hidden={hidden} onChange={setHidden} />
        )}
      </Group>
      {answer.state === 'asking' && <Skeleton height={330} role="status" aria-label="Reading the runs" />}
      {answer.state === 'failed' && (
        <ProblemNotice title="The trend could not be read" problem={answer.problem}>
          <Button size="compact-sm" variant="default" mt={6} onClick={answer.askAgain}>
            Ask again
          </Button>
        </ProblemNotice>
      )}
      {answer.state === 'there' && (
        <TrendResult key={metric} title={metricTitles[metric]} trend={answer.value} hidden={hidden} onOpen={onOpen} />
      )}
    </>
  )
}

interface TrendResultProps extends Pick<TrendViewProps, 'onOpen'> {
  readonly title: string
  readonly trend: Trend
  readonly hidden: readonly string[]
}

function TrendResult({ title, trend: whole, hidden, onOpen }: TrendResultProps) {
  const [hasTable, setTable] = useState(false)
  const { ref, width } = useElementSize()
  const trend = { ...whole, lines: whole.lines.filter(({ contender }) => !hidden.includes(contender)) }
  if (whole.lines.length === 0) return <NoFigure title={title} />
  if (trend.lines.length === 0) return <Text size="sm">Tick a contender to see its line.</Text>
  const chart = width > 0 ? drawTrendChart(`trend-${trend.metric}`, title, trend, width) : null
  return (
    <>
      <div ref={ref}>{chart && <DrawingView drawing={chart} />}</div>
      <Text size="xs" c="dimmed">
        {describeReading(trend)}
      </Text>
      {trend.leftOut.length > 0 && <LeftOut trend={trend} />}
      <Group gap={8} mt={10} mb={8}>
        <Button size="compact-xs" variant="default" aria-expanded={hasTable} onClick={() => setTable(!hasTable)}>
          {hasTable ? 'Hide the table' : 'Show as a table'}
        </Button>
        <CopyMenu title="the trend" ways={chartForms} read={() => toFigure(title, trend)} />
      </Group>
      {hasTable && <TrendTable trend={trend} onOpen={onOpen} />}
    </>
  )
}

/** As it leaves the app: of the same size whatever the window's. */
function toFigure(title: string, trend: Trend): TakenFigure {
  const id = `trend-${trend.metric.replaceAll('_', '-')}`
  const whole = `${title}: medians of completed runs`
  return {
    id,
    title: whole,
    chart: drawTrendChart(id, title, trend, chartWidth),
    table: toTrendTable(whole, trend),
    values: toTrendValues(trend),
  }
}

function NoFigure({ title }: { readonly title: string }) {
  return (
    <Text size="sm" maw="72ch">
      No completed run has this figure: {title}. Some are measured only with <code>isoscope compare --all-metrics</code>
      , those of a command only with a command of your own.
    </Text>
  )
}

function LeftOut({ trend }: { readonly trend: Trend }) {
  return (
    <details className={classes.section}>
      <summary>{countRuns(trend.leftOut.length)} left out: not comparable with the newest</summary>
      <ul className={classes.list}>
        {trend.leftOut.map(({ runId, startedAt, reason }) => (
          <li key={runId}>
            {formatWhen(startedAt)}: {reason}
          </li>
        ))}
      </ul>
    </details>
  )
}

function describeReading({ lines, unit }: Trend): string {
  const values = lines.flatMap(({ points }) => points.flatMap(({ median, ci95 }) => [median, ...(ci95 ?? [])]))
  const scale = createTrendScale(values, unit ?? 'count', 0, 1)
  const axis =
    scale.kind === 'log' ? 'The axis is logarithmic.' : scale.beginsAtZero ? '' : 'The axis does not begin at 0.'
  return `Medians of completed runs, whiskers: 95 % intervals, none below 6 rounds. One step per run, not per day. ${axis}`
}
