import type { Metric } from '../../contract/metrics.ts'
import { drawDensityChart } from '../charts/densityChart.ts'
import { formatInterval, formatQuantity } from '../format.ts'
import type { DataTable } from '../tables/dataTable.ts'
import {
  explainMissing,
  type Figure,
  type FigureContext,
  findMeasured,
  listMetricIds,
  type Measured,
  titleOf,
  toSubject,
} from './figure.ts'

type Points = Extract<Metric, { kind: 'points' }>

/** Memory against the number of instances, of every metric that has such points. */
export function listDensityFigures({ run, table, width }: FigureContext): readonly Figure[] {
  return listMetricIds(run).flatMap((id) => {
    const measured = findMeasured(run, id, 'points')
    if (measured.length === 0) return []
    const title = `${titleOf(id, table)}: memory as instances grow`
    const memory = run.environment.host.memoryBytes
    const rows = measured.map(({ contender, metric }) => ({
      ...toSubject(run, contender),
      points: metric.points.flatMap(({ instances, pss }) => (pss === null ? [] : [{ instances, bytes: pss }])),
      perInstance: metric.slope.pss.kind === 'number' ? metric.slope.pss.perInstance : null,
      projection: metric.projection.kind === 'number' ? metric.projection : null,
    }))
    return [
      {
        id: `points-${id.replaceAll('_', '-')}`,
        title,
        note: 'Both axes logarithmic. Marks and solid line: measured (PSS of all instances together). Dashed, with a hollow end: projected, not measured.',
        chart: drawDensityChart(`points-${id}`, title, typeof memory === 'number' ? memory : null, rows, width),
        table: {
          title: 'Slope and projection',
          head: ['', 'each further one, PSS', 'by MemAvailable', 'projected to fit here', 'measured until'],
          rows: [
            ...measured.map(({ contender, metric }) => [
              contender.title,
              describeSlope(metric.slope.pss),
              describeSlope(metric.slope.available),
              describeProjection(metric.projection),
              metric.stoppedBy,
            ]),
            ...explainMissing(run, id).map(({ title: name, reason }) => [name, reason]),
          ],
        },
        more: measured.map(listPoints),
      },
    ]
  })
}

function describeSlope(slope: Points['slope']['pss']): string {
  if (slope.kind === 'absent') return `– (${slope.reason})`
  const { perInstance, ci95 } = slope
  const interval = ci95 ? ` (${formatInterval({ low: ci95[0], high: ci95[1] }, 'bytes', perInstance)})` : ''
  return `${formatQuantity(perInstance, 'bytes')}${interval}`
}

function describeProjection(projection: Points['projection']): string {
  if (projection.kind === 'absent') return `– (${projection.reason})`
  return `≈ ${formatQuantity(projection.instances, 'count')}, then ${projection.limit}`
}

function listPoints({ contender, metric }: Measured<'points'>): DataTable {
  const describe = (bytes: number | null) => (bytes === null ? '–' : formatQuantity(bytes, 'bytes'))
  return {
    title: `Points: ${contender.title}`,
    head: ['instances', 'PSS of all', 'MemAvailable'],
    rows: metric.points.map(({ instances, pss, available }) => [`${instances}`, describe(pss), describe(available)]),
  }
}
