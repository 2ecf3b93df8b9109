import type { Trend, TrendPoint } from '../../contract/trend.ts'
import { formatInterval, formatQuantity } from '../format.ts'
import { formatWhen } from '../formatWhen.ts'
import type { DataTable, ValueTable } from '../tables/dataTable.ts'

/** A run in the words of the table behind a trend. */
export interface TrendRow {
  readonly runId: string
  readonly when: string
  /** In the order of the lines; null where the run has no such contender. */
  readonly cells: readonly ({ readonly value: string; readonly interval: string } | null)[]
  /** What changed since the run before. */
  readonly changes: string
}

export const notInRun = '– not in this run'
export const changesHead = 'Changed since the run before'

/** The newest first. */
export function listTrendRows({ lines, changes }: Trend): readonly TrendRow[] {
  const runs = new Map(lines.flatMap(({ points }) => points.map((point) => [point.runId, point] as const)))
  return [...runs.values()]
    .toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
    .map(({ runId, startedAt }) => ({
      runId,
      when: formatWhen(startedAt),
      cells: lines.map(({ points }) => describePoint(points.find((point) => point.runId === runId))),
      changes: changes
        .filter((change) => change.runId === runId)
        .map(({ what, before, after }) => `${what}: ${before} → ${after}`)
        .join('; '),
    }))
}

/** A row per run, a column per contender, as the page shows it. */
export function toTrendTable(title: string, trend: Trend): DataTable {
  return {
    title,
    head: ['Run', ...trend.lines.map((line) => line.title), changesHead],
    rows: listTrendRows(trend).map(({ when, cells, changes }) => [
      when,
      ...cells.map((cell) => (cell ? `${cell.value} (${cell.interval})` : notInRun)),
      changes,
    ]),
  }
}

/** A row per point, numbers as they are, to compute with. */
export function toTrendValues(trend: Trend): ValueTable {
  return {
    head: ['run', 'started', 'contender', 'median', 'low', 'high', 'unit', 'engine_version'],
    rows: trend.lines.flatMap(({ contender, points }) =>
      points.map(({ runId, startedAt, median, ci95, unit, engineVersion }) => [
        runId,
        startedAt,
        contender,
        median,
        ci95?.[0] ?? '',
        ci95?.[1] ?? '',
        unit,
        engineVersion ?? '',
      ]),
    ),
  }
}

function describePoint(point: TrendPoint | undefined): TrendRow['cells'][number] {
  if (!point) return null
  const { median, ci95, unit } = point
  const interval = ci95 ? formatInterval({ low: ci95[0], high: ci95[1] }, unit, median) : 'too few rounds'
  return { value: formatQuantity(median, unit), interval }
}
