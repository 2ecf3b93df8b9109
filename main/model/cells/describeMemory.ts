import { formatQuantity } from '../format.ts'
import type { CellContext, MeasuredCell } from './cell.ts'
import { describeSamples, figure, headline, numberEntry, readMetric } from './shared.ts'

export function describeMemory(context: CellContext): MeasuredCell {
  const metric = readMetric('number', 'memory_idle', context)
  if (metric.kind !== 'number') return { cell: metric, magnitude: null }
  const fixed = readMetric('number', 'memory_fixed', context)
  return figure(context, metric, {
    ...headline(metric),
    notes: [
      ...(metric.note ? [metric.note] : []),
      fixed.kind === 'number'
        ? `+ ${formatQuantity(fixed.median, fixed.unit)} fixed (daemon, once)`
        : `fixed: – ${fixed.reason}`,
    ],
    details: [
      describeSamples(metric),
      ...(fixed.kind === 'number'
        ? [{ title: 'fixed, once', entries: [numberEntry('median', fixed, fixed.unit)] }]
        : []),
    ],
  })
}
