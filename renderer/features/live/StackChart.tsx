import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { buildChartOptions } from './chartOptions.ts'
import classes from './live.module.css'
import type { Stack } from './stackSeries.ts'

interface StackChartProps {
  readonly title: string
  readonly stack: Stack
  readonly format: (value: number) => string
  /** Bytes: the axis is divided by powers of two. */
  readonly isBinary?: boolean
}

const height = 116

/** Lines on top of each other; the distance to the line below is the technology's own. Its legend is the list beside it. */
export function StackChart({ title, stack, format, isBinary = false }: StackChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const newest = useRef(stack)
  newest.current = stack
  const scheme = useComputedColorScheme('dark')
  const names = stack.technologies.join(' ')

  // Which technologies there are, and the theme, make another chart; samples only fill it anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names stand for the list, the theme for the colours
  useEffect(() => {
    const element = place.current
    if (!element) return
    const span = () => spanOf(newest.current)
    const frame = { format, isBinary, width: element.clientWidth, height, span }
    const made = new uPlot(buildChartOptions(newest.current.technologies, frame), toData(newest.current), element)
    chart.current = made
    const resize = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }))
    resize.observe(element)
    return () => {
      resize.disconnect()
      made.destroy()
      chart.current = null
    }
  }, [names, scheme, format, isBinary])
  useEffect(() => chart.current?.setData(toData(stack)), [stack])

  return (
    <figure className={classes.chart} aria-label={describe(title, stack, format)}>
      <figcaption className={classes.chartHead}>{title}</figcaption>
      <div ref={place} className={classes.plot} aria-hidden="true" />
    </figure>
  )
}

function toData({ times, sums }: Stack): uPlot.AlignedData {
  return [[...times], ...sums.map((values) => [...values])]
}

function describe(title: string, { sums }: Stack, format: (value: number) => string): string {
  const known = (sums.at(-1) ?? []).filter((value) => value !== null)
  if (known.length === 0) return `${title}, last 15 minutes: not known yet`
  return `${title} of all, last 15 minutes: ${format(Math.min(...known))} to ${format(Math.max(...known))}`
}

/** Seconds from the first value that is known to the last one. */
function spanOf({ times, sums }: Stack): number {
  const first = times.findIndex((_, index) => sums.some((values) => (values[index] ?? null) !== null))
  return first < 0 ? 0 : (times.at(-1) ?? 0) - (times[first] ?? 0)
}
