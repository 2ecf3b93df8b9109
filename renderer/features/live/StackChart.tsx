import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { HistorySpan } from '../../../main/contract/live.ts'
import { findPeriod, type Stack } from '../../../main/model/charts/stackChart.ts'
import { buildChartOptions } from './chartOptions.ts'
import { classes } from './classes.ts'
import type { TotalChart } from './totalsFigure.ts'

interface StackChartProps {
  readonly chart: TotalChart
  readonly stack: Stack
  readonly span: HistorySpan
}

const height = 116

/** In words, and the seconds that are spread over the whole width at least. */
const spans = {
  short: { words: 'last 15 minutes', least: 120 },
  long: { words: 'last 24 hours', least: 3_600 },
} as const satisfies Record<HistorySpan, { words: string; least: number }>

/** Lines on top of each other; the distance to the line below is the technology's own. Its legend is the list beside it. */
export function StackChart({ chart: { title, unit, format }, stack, span }: StackChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const newest = useRef(stack)
  newest.current = stack
  const scheme = useComputedColorScheme('dark')
  const names = stack.technologies.join(' ')

  // Which technologies there are, the span and the theme make another chart; samples only fill it anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names stand for the list, the theme for the colours
  useEffect(() => {
    const element = place.current
    if (!element) return
    const frame = {
      format,
      isBinary: unit === 'bytes',
      width: element.clientWidth,
      height,
      span: () => spanOf(newest.current),
      leastSpan: spans[span].least,
    }
    const made = new uPlot(buildChartOptions(newest.current.technologies, frame), toData(newest.current), element)
    chart.current = made
    const resize = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }))
    resize.observe(element)
    return () => {
      resize.disconnect()
      made.destroy()
      chart.current = null
    }
  }, [names, scheme, format, unit, span])
  useEffect(() => chart.current?.setData(toData(stack)), [stack])

  return (
    <figure className={classes.chart} aria-label={describe(title, stack, format, spans[span].words)}>
      <div ref={place} className={classes.plot} aria-hidden="true" />
    </figure>
  )
}

function toData({ times, sums }: Stack): uPlot.AlignedData {
  return [[...times], ...sums.map((values) => [...values])]
}

function describe(title: string, { sums }: Stack, format: (value: number) => string, when: string): string {
  const known = (sums.at(-1) ?? []).filter((value) => value !== null)
  if (known.length === 0) return `${title}, ${when}: not known yet`
  return `${title} of all, ${when}: ${format(Math.min(...known))} to ${format(Math.max(...known))}`
}

/** Seconds from the first value that is known to the last one. */
function spanOf(stack: Stack): number {
  const period = findPeriod(stack)
  return period ? (stack.times.at(-1) ?? 0) - period.from : 0
}
