import type { EstimateData, Unit } from '../../contract/metrics.ts'
import { type Drawing, draw } from '../drawing/drawing.ts'
import { formatQuantity } from '../format.ts'
import {
  type ChartSubject,
  chartWidth,
  drawAxis,
  drawChart,
  drawMark,
  drawRowName,
  plotLeft,
  plotMargin,
  round,
} from './frame.ts'
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
export function drawRoundsChart(
  id: string,
  title: string,
  unit: Unit,
  rows: readonly RoundsRow[],
  width = chartWidth,
): Drawing {
  const scale = createLogScale(
    rows.flatMap(({ values }) => values.map(({ value }) => value)),
    unit,
    plotLeft,
    width - plotMargin,
  )
  const bottom = top + rows.length * rowHeight
  const last = Math.max(1, ...rows.flatMap(({ values }) => values.map((one) => one.round)))
  const body = rows.flatMap((row, index) => drawRow(row, top + (index + 0.5) * rowHeight, last, scale, unit))
  const description = rows.map((row) => describeRow(row, unit)).join(' ')
  return drawChart(id, title, `Log scale. ${description}`, { width, height: bottom + 22 }, [
    ...drawAxis(scale, unit, top, bottom),
    ...body,
  ])
}

function drawRow(row: RoundsRow, middle: number, lastRound: number, scale: Scale, unit: Unit): readonly Drawing[] {
  const { estimate, technology, values } = row
  const interval = estimate.ci95
  const y = (one: RoundValue) => middle - band / 2 + (one.round / lastRound) * band
  const marks = values
    .filter(({ value }) => value > 0)
    .map((one) => drawValue(one, row, scale.place(one.value), y(one), unit))
  const median = `M${round(scale.place(estimate.median))} ${middle - band / 2 - 5}v${band + 10}`
  return [
    ...drawRowName(row, middle),
    draw('g', { class: `t-${technology}` }, interval ? drawBand(interval, middle, scale) : null, marks),
    draw('path', { class: 'median', d: median }),
  ]
}

function drawBand([low, high]: readonly [number, number], middle: number, scale: Scale): Drawing {
  return draw('rect', {
    class: 'interval',
    x: round(scale.place(low)),
    y: middle - band / 2 - 4,
    width: round(Math.max(1, scale.place(high) - scale.place(low))),
    height: band + 8,
  })
}

function drawValue(one: RoundValue, subject: ChartSubject, x: number, y: number, unit: Unit): Drawing {
  const words = [
    one.first ? 'warm-up' : `round ${one.round}`,
    formatQuantity(one.value, unit),
    ...(one.outlier ? ['outlier, kept'] : []),
    ...(one.excluded ? ['left out'] : []),
  ]
  const shape = one.excluded
    ? draw('path', { class: 'cross', d: `M${round(x - 3.5)} ${round(y - 3.5)}l7 7m0 -7l-7 7` })
    : drawMark(subject, x, y, one.first ? 7.5 : 6.5, one.first ? 'hollow' : 'mark')
  const ring = one.outlier ? draw('circle', { class: 'ring', cx: round(x), cy: round(y), r: 6.5 }) : null
  return draw('g', {}, draw('title', {}, words.join(', ')), shape, ring)
}

function describeRow({ title, values, estimate }: RoundsRow, unit: Unit): string {
  const counted = values.filter(({ first, excluded }) => !first && !excluded).map(({ value }) => value)
  const range =
    counted.length === 0
      ? ''
      : `, from ${formatQuantity(Math.min(...counted), unit)} to ${formatQuantity(Math.max(...counted), unit)}`
  return `${title}: median ${formatQuantity(estimate.median, unit)} of ${counted.length}${range}.`
}
