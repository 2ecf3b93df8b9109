import { formatQuantity } from '../format.ts'
import type { CellContext, MeasuredCell } from './cell.ts'
import { describeSamples, figure, readMetric } from './shared.ts'

/** Weighed once: not a sample of anything that varies. */
export function describeArtifact(context: CellContext): MeasuredCell {
  const metric = readMetric('number', 'artifact', context)
  if (metric.kind !== 'number') return { cell: metric, magnitude: null }
  return figure(context, metric, {
    value: formatQuantity(metric.median, metric.unit),
    interval: null,
    notes: metric.note ? [metric.note] : [],
    details: [describeSamples(metric)],
  })
}
