import type { EstimateData, Unit } from '../../contract/metrics.ts'
import { formatQuantity } from '../../model/format.ts'
import { type Markup, markup } from '../html/markup.ts'
import { type ChartSubject, drawAxis, drawChart, drawMark, drawRowName, plotLeft, plotRight, round } from './frame.ts'
import { createLogScale, type Scale } from './scale.ts'

interface RoundValue {
  readonly round: number
  readonly value: number
  /** Of the warm-up round: apart, and drawn hollow. */
  readonly first: boolean
  readonly outlier: boolean
  readonly excluded: boolean
}

export interface RoundsRow extends ChartSubject {
  readonly values: readonly RoundValue[]
  readonly estimate: EstimateData
}

const rowHeight = 46
const band = 26
const top = 8

/** Every single value on a log scale, in each row from top to bottom in the order of the rounds. */
export function drawRoundsChart(id: string, title: string, unit: Unit, rows: readonly RoundsRow[]): Markup {
  const scale = createLogScale(
    rows.flatMap(({ values }) => values.map(({ value }) => value)),
    unit,
    plotLeft,
    plotRight,
  )
  const bottom = top + rows.length * rowHeight
  const last = Math.max(1, ...rows.flatMap(({ values }) => values.map((one) => one.round)))
  const body = rows.map((row, index) => drawRow(row, top + (index + 0.5) * rowHeight, last, scale, unit))
  const description = rows.map((row) => describeRow(row, unit)).join(' ')
  return drawChart(
    id,
    title,
    `Log scale. ${description}`,
    bottom + 22,
    markup`${drawAxis(scale, unit, top, bottom)}${body}`,
  )
}

function drawRow(row: RoundsRow, middle: number, lastRound: number, scale: Scale, unit: Unit): Markup {
  const { estimate, technology, values } = row
  const interval = estimate.ci95
  const y = (one: RoundValue) => middle - band / 2 + (one.round / lastRound) * band
  return markup`${drawRowName(row, middle)}<g class="t-${technology}">${
    interval
      ? markup`<rect class="interval" x="${round(scale.place(interval[0]))}" y="${middle - band / 2 - 4}" width="${round(Math.max(1, scale.place(interval[1]) - scale.place(interval[0])))}" height="${band + 8}"/>`
      : null
  }${values.filter(({ value }) => value > 0).map((one) => drawValue(one, technology, scale.place(one.value), y(one), unit))}</g><path class="median" d="M${round(scale.place(estimate.median))} ${middle - band / 2 - 5}v${band + 10}"/>`
}

function drawValue(one: RoundValue, technology: RoundsRow['technology'], x: number, y: number, unit: Unit): Markup {
  const words = [
    one.first ? 'warm-up' : `round ${one.round}`,
    formatQuantity(one.value, unit),
    ...(one.outlier ? ['outlier, kept'] : []),
    ...(one.excluded ? ['left out'] : []),
  ]
  const shape = one.excluded
    ? markup`<path class="cross" d="M${round(x - 3.5)} ${round(y - 3.5)}l7 7m0 -7l-7 7"/>`
    : drawMark(technology, x, y, one.first ? 7.5 : 6.5, one.first ? 'hollow' : 'mark')
  const ring = one.outlier ? markup`<circle class="ring" cx="${round(x)}" cy="${round(y)}" r="6.5"/>` : null
  return markup`<g><title>${words.join(', ')}</title>${shape}${ring}</g>`
}

function describeRow({ title, values, estimate }: RoundsRow, unit: Unit): string {
  const counted = values.filter(({ first, excluded }) => !first && !excluded).map(({ value }) => value)
  const range =
    counted.length === 0
      ? ''
      : `, from ${formatQuantity(Math.min(...counted), unit)} to ${formatQuantity(Math.max(...counted), unit)}`
  return `${title}: median ${formatQuantity(estimate.median, unit)} of ${counted.length}${range}.`
}
