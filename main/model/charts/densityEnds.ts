import { type Drawing, draw } from '../drawing/drawing.ts'
import { type Box, placeLabels } from '../drawing/placeLabels.ts'
import { estimateWidth } from '../drawing/textWidth.ts'
import { formatQuantity } from '../format.ts'
import { type ChartSubject, drawMark, round, smallSize } from './frame.ts'
import type { Scale } from './scale.ts'

export interface DensityRow extends ChartSubject {
  /** Bytes of all instances together. */
  readonly points: readonly { readonly instances: number; readonly bytes: number }[]
  readonly perInstance: number | null
  /** How many this machine would hold, and what would end it. */
  readonly projection: { readonly instances: number; readonly limit: string } | null
}

export interface Place {
  readonly instances: number
  readonly bytes: number
}

/** What is known of a row, as places: measured, and what follows from it. */
export interface DensityLine {
  readonly row: DensityRow
  readonly measured: readonly Place[]
  readonly projected: readonly Place[]
}

const lineHeight = 14

interface Plot {
  readonly x: Scale
  readonly y: Scale
  /** Of the drawing. */
  readonly width: number
  /** Of the plot. */
  readonly bottom: number
}

/** The hollow ends of the projections, each with its number beside it where it covers no mark and no other number. */
export function drawEnds(
  lines: readonly DensityLine[],
  taken: readonly Box[],
  { x, y, width, bottom }: Plot,
): readonly Drawing[] {
  const ends = lines.flatMap(({ row, projected }) => {
    const end = projected.at(-1)
    if (!end || row.projection === null) return []
    const words = `≈ ${formatQuantity(row.projection.instances, 'count')}`
    return [{ row, words, x: x.place(end.instances), y: y.place(end.bytes) }]
  })
  const marks = [
    ...ends.map((end) => boxAround(end.x, end.y)),
    ...lines.flatMap(({ row }) => listMarks(row, x, y)),
    ...taken,
  ]
  const labels = ends.map((end) => {
    const labelWidth = estimateWidth(end.words, smallSize)
    const left = Math.min(end.x + 8, width - labelWidth)
    return { x: left, y: end.y - lineHeight / 2, width: labelWidth, height: lineHeight }
  })
  const places = placeLabels(labels, marks, { top: 0, bottom })
  return ends.map((end, index) => {
    const place = places[index] ?? boxAround(end.x, end.y)
    const middle = place.y + place.height / 2
    // What was moved away is led back to its mark.
    const leader = Math.abs(middle - end.y) > lineHeight / 2
    return draw(
      'g',
      { class: `t-${end.row.technology}` },
      leader
        ? draw('path', { class: 'leader', d: `M${round(end.x)} ${round(end.y)}L${round(place.x)} ${round(middle)}` })
        : null,
      drawMark(end.row, end.x, end.y, 8, 'hollow'),
      draw('text', { class: 'small halo', x: round(place.x), y: round(middle + 4) }, end.words),
    )
  })
}

function boxAround(x: number, y: number): Box {
  return { x: x - 5, y: y - 5, width: 10, height: 10 }
}

function listMarks({ points }: DensityRow, x: Scale, y: Scale): readonly Box[] {
  return points
    .filter(({ instances, bytes }) => instances > 0 && bytes > 0)
    .map(({ instances, bytes }) => boxAround(x.place(instances), y.place(bytes)))
}
