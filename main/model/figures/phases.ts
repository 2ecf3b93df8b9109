import { drawPhasesChart } from '../charts/phasesChart.ts'
import {
  type Figure,
  type FigureContext,
  findMeasured,
  formatEstimate,
  formatIntervalOf,
  listMetricIds,
  titleOf,
  toSubject,
} from './figure.ts'

/** The name of the part that holds what the phases do not explain. */
const unexplained = 'unexplained'

/** Where the time goes, of every metric that has phases. */
export function listPhasesFigures({ run, table, width }: FigureContext): readonly Figure[] {
  return listMetricIds(run).flatMap((id) => {
    const measured = findMeasured(run, id, 'number').filter(({ metric }) => metric.phases !== undefined)
    const first = measured[0]
    if (first === undefined) return []
    const { unit } = first.metric
    const title = `${titleOf(id, table)}: where the time goes`
    const rows = measured.map(({ contender, metric }) => ({
      ...toSubject(run, contender),
      total: metric.median,
      phases: Object.entries(metric.phases ?? {}).flatMap(([name, phase]) =>
        phase.kind === 'number' ? [{ name, value: phase.median, unexplained: name === unexplained }] : [],
      ),
    }))
    return [
      {
        id: `phases-${id.replaceAll('_', '-')}`,
        title,
        note: 'Medians of the phases; each bar is the whole of that contender, with the median of the whole beside it. Dashed and empty: what the phases do not explain.',
        chart: drawPhasesChart(`phases-${id}`, title, unit, rows, width),
        table: {
          title: 'Phases',
          head: ['', 'phase', 'median', '95 % interval'],
          rows: measured.flatMap(({ contender, metric }) =>
            Object.entries(metric.phases ?? {}).map(([name, phase]) =>
              phase.kind === 'number'
                ? [contender.title, name, formatEstimate(phase, phase.unit), formatIntervalOf(phase, phase.unit)]
                : [contender.title, name, `– (${phase.reason})`, ''],
            ),
          ),
        },
        more: [],
      },
    ]
  })
}
