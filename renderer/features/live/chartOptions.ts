import type uPlot from 'uplot'
import type { Technology } from '../../../main/contract/technology.ts'
import { lineDashes } from '../../../main/model/live/lineDashes.ts'

interface ChartFrame {
  readonly format: (value: number) => string
  readonly isBinary: boolean
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** Seconds from the first known value to the last. */
  readonly span: () => number
  /** Seconds: less than this is not spread over the whole width. */
  readonly leastSpan: number
}

const minute = 60
const hour = 60 * minute
/** Seconds between the marks of the axis of time. */
const timeSteps = [minute, 5 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 4 * hour, 6 * hour]

/** For lines that are stacked already: between each and the one below it its colour. Read when made: the theme's colours. */
export function buildChartOptions(technologies: readonly Technology[], frame: ChartFrame): uPlot.Options {
  const { format, isBinary, width, height, span, leastSpan } = frame
  const styles = getComputedStyle(document.documentElement)
  const read = (name: string) => styles.getPropertyValue(name).trim()
  const axis = { stroke: read('--mantine-color-dimmed'), font: '11px system-ui, sans-serif' }
  const grid = { stroke: read('--iso-line'), width: 1 }
  const increments = isBinary ? { incrs: Array.from({ length: 44 }, (_, power) => 2 ** power) } : {}
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [6, 18, 0, 0],
    scales: {
      x: { range: (_, __, max) => [max - Math.max(leastSpan, span()), max] },
      y: { range: (_, __, max) => [0, Math.max(max * 1.1, isBinary ? 2 ** 20 : 0.1)] },
    },
    axes: [
      { ...axis, grid: { show: false }, ticks: { show: false }, size: 20, values: '{HH}:{mm}', incrs: timeSteps },
      {
        ...axis,
        ...increments,
        grid,
        ticks: { show: false },
        size: 62,
        space: 28,
        values: (_, ticks) => ticks.map(format),
      },
    ],
    series: [
      {},
      ...technologies.map((technology, index) => ({
        stroke: read(`--iso-${technology}`),
        width: 1.5,
        dash: [...lineDashes[technology]],
        // A line needs two values: one between two gaps would not be seen.
        points: { show: true, size: 4, width: 0, fill: read(`--iso-${technology}`), filter: findLoneValues },
        spanGaps: false,
        // The lowest is filled down to zero; the others by the bands.
        ...(index === 0 && { fill: withAlpha(read(`--iso-${technology}`)) }),
      })),
    ],
    bands: technologies.slice(1).map((technology, index) => ({
      series: [index + 2, index + 1],
      fill: withAlpha(read(`--iso-${technology}`)),
    })),
  }
}

function findLoneValues({ data }: uPlot, line: number): number[] {
  const values = data[line] ?? []
  return [...values.keys()].filter(
    (index) => values[index] != null && values[index - 1] == null && values[index + 1] == null,
  )
}

/** `#rrggbb` with a fifth of its weight. */
function withAlpha(colour: string): string {
  return /^#[0-9a-f]{6}$/i.test(colour) ? `${colour}33` : colour
}
