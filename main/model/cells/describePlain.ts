import type { MetricId } from '../../contract/metrics.ts'
import { formatSigned } from '../format.ts'
import type { CellContext, MeasuredCell } from './cell.ts'
import { describeDifference } from './describeDifference.ts'
import { describeSamples, figure, formatIntervalOf, headline, listParts, readMetric } from './shared.ts'

/** The value as it is, with what it adds to the host among the details. */
export function describePlain(id: MetricId, context: CellContext): MeasuredCell {
  const metric = readMetric('number', id, context)
  if (metric.kind !== 'number') return { cell: metric, magnitude: null }
  const { overHost, unit, note } = metric
  return figure(context, metric, {
    ...headline(metric),
    notes: note ? [note] : [],
    details: [
      ...(overHost
        ? [
            {
              title: 'added over the host',
              entries: [
                {
                  kind: 'number' as const,
                  name: 'median',
                  value: formatSigned(overHost.median, unit),
                  interval: formatIntervalOf(overHost, unit, metric.samples.length),
                },
              ],
            },
          ]
        : []),
      ...describeDifference(metric),
      ...listParts('phases', metric.phases),
      describeSamples(metric),
    ],
  })
}
