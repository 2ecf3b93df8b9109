import type { NumberMetric } from '../../contract/metrics.ts'
import { formatQuantity } from '../format.ts'
import type { CellContext, MeasuredCell } from './cell.ts'
import { formatMarginal, readMarginal } from './describeDensity.ts'
import { describeSamples, figure, headline, numberEntry, readMetric } from './shared.ts'

export function describeMemory(context: CellContext): MeasuredCell {
  const metric = readMetric('number', 'memory_idle', context)
  if (metric.kind !== 'number') return { cell: metric, magnitude: null }
  const fixed = readMetric('number', 'memory_fixed', context)
  const density = context.contender.metrics.density
  const marginal = density?.kind === 'points' ? readMarginal(density) : null
  const measured = figure(context, metric, {
    ...headline(metric),
    // A lone instance carries the pages that further ones would share with it: what one more takes goes before it.
    ...(marginal && formatMarginal(marginal)),
    notes: [
      ...(marginal ? ['each further instance', describeLone(metric)] : metric.note ? [metric.note] : []),
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
  return marginal ? { ...measured, magnitude: Math.max(0, marginal.median) } : measured
}

function describeLone(metric: NumberMetric): string {
  const { value, interval } = headline(metric)
  return `${metric.note ?? 'first instance'} ${value}${interval === null ? '' : ` (${interval})`}`
}
