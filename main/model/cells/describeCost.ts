import type { MetricId } from '../../contract/metrics.ts'
import { formatQuantity } from '../format.ts'
import type { CellContext, MeasuredCell } from './cell.ts'
import {
  describeSamples,
  figure,
  headline,
  isHost,
  judge,
  listParts,
  negligibleShare,
  numberEntry,
  readMetric,
} from './shared.ts'

/** The geometric mean over the kernels, never without their range. */
export function describeCost(id: MetricId, context: CellContext): MeasuredCell {
  const metric = readMetric('number', id, context)
  if (metric.kind !== 'number') return { cell: metric, magnitude: null }
  const { wall, parts = {}, median } = metric
  if (isHost(context)) {
    const details = [...listParts('kernels, CPU time', parts), describeSamples(metric)]
    const value = formatQuantity(median, 'ratio')
    return figure(context, metric, { value, interval: null, notes: ['by definition'], details })
  }
  const kernels = Object.values(parts).flatMap((part) => (part.kind === 'number' ? [part.median] : []))
  return figure(context, metric, {
    ...headline(metric),
    verdict: judge(metric, 1, negligibleShare),
    notes: [
      ...(kernels.length > 1
        ? [
            `${formatQuantity(Math.min(...kernels), 'ratio')} … ${formatQuantity(Math.max(...kernels), 'ratio')} by kernel`,
          ]
        : []),
      ...(wall ? [`${formatQuantity(wall.median, 'ratio')} by the clock`] : []),
    ],
    details: [
      ...listParts('kernels, × host', parts),
      ...(wall ? [{ title: 'by the clock', entries: [numberEntry('wall time', wall, 'ratio')] }] : []),
      describeSamples(metric),
    ],
  })
}
