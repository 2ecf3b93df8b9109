import type { MetricId } from '../../contract/metrics.ts'
import type { Run } from '../../contract/run.ts'
import { drawAmountsChart } from '../charts/amountsChart.ts'
import { formatInterval } from '../format.ts'
import {
  explainMissing,
  type Figure,
  type FigureContext,
  findMeasured,
  formatEstimate,
  listMetricIds,
  titleOf,
  toSubject,
} from './figure.ts'

/** What is drawn behind another's bar, because the two make one amount. */
interface Pair {
  readonly title: string
  readonly other: MetricId
  readonly ownName: string
  readonly otherName: string
}

const pairs: Partial<Readonly<Record<MetricId, Pair>>> = {
  memory_idle: { title: 'Memory', other: 'memory_fixed', ownName: 'first instance', otherName: 'fixed, once' },
  disk_unique: { title: 'Disk', other: 'disk_shared', ownName: 'unique', otherName: 'shared' },
}

/** Every amount of memory or disk, with what comes on top of it where there is such a thing. */
export function listAmountFigures(context: FigureContext): readonly Figure[] {
  const { run } = context
  const drawnBehind = new Set(Object.values(pairs).map(({ other }) => other))
  return listMetricIds(run).flatMap((id) => {
    const isAmount = findMeasured(run, id, 'number').some(({ metric }) => metric.unit === 'bytes')
    return isAmount && !drawnBehind.has(id) ? [describeAmount(id, context)] : []
  })
}

function describeAmount(id: MetricId, { run, table, width }: FigureContext): Figure {
  const pair = pairs[id]
  const title = pair?.title ?? titleOf(id, table)
  const rows = run.contenders.map((contender) => ({
    ...toSubject(run, contender),
    own: readMedian(run, contender.id, id),
    other: pair ? readMedian(run, contender.id, pair.other) : null,
  }))
  const names = { own: pair?.ownName ?? '', other: pair?.otherName ?? null }
  return {
    id: `amount-${id.replaceAll('_', '-')}`,
    title,
    note: pair ? `Filled: ${pair.ownName}. Outlined behind it: ${pair.otherName}.` : 'Linear scale from 0.',
    chart: drawAmountsChart(
      `amount-${id}`,
      title,
      names,
      'bytes',
      rows.filter(({ own, other }) => own !== null || other !== null),
      width,
    ),
    table: {
      title: 'Median and 95 % interval',
      head: ['', ...(pair ? [pair.ownName, pair.otherName] : ['amount'])],
      rows: run.contenders.map((contender) => [
        contender.title,
        describe(run, contender.id, id),
        ...(pair ? [describe(run, contender.id, pair.other)] : []),
      ]),
    },
    more: [],
  }
}

function readMedian(run: Run, contender: string, id: MetricId): number | null {
  return findMeasured(run, id, 'number').find((one) => one.contender.id === contender)?.metric.median ?? null
}

function describe(run: Run, contender: string, id: MetricId): string {
  const metric = findMeasured(run, id, 'number').find((one) => one.contender.id === contender)?.metric
  if (!metric) return explainMissing(run, id).find((one) => one.contender === contender)?.reason ?? '–'
  const { median, ci95, unit, samples } = metric
  const interval = ci95 ? `, ${formatInterval({ low: ci95[0], high: ci95[1] }, unit, median)}` : ''
  return `${formatEstimate(metric, unit)} (${samples.length === 1 ? 'read once' : `${samples.length} samples`}${interval}${metric.note ? `; ${metric.note}` : ''})`
}
