import type { Unit } from '../../contract/metrics.ts'
import { formatQuantity } from '../../model/format.ts'
import { type Markup, markup } from '../html/markup.ts'
import { type ChartSubject, chartWidth, drawChart, drawRowName, plotLeft, round } from './frame.ts'

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
const right = chartWidth - 84
/** About the width of a sign of the small text. */
const signWidth = 5.6

/** Each row's bar is that contender's whole time, so that a short one can be read beside a long one. */
export function drawPhasesChart(id: string, title: string, unit: Unit, rows: readonly PhasesRow[]): Markup {
  const body = rows.map((row, index) => drawRow(row, top + index * rowHeight, unit))
  const description = rows.map((row) => describeRow(row, unit)).join(' ')
  return drawChart(id, title, description, top + rows.length * rowHeight, markup`${body}`)
}

function drawRow(row: PhasesRow, y: number, unit: Unit): Markup {
  const sum = row.phases.reduce((total, { value }) => total + Math.max(0, value), 0)
  let x = plotLeft
  const boxes = row.phases.map((phase, index) => {
    const width = sum > 0 ? (Math.max(0, phase.value) / sum) * (right - plotLeft) : 0
    const box = drawBox(phase, index, x, y, width, unit)
    x += width
    return box
  })
  return markup`${drawRowName(row, y + bar / 2)}<g class="t-${row.technology}">${boxes}</g><text class="value" x="${right + 8}" y="${y + 13}">${formatQuantity(row.total, unit)}</text>`
}

function drawBox(phase: Phase, index: number, x: number, y: number, width: number, unit: Unit): Markup {
  const value = formatQuantity(phase.value, unit)
  const style = phase.unexplained ? 'unexplained' : `phase shade-${index % 4}`
  // A name that does not fit is left to the table: two over each other cannot be read.
  const fits = (text: string) => text.length * signWidth <= width - 8
  const lines = fits(phase.name) ? [phase.name, ...(fits(value) ? [value] : [])] : []
  const texts = lines.map(
    (line, row) => markup`<text class="small" x="${round(x + 1)}" y="${y + bar + 12 + row * 12}">${line}</text>`,
  )
  return markup`<g><title>${`${phase.name} ${value}`}</title><rect class="${style}" x="${round(x)}" y="${y}" width="${round(width)}" height="${bar}"/></g>${texts}`
}

function describeRow({ title, phases, total }: PhasesRow, unit: Unit): string {
  const parts = phases.map(({ name, value }) => `${name} ${formatQuantity(value, unit)}`)
  return `${title}, ${formatQuantity(total, unit)} in all: ${parts.join(', ')}.`
}
