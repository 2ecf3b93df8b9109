import type { Fact, MetricId } from '../../contract/metrics.ts'
import type { CellContext, DetailEntry, MeasuredCell } from './cell.ts'
import { readMetric } from './shared.ts'

/** Facts in a few words, and each with its meaning among the details. */
export function describeFacts(id: MetricId, context: CellContext): MeasuredCell {
  const metric = readMetric('facts', id, context)
  if (metric.kind !== 'facts') return { cell: metric, magnitude: null }
  const details = [{ title: 'facts', entries: metric.facts.map(describeFact) }]
  return { cell: { kind: 'facts', value: metric.summary, notes: [], details }, magnitude: null }
}

function describeFact({ title, value, meaning, basis, source }: Fact): DetailEntry {
  if (value === null) return { kind: 'absent', name: title, reason: meaning }
  const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
  const origin = basis === 'stated' ? ` (stated${source ? `: ${source}` : ''})` : ''
  return { kind: 'number', name: title, value: text, interval: `${meaning}${origin}` }
}
