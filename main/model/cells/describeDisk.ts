import { formatQuantity } from '../format.ts'
import type { CellContext, MeasuredCell } from './cell.ts'
import { describeSamples, figure, formatIntervalOf, readMetric } from './shared.ts'

export function describeDisk(context: CellContext): MeasuredCell {
  const metric = readMetric('number', 'disk_unique', context)
  if (metric.kind !== 'number') return { cell: metric, magnitude: null }
  const shared = readMetric('number', 'disk_shared', context)
  return figure(context, metric, {
    // Read once in a run: not a sample of anything that varies.
    value: formatQuantity(metric.median, metric.unit),
    interval: metric.samples.length > 1 ? formatIntervalOf(metric, metric.unit, metric.samples.length) : null,
    notes: [
      ...(metric.note ? [metric.note] : []),
      shared.kind === 'number'
        ? `+ ${formatQuantity(shared.median, shared.unit)} shared`
        : `shared: – ${shared.reason}`,
    ],
    details: [describeSamples(metric)],
  })
}
