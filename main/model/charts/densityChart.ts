import { type Drawing, draw } from '../drawing/drawing.ts'
import type { Box } from '../drawing/placeLabels.ts'
import { countSigns, estimateWidth } from '../drawing/textWidth.ts'
import { formatQuantity, NO_BREAK_SPACE } from '../format.ts'
import { median } from '../stats/median.ts'
import { wrapText } from '../wrapText.ts'
import { type DensityLine, type DensityRow, drawEnds, type Place } from './densityEnds.ts'
import { chartWidth, drawChart, drawMark, drawRowName, plotLeft, round, smallSize } from './frame.ts'
import { createLogScale, formatTick, type Scale } from './scale.ts'

const top = 16
const bottom = 250
/** Room for sizes at the left of the plot. */
const axisLeft = 70
/** Room for the ends of projections. */
const margin = 70
/** Where the words of the legend begin, after names. */
const wordsLeft = plotLeft + 8
const lineHeight = 14
/** Of the words of the legend; as drawingLooks has them. */
const wordSize = 12

/** Measured points and their line, then dashed what the line says of this machine; both axes logarithmic. */
export function drawDensityChart(
  id: string,
  title: string,
  machineBytes: number | null,
  rows: readonly DensityRow[],
  width = chartWidth,
): Drawing {
  const right = width - margin
  const lines: readonly DensityLine[] = rows.map((row) => ({ row, ...followLine(row) }))
  const all = lines.flatMap(({ measured, projected }) => [...measured, ...projected])
  const points = rows.flatMap((row) => row.points.filter(({ instances }) => instances > 0))
  const x = createLogScale(
    [...points, ...all].map(({ instances }) => instances),
    'count',
    axisLeft,
    right,
  )
  const sizes = [...points, ...all].map(({ bytes }) => bytes)
  const y = createLogScale(machineBytes === null ? sizes : [...sizes, machineBytes], 'bytes', bottom, top)
  const curves = lines.map(({ row, measured, projected }) =>
    draw(
      'g',
      { class: `t-${row.technology}` },
      drawLine(measured, 'line', x, y),
      drawLine(projected, 'line dashed', x, y),
      drawPoints(row, x, y),
    ),
  )
  const machine = machineBytes === null ? null : describeMachine(machineBytes, y)
  const legend = drawLegend(rows, width)
  const body = [
    ...drawGrid(x, y, right),
    ...(machine === null ? [] : drawMachine(machine, right)),
    ...curves,
    ...drawEnds(lines, machine === null ? [] : [machine.box], { x, y, width, bottom }),
    ...legend.drawings,
  ]
  return drawChart(id, title, rows.map(describeRow).join(' '), { width, height: legend.bottom }, body)
}

/** The straight line bytes = base + slope × instances through the middle of the points, which bends on log axes. */
function followLine({ points, perInstance, projection }: DensityRow) {
  const used = points.filter(({ instances }) => instances > 0)
  if (perInstance === null || used.length === 0) return { measured: [], projected: [] }
  const base = median(used.map(({ instances, bytes }) => bytes - perInstance * instances))
  const last = Math.max(...used.map(({ instances }) => instances))
  const at = (instances: number): Place => ({ instances, bytes: base + perInstance * instances })
  const between = (from: number, to: number) =>
    Array.from({ length: 17 }, (_, step) => at(from * (to / from) ** (step / 16))).filter(({ bytes }) => bytes > 0)
  return {
    measured: between(Math.min(...used.map(({ instances }) => instances)), last),
    projected: projection && projection.instances > last ? between(last, projection.instances) : [],
  }
}

function drawGrid(x: Scale, y: Scale, right: number): readonly Drawing[] {
  const across = y.ticks.flatMap((tick) => [
    draw('path', { class: 'grid', d: `M${axisLeft} ${round(y.place(tick))}H${right}` }),
    draw('text', { class: 'tick end', x: axisLeft - 8, y: round(y.place(tick) + 4) }, formatTick(tick, 'bytes')),
  ])
  const down = x.ticks.flatMap((tick) => [
    draw('path', { class: 'grid', d: `M${round(x.place(tick))} ${top}V${bottom}` }),
    draw('text', { class: 'tick', x: round(x.place(tick)), y: bottom + 14 }, formatTick(tick, 'count')),
  ])
  return [...across, ...down, draw('text', { class: 'tick end', x: right, y: bottom + 30 }, 'instances at once')]
}

interface MachineLine {
  readonly words: string
  readonly y: number
  /** Where its words stand. */
  readonly box: Box
}

function describeMachine(bytes: number, y: Scale): MachineLine {
  const words = `${formatQuantity(bytes, 'bytes')} in this machine`
  const place = round(y.place(bytes))
  const box = { x: axisLeft + 6, y: place - lineHeight, width: estimateWidth(words, smallSize), height: lineHeight }
  return { words, y: place, box }
}

function drawMachine({ words, y, box }: MachineLine, right: number): readonly Drawing[] {
  return [
    draw('path', { class: 'limit', d: `M${axisLeft} ${y}H${right}` }),
    draw('text', { class: 'small halo', x: box.x, y: y - 4 }, words),
  ]
}

function drawLine(places: readonly Place[], className: string, x: Scale, y: Scale): Drawing | null {
  if (places.length === 0) return null
  const path = places.map(({ instances, bytes }) => `${round(x.place(instances))} ${round(y.place(bytes))}`)
  return draw('path', { class: className, d: `M${path.join('L')}` })
}

function drawPoints(row: DensityRow, x: Scale, y: Scale): readonly Drawing[] {
  return row.points
    .filter(({ instances, bytes }) => instances > 0 && bytes > 0)
    .map(({ instances, bytes }) =>
      draw(
        'g',
        {},
        draw('title', {}, `${instances}: ${formatQuantity(bytes, 'bytes')}`),
        drawMark(row, x.place(instances), y.place(bytes), 7),
      ),
    )
}

/** Under the plot: each contender with its slope and its projection, in as many lines as they need. */
function drawLegend(rows: readonly DensityRow[], width: number) {
  const drawings: Drawing[] = []
  let y = bottom + 40
  for (const row of rows) {
    const lines = wrapText(describeEnd(row), countSigns(width - wordsLeft, wordSize))
    drawings.push(...drawRowName(row, y + 4))
    for (const [index, line] of lines.entries()) {
      drawings.push(draw('text', { class: 'value', x: wordsLeft, y: y + 8 + index * lineHeight }, line))
    }
    y += lines.length * lineHeight + 4
  }
  return { drawings, bottom: y + 4 }
}

function describeEnd({ perInstance, projection }: DensityRow): string {
  const slope = perInstance === null ? 'no slope' : `${formatQuantity(perInstance, 'bytes')} each`
  if (projection === null) return slope
  return `${slope} · projected: ≈${NO_BREAK_SPACE}${formatQuantity(projection.instances, 'count')}, then ${projection.limit}`
}

function describeRow(row: DensityRow): string {
  return `${row.title}: ${describeEnd(row)}.`
}
