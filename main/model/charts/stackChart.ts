import type { Technology } from '../../contract/technology.ts'
import { type Drawing, draw } from '../drawing/drawing.ts'
import { estimateWidth } from '../drawing/textWidth.ts'
import { formatPeriod } from '../formatWhen.ts'
import { lineDashes } from '../live/lineDashes.ts'
import { technologyTitles } from '../technologyTitles.ts'
import { chartWidth, drawChart, drawMark, round } from './frame.ts'
import { createLinearScale, type Scale, trimZeros } from './scale.ts'
import { createTimeScale } from './timeScale.ts'

/** Lines over time that stand on each other. */
export interface Stack {
  readonly technologies: readonly Technology[]
  /** Seconds since 1970, ascending and evenly spaced. */
  readonly times: readonly number[]
  /** Of each technology its own and those below it added up; null where its own is not known. */
  readonly sums: readonly (readonly (number | null)[])[]
}

export interface Period {
  /** Seconds since 1970. */
  readonly from: number
  readonly to: number
}

export interface StackUnit {
  readonly unit: 'ratio' | 'bytes'
  /** What the axis reaches at least. */
  readonly least: number
  readonly format: (value: number) => string
}

const left = 66
const margin = 18
const legendHeight = 26
const plotHeight = 210
/** All technologies have room beside each other. */
const legendGap = 14
/** Of a name; as drawingLooks has it. */
const nameSize = 12

/** Of the first and the last value that is known of any technology; null before there is one. */
export function findPeriod({ times, sums }: Stack): Period | null {
  const isKnown = (_: number, index: number) => sums.some((values) => (values[index] ?? null) !== null)
  const [from, to] = [times.find(isKnown), times.findLast(isKnown)]
  return from === undefined || to === undefined ? null : { from, to }
}

/** The second of the first value that is known, where there are times before it; else null. */
export function findLateBeginning(stack: Stack): number | null {
  const from = findPeriod(stack)?.from ?? null
  return from === stack.times[0] ? null : from
}

/** `24 Nov 2026, 09:05–10:20` */
export function describePeriod(stack: Stack): string | null {
  const period = findPeriod(stack)
  return period && formatPeriod(new Date(period.from * 1000), new Date(period.to * 1000))
}

/** As a picture that leaves the app: with its legend and its times. A value between two gaps is a point. */
export function drawStackChart(id: string, title: string, stack: Stack, unit: StackUnit, width = chartWidth): Drawing {
  const top = legendHeight
  const bottom = top + plotHeight
  const known = stack.sums.flatMap((values) => values.filter((value) => value !== null))
  const scale = createLinearScale(Math.max(unit.least, ...known), unit.unit, bottom, top)
  const time = createTimeScale(findPeriod(stack), left, width - margin)
  const layers = stack.technologies.map((technology, index) => drawLayer(technology, index, stack, scale, time))
  return drawChart(id, title, describeStack(stack, unit), { width, height: bottom + 22 }, [
    ...scale.ticks.flatMap((tick) => {
      const y = round(scale.place(tick))
      return [
        draw('path', { class: 'grid', d: `M${left} ${y}H${width - margin}` }),
        draw('text', { class: 'end', x: left - 8, y: y + 4 }, trimZeros(unit.format(tick))),
      ]
    }),
    ...time.ticks.map(({ at, text }) =>
      draw('text', { class: 'tick', x: round(time.place(at)), y: bottom + 16 }, text),
    ),
    ...layers,
    ...drawLegend(stack.technologies),
  ])
}

function drawLayer(
  technology: Technology,
  layer: number,
  stack: Stack,
  scale: Scale,
  time: Pick<Scale, 'place'>,
): Drawing {
  const { times, sums } = stack
  const own = sums[layer] ?? []
  const below = sums.slice(0, layer)
  const x = (index: number) => round(time.place(times[index] ?? 0))
  const y = (value: number) => round(scale.place(value))
  const base = (index: number) => below.findLast((values) => (values[index] ?? null) !== null)?.[index] ?? 0
  const runs = listRuns(own)
  const tops = runs.map((run) => run.map((index) => `${x(index)} ${y(own[index] ?? 0)}`))
  const bases = runs.map((run) => run.toReversed().map((index) => `${x(index)} ${y(base(index))}`))
  return draw(
    'g',
    { class: `t-${technology}` },
    draw('path', {
      class: 'area',
      d: tops.map((one, run) => `M${[...one, ...(bases[run] ?? [])].join('L')}Z`).join(''),
    }),
    draw('path', {
      class: 'line fine',
      'stroke-dasharray': dashOf(technology),
      d: tops.map((one) => `M${one.join('L')}`).join(''),
    }),
    runs
      .filter((run) => run.length === 1)
      .map(([index = 0]) => draw('circle', { class: 'mark', cx: x(index), cy: y(own[index] ?? 0), r: 2 })),
  )
}

/** The indices of values that follow each other without a gap. */
function listRuns(values: readonly (number | null)[]): readonly (readonly number[])[] {
  const runs: number[][] = []
  values.forEach((value, index) => {
    if (value === null) return
    const last = runs.at(-1)
    if (last?.at(-1) === index - 1) last.push(index)
    else runs.push([index])
  })
  return runs
}

function drawLegend(technologies: readonly Technology[]): readonly Drawing[] {
  let x = 4
  return technologies.map((technology) => {
    const title = technologyTitles[technology]
    const at = round(x)
    x += 42 + estimateWidth(title, nameSize) + legendGap
    return draw(
      'g',
      { class: `t-${technology}` },
      draw('path', { class: 'line fine', 'stroke-dasharray': dashOf(technology), d: `M${at} 8h24` }),
      drawMark({ technology }, at + 33, 8, 9),
      draw('text', { class: 'name', x: at + 42, y: 12 }, title),
    )
  })
}

function dashOf(technology: Technology): string {
  return lineDashes[technology].join(' ') || 'none'
}

function describeStack(stack: Stack, { format }: StackUnit): string {
  const period = describePeriod(stack)
  if (period === null) return 'Nothing is known yet.'
  const ranges = stack.technologies.map((technology, index) => {
    const known = (stack.sums[index] ?? []).filter((value) => value !== null)
    return `Up to ${technologyTitles[technology]}: ${format(Math.min(...known))} to ${format(Math.max(...known))}.`
  })
  return `On top of each other, ${period}. ${ranges.join(' ')}`
}
