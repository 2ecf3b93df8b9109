import type { EstimateData, Metric, MetricId, Unit } from '../../contract/metrics.ts'
import type { ContenderSummary, Run } from '../../contract/run.ts'
import type { ChartSubject } from '../charts/frame.ts'
import type { ComparisonTable } from '../comparisonTable.ts'
import type { Drawing } from '../drawing/drawing.ts'
import { formatInterval, formatQuantity } from '../format.ts'
import type { DataTable } from '../tables/dataTable.ts'

/** A chart with the same figures as a table beside it. */
export interface Figure {
  /** Unique in a report; letters and dashes. */
  readonly id: string
  readonly title: string
  /** How to read it. */
  readonly note: string
  /** Null where a table shows it best. */
  readonly chart: Drawing | null
  readonly table: DataTable
  /** Longer tables, folded. */
  readonly more: readonly DataTable[]
}

export interface FigureContext {
  readonly run: Run
  readonly table: ComparisonTable
  /** Pixels that the charts are drawn for; left out: those of a report. */
  readonly width?: number | undefined
}

type MetricOf<K extends Metric['kind']> = Extract<Metric, { kind: K }>

export interface Measured<K extends Metric['kind']> {
  readonly contender: ContenderSummary
  readonly metric: MetricOf<K>
}

/** Those contenders that have the metric in this form. */
export function findMeasured<K extends Metric['kind']>(run: Run, id: MetricId, kind: K): readonly Measured<K>[] {
  return run.contenders.flatMap((contender) => {
    const metric = contender.metrics[id]
    return metric?.kind === kind ? [{ contender, metric: metric as MetricOf<K> }] : []
  })
}

/** As charts draw it: told apart from others of its technology. */
export function toSubject({ contenders }: Pick<Run, 'contenders'>, contender: ContenderSummary): ChartSubject {
  const { id, title, technology } = contender
  const alike = contenders.filter((one) => one.technology === technology)
  return {
    title,
    technology,
    variant: Math.max(
      0,
      alike.findIndex((one) => one.id === id),
    ),
  }
}

/** The metrics that any contender has, in the order in which they first come. */
export function listMetricIds({ contenders }: Run): readonly MetricId[] {
  return [...new Set(contenders.flatMap(({ metrics }) => Object.keys(metrics) as MetricId[]))]
}

/** The title of the row it has in the comparison, else its name in words. */
export function titleOf(id: MetricId, { rows }: ComparisonTable): string {
  const row = rows.find((one) => one.id === id)
  const words = id.replaceAll('_', ' ')
  return row?.title ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** `– (why)` for those contenders that have no figure, so that a table beside a chart leaves nobody out. */
export function explainMissing(
  run: Run,
  id: MetricId,
): readonly { readonly contender: string; readonly title: string; readonly reason: string }[] {
  return run.contenders.flatMap(({ id: contender, title, status, error, metrics }) => {
    const metric = metrics[id]
    if (metric !== undefined && metric.kind !== 'absent') return []
    const own = metric?.kind === 'absent' ? metric.reason : undefined
    return [{ contender, title, reason: `– (${own ?? (error ? `${status}: ${error.message}` : 'not measured')})` }]
  })
}

export function formatEstimate({ median }: EstimateData, unit: Unit): string {
  return formatQuantity(median, unit)
}

export function formatIntervalOf({ median, ci95 }: EstimateData, unit: Unit): string {
  return ci95 === null ? 'none: too few' : formatInterval({ low: ci95[0], high: ci95[1] }, unit, median)
}
