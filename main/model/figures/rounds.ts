import type { MetricId, NumberMetric } from '../../contract/metrics.ts'
import type { Run, Sample } from '../../contract/run.ts'
import { drawRoundsChart } from '../charts/roundsChart.ts'
import { formatQuantity } from '../format.ts'
import type { DataTable } from '../tables/dataTable.ts'
import {
  explainMissing,
  type Figure,
  type FigureContext,
  findMeasured,
  formatEstimate,
  formatIntervalOf,
  listMetricIds,
  type Measured,
  titleOf,
  toSubject,
} from './figure.ts'

/** Every value of every time that was measured in rounds. */
export function listRoundsFigures({ run, table, width }: FigureContext): readonly Figure[] {
  return listMetricIds(run).flatMap((id) => {
    const measured = findMeasured(run, id, 'number').filter(({ metric }) => metric.unit === 'ms')
    const several = measured.some(({ metric }) => metric.samples.length > 1)
    return several ? [describeRounds(id, titleOf(id, table), measured, { run, width })] : []
  })
}

function describeRounds(
  id: MetricId,
  title: string,
  measured: readonly Measured<'number'>[],
  { run, width }: Pick<FigureContext, 'run' | 'width'>,
): Figure {
  const rows = measured.map(({ contender, metric }) => ({
    ...toSubject(run, contender),
    estimate: metric,
    values: selectValues(run, contender.id, id),
  }))
  return {
    id: `rounds-${id.replaceAll('_', '-')}`,
    title: `${title}: every round`,
    note: 'Log scale; within a row from top to bottom in the order of the rounds. Hollow: warm-up, apart. Ringed: outlier, kept. Crossed: left out. Line and band: median and its 95 % interval.',
    chart: drawRoundsChart(`rounds-${id}`, `${title}: every round`, 'ms', rows, width),
    table: {
      title: 'Median and samples',
      head: ['', 'median', '95 % interval', 'warm-up', 'samples'],
      rows: [
        ...measured.map(({ contender, metric }) => [
          contender.title,
          formatEstimate(metric, metric.unit),
          formatIntervalOf(metric, metric.unit),
          metric.first.map((value) => formatQuantity(value, metric.unit)).join(', ') || '–',
          describeCounts(metric),
        ]),
        ...explainMissing(run, id).map(({ title: name, reason }) => [name, reason]),
      ],
    },
    more: [listRaw(id, measured, run)],
  }
}

function describeCounts({ samples, outliers, failed, excluded }: NumberMetric): string {
  const apart = [
    ...(outliers > 0 ? [`${outliers} an outlier, kept`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(excluded > 0 ? [`${excluded} left out`] : []),
  ]
  return [`${samples.length}`, ...apart].join('; ')
}

function selectValues(run: Run, contender: string, id: MetricId) {
  return selectSamples(run, contender, id).flatMap((sample) =>
    sample.ok
      ? [
          {
            round: sample.round,
            value: sample.value,
            first: sample.first,
            outlier: sample.outlier,
            excluded: sample.excluded !== undefined,
          },
        ]
      : [],
  )
}

function listRaw(id: MetricId, measured: readonly Measured<'number'>[], run: Run): DataTable {
  const columns = measured.map(({ contender }) => selectSamples(run, contender.id, id))
  const rounds = [...new Set(columns.flatMap((samples) => samples.map(({ round }) => round)))].sort((a, b) => a - b)
  return {
    title: 'Each round',
    head: ['round', ...measured.map(({ contender }) => contender.title)],
    rows: rounds.map((round) => [
      round === 0 ? 'warm-up' : `${round}`,
      ...columns.map((samples) =>
        samples
          .filter((one) => one.round === round)
          .map(describeSample)
          .join('; '),
      ),
    ]),
  }
}

function describeSample(sample: Sample): string {
  if (!sample.ok) return `failed: ${sample.error.message}`
  const words = [
    ...(sample.outlier ? ['outlier'] : []),
    ...(sample.contended ? ['contended'] : []),
    ...(sample.excluded === undefined ? [] : [`left out: ${sample.excluded}`]),
  ]
  return `${formatQuantity(sample.value, sample.unit)}${words.length > 0 ? ` (${words.join(', ')})` : ''}`
}

/** The metric itself, not its phases. A metric that is not raw, such as `cpu_cost`, has none. */
function selectSamples({ samples }: Run, contender: string, id: MetricId): readonly Sample[] {
  return samples.filter((one) => one.contender === contender && one.metric === id && one.part === undefined)
}
