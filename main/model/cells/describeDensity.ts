import type { EstimateData, Metric } from '../../contract/metrics.ts'
import { formatInterval, formatQuantity } from '../format.ts'
import { isEmulated } from '../summary/warnings.ts'
import type { CellContext, DetailEntry, MeasuredCell } from './cell.ts'
import { numberEntry, readMetric } from './shared.ts'

type Points = Extract<Metric, { kind: 'points' }>
type Slope = Points['slope']['pss']

/** What one instance more takes, and how many this machine would hold: the latter is a projection and says so. */
export function describeDensity(context: CellContext): MeasuredCell {
  const metric = readMetric('points', 'density', context)
  if (metric.kind !== 'points') return { cell: metric, magnitude: null }
  const { slope } = metric
  const marginal = readMarginal(metric)
  if (marginal === null) {
    const reason = slope.pss.kind === 'absent' ? slope.pss.reason : 'no line could be drawn'
    return { cell: { kind: 'absent', reason }, magnitude: null }
  }
  const cell = {
    kind: 'number' as const,
    ...formatMarginal(marginal),
    verdict: null,
    emulated: isEmulated(context.contender),
    notes: [describeProjection(metric), ...describeFirst(context)],
    share: null,
    details: [
      { title: 'one more, by', entries: [slopeEntry('PSS', slope.pss), slopeEntry('MemAvailable', slope.available)] },
      { title: 'at once, PSS', entries: metric.points.map(pointEntry) },
      { title: 'ended by', entries: [{ kind: 'number' as const, name: metric.stoppedBy, value: '', interval: null }] },
    ],
  }
  return { cell, magnitude: Math.max(0, marginal.median) }
}

/** By PSS, where it can be read; else by what MemAvailable fell. Null where neither gave a line. */
export function readMarginal({ slope }: Points): EstimateData | null {
  for (const one of [slope.pss, slope.available]) {
    if (one.kind === 'number') return { median: one.perInstance, ci95: one.ci95 }
  }
  return null
}

export function formatMarginal({ median, ci95 }: EstimateData): { readonly value: string; readonly interval: string } {
  const interval =
    ci95 === null ? 'too few points: no interval' : formatInterval({ low: ci95[0], high: ci95[1] }, 'bytes', median)
  return { value: formatQuantity(median, 'bytes'), interval }
}

function describeProjection({ projection }: Points): string {
  if (projection.kind === 'absent') return `projection: – ${projection.reason}`
  return `projected: ${formatQuantity(projection.instances, 'count')} at once, then ${projection.limit}`
}

function describeFirst(context: CellContext): readonly string[] {
  const first = readMetric('number', 'memory_idle', context)
  return first.kind === 'number' ? [`first instance ${formatQuantity(first.median, first.unit)}`] : []
}

function slopeEntry(name: string, slope: Slope): DetailEntry {
  if (slope.kind === 'absent') return { kind: 'absent', name, reason: slope.reason }
  return numberEntry(name, { median: slope.perInstance, ci95: slope.ci95 }, 'bytes')
}

function pointEntry({ instances, pss }: Points['points'][number]): DetailEntry {
  const name = `${instances}`
  if (pss === null) return { kind: 'absent', name, reason: 'PSS cannot be read' }
  return { kind: 'number', name, value: formatQuantity(pss, 'bytes'), interval: null }
}
