import type { Unit } from '../../contract/metrics.ts'
import { type Drawing, draw } from '../drawing/drawing.ts'
import { formatQuantity } from '../format.ts'
import { type ChartSubject, chartWidth, drawAxis, drawChart, drawRowName, plotLeft, round } from './frame.ts'
import { createLinearScale, type Scale } from './scale.ts'

export interface AmountsRow extends ChartSubject {
  /** What the contender takes by itself; null where it is not known. */
  readonly own: number | null
  /** What comes on top and is not its alone: a daemon that runs once, shared layers. Null where not known. */
  readonly other: number | null
}

const rowHeight = 30
const bar = 14
const top = 4
/** Room for the figures behind the longest bar. */
const margin = 170

/** Bars from zero on one linear scale: its own filled, what comes on top in outline. */
export function drawAmountsChart(
  id: string,
  title: string,
  names: { readonly own: string; readonly other: string | null },
  unit: Unit,
  rows: readonly AmountsRow[],
  width = chartWidth,
): Drawing {
  const scale = createLinearScale(Math.max(0, ...rows.map(sumOf)), unit, plotLeft, width - margin)
  const bottom = top + rows.length * rowHeight
  const body = rows.flatMap((row, index) => drawRow(row, top + (index + 0.5) * rowHeight, scale, unit))
  const description = rows.map((row) => `${row.title}: ${names.own} ${describe(row, names.other, unit)}.`).join(' ')
  return drawChart(id, title, `Linear scale from 0. ${description}`, { width, height: bottom + 22 }, [
    ...drawAxis(scale, unit, top, bottom),
    ...body,
  ])
}

function drawRow(row: AmountsRow, middle: number, scale: Scale, unit: Unit): readonly Drawing[] {
  const y = middle - bar / 2
  const start = scale.place(0)
  const between = scale.place(row.own ?? 0)
  const end = scale.place(sumOf(row))
  const own = row.own === null ? null : drawBar('fill', start, between, y)
  const other = row.other === null || row.other === 0 ? null : drawBar('outline', between, end, y)
  return [
    ...drawRowName(row, middle),
    draw('g', { class: `t-${row.technology}` }, own, other),
    draw('text', { class: 'value', x: round(end + 8), y: round(middle + 4) }, describe(row, null, unit)),
  ]
}

function drawBar(className: string, from: number, to: number, y: number): Drawing {
  // A figure above zero is never drawn as nothing.
  return draw('rect', { class: className, x: round(from), y, width: round(Math.max(1, to - from)), height: bar })
}

function describe({ own, other }: AmountsRow, otherName: string | null, unit: Unit): string {
  const first = own === null ? '–' : formatQuantity(own, unit)
  if (other === null) return first
  return `${first} + ${formatQuantity(other, unit)}${otherName ? ` ${otherName}` : ''}`
}

function sumOf({ own, other }: AmountsRow): number {
  return (own ?? 0) + (other ?? 0)
}
