import type { Unit } from '../../contract/metrics.ts'
import type { Technology } from '../../contract/technology.ts'
import { type Drawing, draw } from '../drawing/drawing.ts'
import { technologyLooks } from '../technologyLook.ts'
import { formatTick, type Scale } from './scale.ts'

/** What the charts have in common: a drawing of fixed width, rows with a marked name at the left, an axis below. */

/** A contender as a chart needs it. */
export interface ChartSubject {
  readonly title: string
  readonly technology: Technology
}

export const chartWidth = 720
/** Room for names at the left. */
export const plotLeft = 172
export const plotRight = chartWidth - 30

/** `id` must be unique in the page. `description` says in words what the drawing shows. */
export function drawChart(
  id: string,
  title: string,
  description: string,
  height: number,
  body: readonly Drawing[],
): Drawing {
  return draw(
    'svg',
    {
      class: 'chart',
      role: 'img',
      'aria-labelledby': `${id}-t ${id}-d`,
      viewBox: `0 0 ${chartWidth} ${round(height)}`,
    },
    draw('title', { id: `${id}-t` }, title),
    draw('desc', { id: `${id}-d` }, description),
    body,
  )
}

/** The shape of a technology, `size` wide, with its middle at x and y; colour from the group it stands in. */
export function drawMark(technology: Technology, x: number, y: number, size: number, className = 'mark'): Drawing {
  const scale = size / 10
  return draw('path', {
    class: className,
    transform: `translate(${round(x - size / 2)} ${round(y - size / 2)}) scale(${round(scale)})`,
    d: technologyLooks[technology].shape,
  })
}

/** The name of a row with its mark. */
export function drawRowName({ title, technology }: ChartSubject, y: number): readonly Drawing[] {
  return [
    draw('g', { class: `t-${technology}` }, drawMark(technology, 10, y, 10)),
    draw('text', { class: 'name', x: 22, y: round(y + 4) }, shorten(title, 20)),
  ]
}

/** Vertical lines with what they stand for beneath. */
export function drawAxis(scale: Scale, unit: Unit, top: number, bottom: number): readonly Drawing[] {
  return scale.ticks.flatMap((tick) => {
    const x = round(scale.place(tick))
    return [
      draw('path', { class: 'grid', d: `M${x} ${top}V${bottom}` }),
      draw('text', { class: 'tick', x, y: bottom + 14 }, formatTick(tick, unit)),
    ]
  })
}

/** What an SVG needs no more digits of. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** The whole name stands in the table beside the chart. */
function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}
