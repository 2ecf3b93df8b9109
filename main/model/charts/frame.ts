import type { Unit } from '../../contract/metrics.ts'
import type { Technology } from '../../contract/technology.ts'
import { type Drawing, draw } from '../drawing/drawing.ts'
import { estimateWidth } from '../drawing/textWidth.ts'
import { technologyLooks } from '../technologyLook.ts'
import { formatTick, type Scale } from './scale.ts'

/** What the charts have in common: a drawing of a given width, rows with a marked name at the left, an axis below. */

/** A contender as a chart needs it. */
export interface ChartSubject {
  readonly title: string
  readonly technology: Technology
  /** How many contenders of the same technology come before it: their marks differ. 0 where left out. */
  readonly variant?: number
}

/** Pixels, of a chart in a report or in a copied picture. */
export const chartWidth = 720
/** Room for names at the left. */
export const plotLeft = 172
/** Of the words at an axis; as drawingLooks has them. */
const tickSize = 11
/** Of the words in a plot; as drawingLooks has them. */
export const smallSize = 10.5
/** Between them, at least. */
const tickGap = 6
/** Room behind the plot where nothing stands. */
export const plotMargin = 30

/** `id` must be unique in the page. `description` says in words what the drawing shows. */
export function drawChart(
  id: string,
  title: string,
  description: string,
  { width, height }: { readonly width: number; readonly height: number },
  body: readonly Drawing[],
): Drawing {
  return draw(
    'svg',
    {
      class: 'chart',
      role: 'img',
      'aria-labelledby': `${id}-t ${id}-d`,
      viewBox: `0 0 ${round(width)} ${round(height)}`,
    },
    draw('title', { id: `${id}-t` }, title),
    draw('desc', { id: `${id}-d` }, description),
    body,
  )
}

/** Cuts through a mark, in a box of 10 by 10: none, then one upright, one level, both. */
const cuts = ['', 'M5 0V10', 'M0 5H10', 'M5 0V10M0 5H10'] as const

/**
 * The shape of a technology, `size` wide, with its middle at x and y; colour from the group it stands in. Further contenders of the
 * same technology have it cut, so that they are told apart without colour.
 */
export function drawMark(
  { technology, variant = 0 }: Pick<ChartSubject, 'technology' | 'variant'>,
  x: number,
  y: number,
  size: number,
  className: 'mark' | 'hollow' = 'mark',
): Drawing {
  const transform = `translate(${round(x - size / 2)} ${round(y - size / 2)}) scale(${round(size / 10)})`
  const shape = { class: className, transform, d: technologyLooks[technology].shape }
  const cut = cuts[Math.min(variant, cuts.length - 1)]
  if (!cut) return draw('path', shape)
  return draw('g', {}, draw('path', shape), draw('path', { class: `${className}-cut`, transform, d: cut }))
}

/** The name of a row with its mark. */
export function drawRowName(subject: ChartSubject, y: number): readonly Drawing[] {
  return [
    draw('g', { class: `t-${subject.technology}` }, drawMark(subject, 10, y, 10)),
    draw('text', { class: 'name', x: 22, y: round(y + 4) }, shorten(subject.title, 20)),
  ]
}

/** Vertical lines with what they stand for beneath; where words would touch, every second or third line has none. */
export function drawAxis(scale: Scale, unit: Unit, top: number, bottom: number): readonly Drawing[] {
  const places = scale.ticks.map((tick) => ({ x: round(scale.place(tick)), words: formatTick(tick, unit) }))
  const widest = Math.max(0, ...places.map(({ words }) => estimateWidth(words, tickSize))) + tickGap
  const nearest = Math.min(...places.slice(1).map(({ x }, index) => x - (places[index]?.x ?? 0)))
  const every = Math.max(1, Math.ceil(widest / nearest))
  return places.flatMap(({ x, words }, index) => [
    draw('path', { class: 'grid', d: `M${x} ${top}V${bottom}` }),
    ...(index % every === 0 ? [draw('text', { class: 'tick', x, y: bottom + 14 }, words)] : []),
  ])
}

/** What an SVG needs no more digits of. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** The whole name stands in the table beside the chart. */
function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}
