import type { EstimateData } from '../../contract/metrics.ts'
import { type Drawing, draw } from '../drawing/drawing.ts'
import { formatInterval, formatQuantity } from '../format.ts'
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

export interface CostGroup {
  /** A kernel, or the mean over all of them. */
  readonly name: string
  readonly rows: readonly (ChartSubject & { readonly ratio: EstimateData })[]
}

const lineHeight = 17
const groupHead = 18
const top = 4

/** Ratios to the host on a log scale with their intervals, the host itself as a line at 1. */
export function drawCostChart(id: string, title: string, groups: readonly CostGroup[], width = chartWidth): Drawing {
  const values = groups.flatMap(({ rows }) => rows.flatMap(({ ratio }) => [ratio.median, ...(ratio.ci95 ?? [])]))
  const scale = createLogScale([1, ...values], 'ratio', plotLeft, width - plotMargin)
  const pieces: Drawing[] = []
  let y = top
  for (const group of groups) {
    pieces.push(...drawGroup(group, y, scale))
    y += groupHead + group.rows.length * lineHeight
  }
  const description = groups.map(describeGroup).join(' ')
  const one = round(scale.place(1))
  const body = [
    ...drawAxis(scale, 'ratio', top, y),
    draw('path', { class: 'median', d: `M${one} ${top}V${y}` }),
    ...pieces,
  ]
  return drawChart(id, title, `Log scale, × host. ${description}`, { width, height: y + 22 }, body)
}

function drawGroup({ name, rows }: CostGroup, y: number, scale: Scale): readonly Drawing[] {
  const lines = rows.flatMap((row, index) => drawLine(row, y + groupHead + (index + 0.5) * lineHeight, scale))
  return [draw('text', { class: 'head', x: 4, y: y + 13 }, name), ...lines]
}

function drawLine(row: CostGroup['rows'][number], y: number, scale: Scale): readonly Drawing[] {
  const { median, ci95 } = row.ratio
  const whisker = ci95
    ? draw('path', { class: 'whisker', d: `M${round(scale.place(ci95[0]))} ${y}H${round(scale.place(ci95[1]))}` })
    : null
  const words = `${row.title}: ${describeRatio(row.ratio)}`
  return [
    ...drawRowName(row, y),
    draw(
      'g',
      { class: `t-${row.technology}` },
      draw('title', {}, words),
      whisker,
      drawMark(row, scale.place(median), y, 9),
    ),
  ]
}

function describeGroup({ name, rows }: CostGroup): string {
  return `${name}: ${rows.map(({ title, ratio }) => `${title} ${describeRatio(ratio)}`).join(', ')}.`
}

function describeRatio({ median, ci95 }: EstimateData): string {
  const interval = ci95 ? ` (${formatInterval({ low: ci95[0], high: ci95[1] }, 'ratio', median)})` : ''
  return `${formatQuantity(median, 'ratio')}${interval}`
}
