import type { Trend, TrendLine, TrendPoint } from '../../contract/trend.ts'
import { round } from '../charts/frame.ts'
import { estimateWidth } from '../drawing/textWidth.ts'
import { spreadApart } from './spreadApart.ts'
import { createTrendScale, type TrendScale } from './trendScale.ts'

/** Where everything of a trend stands in a drawing of this width. Runs are one step apart, whatever time lies between. */
export interface TrendLayout {
  readonly height: number
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
  readonly scale: TrendScale
  readonly lines: readonly PlacedLine[]
  readonly changes: readonly PlacedChange[]
  readonly dates: readonly { readonly runId: string; readonly startedAt: string; readonly x: number }[]
}

export interface PlacedLine {
  readonly line: TrendLine
  readonly points: readonly PlacedPoint[]
  /** Where its name stands, clear of the others. */
  readonly labelY: number
  /** How many lines of the same technology come before it: they are dashed to be told apart. */
  readonly variant: number
}

interface PlacedPoint {
  readonly point: TrendPoint
  readonly x: number
  readonly y: number
  readonly whisker: { readonly top: number; readonly bottom: number } | null
}

interface PlacedChange {
  readonly runId: string
  readonly x: number
  readonly labels: readonly {
    readonly text: string
    readonly x: number
    readonly y: number
    readonly toLeft: boolean
  }[]
  /** In full. */
  readonly description: string
}

const plotHeight = 260
const left = 64
/** At most this for the names of the lines. */
const mostRight = 200
const labelHeight = 14
/** Space that a date takes at the foot. */
const dateWidth = 84
/** Of labels and of names; as drawingLooks has them. */
const labelSize = 11
const nameSize = 12
const longestLabel = 26

export function layOutTrend(trend: Trend, width: number): TrendLayout | null {
  const { lines, unit } = trend
  if (unit === null || lines.length === 0) return null
  const runs = listRuns(lines)
  const right = Math.min(mostRight, 34 + Math.max(...lines.map(({ title }) => estimateWidth(title, nameSize))))
  const plotRight = Math.max(left + 60, width - right)
  const step = (plotRight - left) / runs.length
  const places = new Map(runs.map(({ runId }, index) => [runId, round(left + (index + 0.5) * step)]))
  const x = (runId: string) => places.get(runId) ?? left
  const changes = placeChanges(trend, x, width)
  const levels = Math.max(0, ...changes.flatMap(({ labels }) => labels.map(({ y }) => y)))
  const top = levels + 10
  const bottom = top + plotHeight
  const values = lines.flatMap(({ points }) => points.flatMap(({ median, ci95 }) => [median, ...(ci95 ?? [])]))
  const scale = createTrendScale(values, unit, bottom, top)
  return {
    height: bottom + 36,
    plot: { left, right: plotRight, top, bottom },
    scale,
    lines: placeLines(lines, x, scale, top, bottom),
    changes,
    dates: chooseDates(runs, step).map((run) => ({ ...run, x: x(run.runId) })),
  }
}

/** Those that have a point, oldest first. */
function listRuns(lines: readonly TrendLine[]) {
  const runs = new Map(
    lines.flatMap(({ points }) => points.map(({ runId, startedAt }) => [runId, { runId, startedAt }] as const)),
  )
  return [...runs.values()].toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0))
}

function placeLines(
  lines: readonly TrendLine[],
  x: (runId: string) => number,
  { place }: TrendScale,
  top: number,
  bottom: number,
): readonly PlacedLine[] {
  const ends = lines.map(({ points }) => place(points.at(-1)?.median ?? 0))
  const labels = spreadApart(ends, labelHeight, top, bottom)
  return lines.map((line, index) => ({
    line,
    points: line.points.map((point) => ({
      point,
      x: x(point.runId),
      y: round(place(point.median)),
      whisker: point.ci95 && { bottom: round(place(point.ci95[0])), top: round(place(point.ci95[1])) },
    })),
    labelY: round(labels[index] ?? 0),
    variant: lines.slice(0, index).filter(({ technology }) => technology === line.technology).length,
  }))
}

/** A label stands right of its line, or left of it near the edge, in the highest row where it covers no other. */
function placeChanges(trend: Trend, x: (runId: string) => number, width: number): readonly PlacedChange[] {
  const taken: { readonly row: number; readonly from: number; readonly to: number }[] = []
  const placeLabel = (what: string, after: string, at: number) => {
    const text = shorten(`${what} ${after}`)
    const size = estimateWidth(text, labelSize)
    const toLeft = at + 5 + size > width - 4
    const [from, to] = toLeft ? [at - 5 - size, at - 5] : [at + 5, at + 5 + size]
    const isFree = (row: number) => !taken.some((one) => one.row === row && one.from < to + 6 && from < one.to + 6)
    let row = 0
    while (!isFree(row)) row += 1
    taken.push({ row, from, to })
    return { text, toLeft, x: toLeft ? at - 5 : at + 5, y: 12 + row * labelHeight }
  }
  const runIds = [...new Set(trend.changes.map(({ runId }) => runId))]
  return runIds.map((runId) => {
    const ofRun = trend.changes.filter((change) => change.runId === runId)
    return {
      runId,
      x: x(runId),
      labels: ofRun.map(({ what, after }) => placeLabel(what, after, x(runId))),
      description: ofRun.map(({ what, before, after }) => `${what}: ${before} → ${after}`).join('; '),
    }
  })
}

function chooseDates<T>(runs: readonly T[], step: number): readonly T[] {
  const every = Math.max(1, Math.ceil(dateWidth / step))
  return runs.filter((_, index) => index % every === 0)
}

function shorten(text: string): string {
  return text.length <= longestLabel ? text : `${text.slice(0, longestLabel - 1)}…`
}
