import type {
  ContenderSummary,
  EstimateData,
  Metric,
  MetricId,
  NumberMetric,
  PartSummary,
  Run,
  Unit,
} from '../contract/run.ts'
import { formatInterval, formatQuantity, formatSigned, NO_BREAK_SPACE } from './format.ts'
import { isEmulated } from './summary/warnings.ts'

/** One figure, or the reason why there is none. */
export type Cell = NumberCell | AbsentCell

export interface NumberCell {
  readonly kind: 'number'
  /** The headline, such as `+229 ms`. */
  readonly value: string
  /** `211–245 ms`, or why there is none; null where an interval would mean nothing. */
  readonly interval: string | null
  readonly verdict: Verdict | null
  readonly emulated: boolean
  /** Short lines that belong beneath the figure. */
  readonly notes: readonly string[]
  /** Of the largest in the row, above 0 up to 1; null where there is no such share. */
  readonly share: number | null
  readonly details: readonly DetailGroup[]
}

export type Verdict = 'no difference' | 'not enough rounds to tell'

export interface AbsentCell {
  /**
   * `absent`: there cannot be a figure. `failed`: it was tried. `skipped`: the contender could not take part.
   * `pending`: the run is going on.
   */
  readonly kind: 'absent' | 'failed' | 'skipped' | 'pending'
  readonly reason: string
}

export interface DetailGroup {
  readonly title: string
  readonly entries: readonly DetailEntry[]
}

export type DetailEntry =
  | { readonly kind: 'number'; readonly name: string; readonly value: string; readonly interval: string | null }
  | { readonly kind: 'absent'; readonly name: string; readonly reason: string }

export interface CellContext {
  readonly contender: ContenderSummary
  readonly host: ContenderSummary | undefined
  readonly status: Run['status']
}

export interface MeasuredCell {
  readonly cell: Cell
  /** What a bar's length would stand for; null without a figure. */
  readonly magnitude: number | null
}

/** "No difference": the whole interval lies within this share of the host's value (measurement.md). */
const negligible = 0.03

/** The host's own value; for others what they add to it, with the value itself beneath. */
export function describeStartup(id: 'startup' | 'startup_python', context: CellContext): MeasuredCell {
  const metric = readMetric(id, context)
  if (metric.kind !== 'number') return { cell: metric, magnitude: null }
  const { overHost, timesHost, unit, median } = metric
  const details = [...listParts('phases', metric.phases), describeSamples(metric)]
  if (isHost(context)) return figure(context, metric, { ...headline(metric), details })
  if (overHost === undefined) {
    return figure(context, metric, { ...headline(metric), notes: ['no host beside it to compare with'], details })
  }
  const base = readNumber(context.host, id)?.median
  return figure(context, metric, {
    value: formatSigned(overHost.median, unit),
    interval: formatIntervalOf(overHost, unit, metric.samples.length),
    verdict: base === undefined ? null : judge(overHost, 0, negligible * base),
    notes: [
      `${formatQuantity(median, unit)} in all`,
      ...(timesHost ? [`${formatQuantity(timesHost.median, 'ratio')}${NO_BREAK_SPACE}host`] : []),
    ],
    details: [
      {
        title: 'in all',
        entries: [numberEntry('median', metric, unit)],
      },
      ...details,
    ],
  })
}

/** The geometric mean over the kernels, never without their range. */
export function describeCost(context: CellContext): MeasuredCell {
  const metric = readMetric('cpu_cost', context)
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
    verdict: judge(metric, 1, negligible),
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

export function describeMemory(context: CellContext): MeasuredCell {
  const metric = readMetric('memory_idle', context)
  if (metric.kind !== 'number') return { cell: metric, magnitude: null }
  const fixed = readMetric('memory_fixed', context)
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

export function describeDisk(context: CellContext): MeasuredCell {
  const metric = readMetric('disk_unique', context)
  if (metric.kind !== 'number') return { cell: metric, magnitude: null }
  const shared = readMetric('disk_shared', context)
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

/** The value as it is, with what it adds to the host among the details. */
export function describePlain(id: 'stop' | 'kill', context: CellContext): MeasuredCell {
  const metric = readMetric(id, context)
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
      ...listParts('phases', metric.phases),
      describeSamples(metric),
    ],
  })
}

type Figure = Pick<NumberCell, 'value' | 'interval' | 'details'> & Partial<Pick<NumberCell, 'verdict' | 'notes'>>

function figure({ contender }: CellContext, metric: NumberMetric, parts: Figure): MeasuredCell {
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

function headline(metric: NumberMetric): Pick<NumberCell, 'value' | 'interval'> {
  return {
    value: formatQuantity(metric.median, metric.unit),
    interval: formatIntervalOf(metric, metric.unit, metric.samples.length),
  }
}

/**
 * What an interval says (measurement.md): all of it within the margin is "no difference", partly within leaves it open.
 * Null when all of it lies outside, which is a difference, or when there is no interval to judge by.
 */
function judge({ ci95 }: EstimateData, none: number, margin: number): Verdict | null {
  if (ci95 === null) return null
  const [low, high] = ci95
  if (low >= none - margin && high <= none + margin) return 'no difference'
  return low > none + margin || high < none - margin ? null : 'not enough rounds to tell'
}

function describeLosses({ failed, excluded }: NumberMetric): string {
  return [...(failed > 0 ? [`${failed} failed`] : []), ...(excluded > 0 ? [`${excluded} left out`] : [])].join(', ')
}

/** Counts beside the figure; the warm-up's own value stands apart. */
function describeSamples(metric: NumberMetric): DetailGroup {
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

function listParts(title: string, parts: Readonly<Record<string, PartSummary>> | undefined): readonly DetailGroup[] {
  if (parts === undefined || Object.keys(parts).length === 0) return []
  const entries = Object.entries(parts).map(
    ([name, part]): DetailEntry =>
      part.kind === 'number' ? numberEntry(name, part, part.unit) : { kind: 'absent', name, reason: part.reason },
  )
  return [{ title, entries }]
}

function numberEntry(name: string, { median, ci95 }: EstimateData, unit: Unit): DetailEntry {
  const interval = ci95 && formatInterval({ low: ci95[0], high: ci95[1] }, unit, median)
  return { kind: 'number', name, value: formatQuantity(median, unit), interval }
}

function formatIntervalOf({ median, ci95 }: EstimateData, unit: Unit, samples: number): string {
  if (ci95 === null) return `${samples}${NO_BREAK_SPACE}${samples === 1 ? 'sample' : 'samples'}: no interval`
  return formatInterval({ low: ci95[0], high: ci95[1] }, unit, median)
}

function isHost({ contender }: CellContext): boolean {
  return contender.technology === 'host'
}

function readNumber(contender: ContenderSummary | undefined, id: MetricId): NumberMetric | undefined {
  const metric = contender?.metrics[id]
  return metric?.kind === 'number' ? metric : undefined
}

/** The metric, or why there is none, from the contender's own state where the metric itself does not say. */
function readMetric(id: MetricId, { contender, status }: CellContext): NumberMetric | AbsentCell {
  const metric: Metric | undefined = contender.metrics[id]
  if (metric?.kind === 'number') return metric
  const error = contender.error?.message
  if (contender.status === 'skipped') return { kind: 'skipped', reason: error ?? 'skipped' }
  if (contender.status === 'failed' && (metric === undefined || metric.reason === error)) {
    return { kind: 'failed', reason: error ?? 'failed' }
  }
  if (status === 'running' && contender.status !== 'completed') return { kind: 'pending', reason: 'not measured yet' }
  return { kind: 'absent', reason: metric?.reason ?? 'not measured' }
}
