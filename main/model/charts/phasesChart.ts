import type { Unit } from '../../contract/metrics.ts'
import { type Drawing, draw } from '../drawing/drawing.ts'
import { estimateWidth } from '../drawing/textWidth.ts'
import { formatQuantity } from '../format.ts'
import { type ChartSubject, chartWidth, drawChart, drawRowName, plotLeft, round, smallSize } from './frame.ts'

interface Phase {
  readonly name: string
  /** What the phases leave; drawn as an empty, dashed box. */
  readonly unexplained: boolean
  readonly value: number
}

export interface PhasesRow extends ChartSubject {
  readonly phases: readonly Phase[]
  /** Median of the whole, at the right of the row. */
  readonly total: number
}

const rowHeight = 52
const bar = 18
const top = 6
/** Room for the whole behind the bar. */
const margin = 84

/** Each row's bar is that contender's whole time, so that a short one can be read beside a long one. */
export function drawPhasesChart(
  id: string,
  title: string,
  unit: Unit,
  rows: readonly PhasesRow[],
  width = chartWidth,
): Drawing {
  const body = rows.flatMap((row, index) => drawRow(row, top + index * rowHeight, width - margin, unit))
  const description = rows.map((row) => describeRow(row, unit)).join(' ')
  return drawChart(id, title, description, { width, height: top + rows.length * rowHeight }, body)
}

function drawRow(row: PhasesRow, y: number, right: number, unit: Unit): readonly Drawing[] {
  const sum = row.phases.reduce((total, { value }) => total + Math.max(0, value), 0)
  let x = plotLeft
  const boxes = row.phases.flatMap((phase, index) => {
    const width = sum > 0 ? (Math.max(0, phase.value) / sum) * (right - plotLeft) : 0
    const box = drawBox(phase, index, x, y, width, unit)
    x += width
    return box
  })
  return [
    ...drawRowName(row, y + bar / 2),
    draw('g', { class: `t-${row.technology}` }, boxes),
    draw('text', { class: 'value', x: right + 8, y: y + 13 }, formatQuantity(row.total, unit)),
  ]
}

function drawBox(phase: Phase, index: number, x: number, y: number, width: number, unit: Unit): readonly Drawing[] {
  const value = formatQuantity(phase.value, unit)
  const style = phase.unexplained ? 'unexplained' : `phase shade-${index % 4}`
  // A name that does not fit is left to the table: two over each other cannot be read.
  const fits = (text: string) => estimateWidth(text, smallSize) <= width - 8
  const lines = fits(phase.name) ? [phase.name, ...(fits(value) ? [value] : [])] : []
  const texts = lines.map((line, row) =>
    draw('text', { class: 'small', x: round(x + 1), y: y + bar + 12 + row * 12 }, line),
  )
  const box = draw('rect', { class: style, x: round(x), y, width: round(width), height: bar })
  return [draw('g', {}, draw('title', {}, `${phase.name} ${value}`), box), ...texts]
}

function describeRow({ title, phases, total }: PhasesRow, unit: Unit): string {
  const parts = phases.map(({ name, value }) => `${name} ${formatQuantity(value, unit)}`)
  return `${title}, ${formatQuantity(total, unit)} in all: ${parts.join(', ')}.`
}
