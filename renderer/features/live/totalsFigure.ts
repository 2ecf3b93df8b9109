import type { HistorySpan } from '../../../main/contract/live.ts'
import {
  describePeriod,
  drawStackChart,
  findPeriod,
  type Period,
  type Stack,
  type StackUnit,
} from '../../../main/model/charts/stackChart.ts'
import { formatClock } from '../../../main/model/formatWhen.ts'
import type { DataTable, ValueTable } from '../../../main/model/tables/dataTable.ts'
import { meanOf } from '../../store/seriesMeans.ts'
import type { TotalSeries } from '../../store/totalSeries.ts'
import type { Figure, UsageSeries } from '../../store/usageSeries.ts'
import type { TakenFigure } from '../../ui/CopyMenu.tsx'
import { technologyFacts, technologyOrder } from '../../ui/technologies.ts'
import { formatBytes, formatCpu } from '../instances/describeUse.ts'
import { stackSeries } from './stackSeries.ts'

export interface TotalChart extends StackUnit {
  readonly id: string
  readonly title: string
  /** Of the columns of numbers. */
  readonly column: string
  /** A dash for what is not known. */
  readonly format: (value: number | null) => string
}

export const totalCharts: Readonly<Record<Figure, TotalChart>> = {
  cpuShare: {
    id: 'live-cpu',
    title: 'CPU, share of one core',
    column: 'cpu_share',
    unit: 'ratio',
    least: 0.1,
    format: formatCpu,
  },
  memoryBytes: {
    id: 'live-memory',
    title: 'Memory',
    column: 'memory_bytes',
    unit: 'bytes',
    least: 2 ** 20,
    format: formatBytes,
  },
}

/** What is read in a table as one: seconds of a mean, and how it is called. */
const means = {
  short: { seconds: 60, title: 'means per minute' },
  long: { seconds: 900, title: 'means per quarter of an hour' },
} as const satisfies Record<HistorySpan, { seconds: number; title: string }>

/** A chart of the totals as it leaves the app, as it stands now. */
export function buildTotalsFigure(series: TotalSeries, figure: Figure, span: HistorySpan): TakenFigure {
  const { id, title } = totalCharts[figure]
  const stack = stackSeries(series, technologyOrder, figure)
  const whole = addPeriod(`${title}, stacked`, stack)
  return {
    id,
    title: whole,
    chart: drawStackChart(id, whole, stack, totalCharts[figure]),
    table: buildMeansTable(series, figure, span),
    values: listValues(series, figure, stack),
  }
}

/** What the lines show, as means: the newest first, back to the first that is known. */
export function buildMeansTable(series: TotalSeries, figure: Figure, span: HistorySpan): DataTable {
  const { title, format } = totalCharts[figure]
  const { seconds, title: what } = means[span]
  const stack = stackSeries(series, technologyOrder, figure)
  const columns = stack.technologies.flatMap((technology) => series[technology] ?? [])
  return {
    title: addPeriod(`${title}: ${what}`, stack),
    head: ['From', ...stack.technologies.map((technology) => technologyFacts[technology].title)],
    rows: listStarts(findPeriod(stack), seconds).map((from) => [
      formatClock(toDate(from)),
      ...columns.map((one) => format(meanOf(one, figure, from, from + seconds))),
    ]),
  }
}

function addPeriod(title: string, stack: Stack): string {
  const period = describePeriod(stack)
  return period === null ? title : `${title}, ${period}`
}

function listStarts(period: Period | null, seconds: number): readonly number[] {
  if (period === null) return []
  const [first, last] = [Math.floor(period.from / seconds), Math.floor(period.to / seconds)]
  return Array.from({ length: last - first + 1 }, (_, back) => (last - back) * seconds)
}

/** Every value as it is, the oldest first; empty where none is known. */
function listValues(series: TotalSeries, figure: Figure, stack: Stack): ValueTable {
  const { technologies, times } = stack
  const period = findPeriod(stack)
  const columns = technologies.flatMap((technology) => series[technology] ?? [])
  return {
    head: ['time', ...technologies.map((technology) => `${technology}_${totalCharts[figure].column}`)],
    rows: times
      .map((time, index) => ({ time, index }))
      .filter(({ time }) => period !== null && time >= period.from && time <= period.to)
      .map(({ time, index }) => [
        toDate(time).toISOString(),
        ...columns.map((one: UsageSeries) => one[figure][index] ?? ''),
      ]),
  }
}

function toDate(second: number): Date {
  return new Date(second * 1000)
}
