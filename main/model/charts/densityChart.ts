import { type Drawing, draw } from '../drawing/drawing.ts'
import { formatQuantity } from '../format.ts'
import { median } from '../stats/median.ts'
import { type ChartSubject, chartWidth, drawChart, drawMark, drawRowName, plotLeft, round } from './frame.ts'
import { createLogScale, formatTick, type Scale } from './scale.ts'

export interface DensityRow extends ChartSubject {
  /** Bytes of all instances together. */
  readonly points: readonly { readonly instances: number; readonly bytes: number }[]
  readonly perInstance: number | null
  /** How many this machine would hold, and what would end it. */
  readonly projection: { readonly instances: number; readonly limit: string } | null
}

const top = 16
const bottom = 250
/** About the width of a sign of the words below, at most. */
const signWidth = 6.8
/** Room for the ends of projections. */
const margin = 110

/** Measured points and their line, then dashed what the line says of this machine; both axes logarithmic. */
export function drawDensityChart(
  id: string,
  title: string,
  machineBytes: number | null,
  rows: readonly DensityRow[],
  width = chartWidth,
): Drawing {
  const right = width - margin
  const lines = rows.map((row) => ({ row, ...followLine(row) }))
  const all = lines.flatMap(({ measured, projected }) => [...measured, ...projected])
  const points = rows.flatMap((row) => row.points.filter(({ instances }) => instances > 0))
  const x = createLogScale(
    [...points, ...all].map(({ instances }) => instances),
    'count',
    plotLeft,
    right,
  )
  const sizes = [...points, ...all].map(({ bytes }) => bytes)
  const y = createLogScale(machineBytes === null ? sizes : [...sizes, machineBytes], 'bytes', bottom, top)
  const words = rows.map((row) => breakWords(row, width))
  const rowHeight = words.some((lines) => lines.length > 1) ? 32 : 18
  const legend = rows.flatMap((row, index) => drawRowName(row, bottom + 44 + index * rowHeight))
  const curves = lines.map(({ row, measured, projected }) =>
    draw(
      'g',
      { class: `t-${row.technology}` },
      drawLine(measured, 'line', x, y),
      drawLine(projected, 'line dashed', x, y),
      drawPoints(row, x, y),
      drawEnd(projected, row, x, y),
    ),
  )
  const body = [
    ...drawGrid(x, y, right),
    ...(machineBytes === null ? [] : drawMachine(machineBytes, y, right)),
    ...curves,
    ...legend,
    ...words.flatMap((lines, index) => drawWords(lines, bottom + 48 + index * rowHeight)),
  ]
  return drawChart(
    id,
    title,
    rows.map(describeRow).join(' '),
    { width, height: bottom + 44 + rows.length * rowHeight },
    body,
  )
}

interface Place {
  readonly instances: number
  readonly bytes: number
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
    draw('path', { class: 'grid', d: `M${plotLeft} ${round(y.place(tick))}H${right}` }),
    draw('text', { class: 'tick end', x: plotLeft - 8, y: round(y.place(tick) + 4) }, formatTick(tick, 'bytes')),
  ])
  const down = x.ticks.flatMap((tick) => [
    draw('path', { class: 'grid', d: `M${round(x.place(tick))} ${top}V${bottom}` }),
    draw('text', { class: 'tick', x: round(x.place(tick)), y: bottom + 14 }, formatTick(tick, 'count')),
  ])
  return [...across, ...down, draw('text', { class: 'tick end', x: right, y: bottom + 30 }, 'instances at once')]
}

function drawMachine(bytes: number, y: Scale, right: number): readonly Drawing[] {
  const place = round(y.place(bytes))
  return [
    draw('path', { class: 'limit', d: `M${plotLeft} ${place}H${right}` }),
    draw(
      'text',
      { class: 'small', x: plotLeft + 6, y: place - 4 },
      `${formatQuantity(bytes, 'bytes')} in this machine`,
    ),
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

function drawEnd(projected: readonly Place[], row: DensityRow, x: Scale, y: Scale): readonly Drawing[] {
  const { projection } = row
  const end = projected.at(-1)
  if (!end || !projection) return []
  const words = `≈ ${formatQuantity(projection.instances, 'count')}`
  return [
    drawMark(row, x.place(end.instances), y.place(end.bytes), 8, 'hollow'),
    draw('text', { class: 'small', x: round(x.place(end.instances) + 8), y: round(y.place(end.bytes) + 4) }, words),
  ]
}

function drawWords(lines: readonly string[], y: number): readonly Drawing[] {
  return lines.map((line, index) => draw('text', { class: 'value', x: plotLeft + 8, y: y + index * 14 }, line))
}

/** In one line where it fits, else the projection below the slope. */
function breakWords(row: DensityRow, width: number): readonly string[] {
  const whole = describeEnd(row)
  return plotLeft + 8 + whole.length * signWidth <= width ? [whole] : whole.split(' · ')
}

function describeEnd({ perInstance, projection }: DensityRow): string {
  const slope = perInstance === null ? 'no slope' : `${formatQuantity(perInstance, 'bytes')} each`
  if (projection === null) return slope
  return `${slope} · projected: ≈ ${formatQuantity(projection.instances, 'count')}, then ${projection.limit}`
}

function describeRow(row: DensityRow): string {
  return `${row.title}: ${describeEnd(row)}.`
}
