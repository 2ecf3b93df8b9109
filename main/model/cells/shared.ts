import type { EstimateData, Metric, MetricId, NumberMetric, PartSummary, Unit } from '../../contract/metrics.ts'
import { formatInterval, formatQuantity, NO_BREAK_SPACE } from '../format.ts'
import { isEmulated } from '../summary/warnings.ts'
import type { AbsentCell, CellContext, DetailEntry, DetailGroup, MeasuredCell, NumberCell } from './cell.ts'

export type Figure = Pick<NumberCell, 'value' | 'interval' | 'details'> & Partial<Pick<NumberCell, 'verdict' | 'notes'>>

export function figure({ contender }: CellContext, metric: NumberMetric, parts: Figure): MeasuredCell {
  const kept = metric.failed + metric.excluded
  const notes = [
    ...(parts.notes ?? []),
    ...(kept > 0 ? [describeLosses(metric)] : []),
    ...(contender.status === 'failed' ? ['failed later'] : []),
  ]
  return {
    cell: { kind: 'number', verdict: null, share: null, ...parts, notes, emulated: isEmulated(contender) },
    magnitude: metric.median,
  }
}

export function headline(metric: NumberMetric): Pick<NumberCell, 'value' | 'interval'> {
  return {
    value: formatQuantity(metric.median, metric.unit),
    interval: formatIntervalOf(metric, metric.unit, metric.samples.length),
  }
}

function describeLosses({ failed, excluded }: NumberMetric): string {
  return [...(failed > 0 ? [`${failed} failed`] : []), ...(excluded > 0 ? [`${excluded} left out`] : [])].join(', ')
}

/** Counts beside the figure; the warm-up's own value stands apart. */
export function describeSamples(metric: NumberMetric): DetailGroup {
  const { samples, first, failed, excluded, outliers, unit } = metric
  const count = (name: string, value: number): DetailEntry[] =>
    value > 0 ? [{ kind: 'number', name, value: `${value}`, interval: null }] : []
  return {
    title: 'samples',
    entries: [
      { kind: 'number', name: 'measured', value: `${samples.length}`, interval: null },
      ...first.map(
        (value): DetailEntry => ({
          kind: 'number',
          name: 'first (warm-up, apart)',
          value: formatQuantity(value, unit),
          interval: null,
        }),
      ),
      ...count('outliers, kept', outliers),
      ...count('failed', failed),
      ...count('left out', excluded),
    ],
  }
}

export function listParts(
  title: string,
  parts: Readonly<Record<string, PartSummary>> | undefined,
): readonly DetailGroup[] {
  if (parts === undefined || Object.keys(parts).length === 0) return []
  const entries = Object.entries(parts).map(
    ([name, part]): DetailEntry =>
      part.kind === 'number' ? numberEntry(name, part, part.unit) : { kind: 'absent', name, reason: part.reason },
  )
  return [{ title, entries }]
}

export function numberEntry(name: string, { median, ci95 }: EstimateData, unit: Unit): DetailEntry {
  const interval = ci95 && formatInterval({ low: ci95[0], high: ci95[1] }, unit, median)
  return { kind: 'number', name, value: formatQuantity(median, unit), interval }
}

export function formatIntervalOf({ median, ci95 }: EstimateData, unit: Unit, samples: number): string {
  if (ci95 === null) return `${samples}${NO_BREAK_SPACE}${samples === 1 ? 'sample' : 'samples'}: no interval`
  return formatInterval({ low: ci95[0], high: ci95[1] }, unit, median)
}

export function isHost({ contender }: CellContext): boolean {
  return contender.technology === 'host'
}

/** The metric, or why there is none, from the contender's own state where the metric itself does not say. */
export function readMetric<K extends Exclude<Metric['kind'], 'absent'>>(
  kind: K,
  id: MetricId,
  { contender, status }: CellContext,
): Extract<Metric, { kind: K }> | AbsentCell {
  const metric: Metric | undefined = contender.metrics[id]
  if (metric?.kind === kind) return metric as Extract<Metric, { kind: K }>
  const reason = metric?.kind === 'absent' ? metric.reason : undefined
  const error = contender.error?.message
  if (contender.status === 'skipped') return { kind: 'skipped', reason: error ?? 'skipped' }
  if (contender.status === 'failed' && (metric === undefined || reason === error)) {
    return { kind: 'failed', reason: error ?? 'failed' }
  }
  if (status === 'running' && contender.status !== 'completed') return { kind: 'pending', reason: 'not measured yet' }
  return { kind: 'absent', reason: reason ?? 'not measured' }
}
