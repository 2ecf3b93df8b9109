import type { Unit } from '../../contract/metrics.ts'
import type { Trend } from '../../contract/trend.ts'
import { drawChart, drawMark, round } from '../charts/frame.ts'
import { formatTick } from '../charts/scale.ts'
import { type Drawing, draw } from '../drawing/drawing.ts'
import { formatInterval, formatQuantity } from '../format.ts'
import { formatWhen } from '../formatWhen.ts'
import { layOutTrend, type PlacedLine, type TrendLayout } from './layOutTrend.ts'

/** Solid, then ever finer dashes for further contenders of the same technology. */
const dashes = ['none', '6 3', '3 3', '1 3']

/** A line per contender over the runs, whiskers for 95 % intervals, upgrades as labelled upright lines. Null without a figure. */
export function drawTrendChart(id: string, title: string, trend: Trend, width: number): Drawing | null {
  const { unit } = trend
  const layout = layOutTrend(trend, width)
  if (layout === null || unit === null) return null
  return drawChart(id, title, describeTrend(trend, unit), { width, height: layout.height }, [
    ...drawAxes(layout, unit),
    ...drawChanges(layout),
    ...layout.lines.map((line) => drawLine(line, unit, layout.plot)),
  ])
}

function drawAxes({ plot, scale, dates }: TrendLayout, unit: Unit): readonly Drawing[] {
  return [
    ...scale.ticks.flatMap((tick) => {
      const y = round(scale.place(tick))
      return [
        draw('path', { class: 'grid', d: `M${plot.left} ${y}H${plot.right}` }),
        draw('text', { class: 'end', x: plot.left - 8, y: y + 4 }, formatTick(tick, unit)),
      ]
    }),
    ...dates.flatMap(({ startedAt, x }) =>
      formatWhen(startedAt)
        .split(', ')
        .map((text, index) => draw('text', { class: 'tick', x, y: plot.bottom + 16 + index * 13 }, text)),
    ),
  ]
}

/** All lines before all labels, which are to be read where they cross one. */
function drawChanges({ changes, plot }: TrendLayout): readonly Drawing[] {
  return [
    ...changes.map(({ x, description }) =>
      draw('g', {}, draw('title', {}, description), draw('path', { class: 'limit', d: `M${x} 4V${plot.bottom}` })),
    ),
    ...changes.map(({ labels, description }) =>
      draw(
        'g',
        {},
        draw('title', {}, description),
        labels.map(({ text, x, y, toLeft }) => draw('text', { class: toLeft ? 'over end' : 'over', x, y }, text)),
      ),
    ),
  ]
}

function drawLine({ line, points, labelY, variant }: PlacedLine, unit: Unit, plot: TrendLayout['plot']): Drawing {
  const { technology, title } = line
  const subject = { technology, variant }
  // They touch, but do not cover each other.
  const size = Math.max(3, Math.min(8, (plot.right - plot.left) / points.length))
  const labelX = plot.right + 12
  return draw(
    'g',
    { class: `t-${technology}` },
    draw('path', {
      class: 'line',
      'stroke-dasharray': dashes[Math.min(variant, dashes.length - 1)] ?? 'none',
      d: points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(''),
    }),
    points.map(({ point, x, y, whisker }) =>
      draw(
        'g',
        {},
        draw('title', {}, describePoint(title, point, unit)),
        whisker && draw('path', { class: 'whisker', d: `M${x} ${whisker.top}V${whisker.bottom}` }),
        drawMark(subject, x, y, size),
      ),
    ),
    drawMark(subject, labelX + 4, labelY, 8),
    draw('text', { class: 'name', x: labelX + 13, y: labelY + 4 }, title),
  )
}

function describePoint(title: string, point: PlacedLine['line']['points'][number], unit: Unit): string {
  const { startedAt, median, ci95, engineVersion } = point
  const interval = ci95 ? ` (${formatInterval({ low: ci95[0], high: ci95[1] }, unit, median)})` : ''
  const engine = engineVersion === null ? '' : `, engine ${engineVersion}`
  return `${title}, ${formatWhen(startedAt)}: ${formatQuantity(median, unit)}${interval}${engine}`
}

function describeTrend({ lines, changes }: Trend, unit: Unit): string {
  const words = lines.map(({ title, points }) => {
    const [first, last] = [points.at(0), points.at(-1)]
    if (!first || !last) return ''
    if (points.length === 1) return `${title}: ${formatQuantity(last.median, unit)} in one run.`
    return `${title}: from ${formatQuantity(first.median, unit)} to ${formatQuantity(last.median, unit)} over ${points.length} runs.`
  })
  const upgrades = changes.map(
    ({ what, before, after, startedAt }) => `${what} from ${before} to ${after} on ${formatWhen(startedAt)}.`,
  )
  return [...words, ...upgrades].join(' ')
}
