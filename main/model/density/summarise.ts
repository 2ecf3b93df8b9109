import type { Metric } from '../../contract/metrics.ts'
import { formatQuantity } from '../format.ts'
import { estimateSlope, type Reading } from '../stats/slope.ts'
import { projectInstances, type Resource } from './project.ts'

export interface DensityPoint {
  readonly instances: number
  /** Of all processes of all instances, bytes; null where it cannot be read. */
  readonly pss: number | null
  /** MemAvailable of the machine, bytes; null where it cannot be read. */
  readonly available: number | null
}

export interface DensityFacts {
  /** Ascending, the first with no instance. */
  readonly points: readonly DensityPoint[]
  readonly stoppedBy: string
  readonly resources: readonly Resource[]
}

type PointsMetric = Extract<Metric, { kind: 'points' }>
type Slope = PointsMetric['slope']['pss']

/** A line through readings: what one instance more takes, and what the first alone takes beyond that. Bytes. */
interface Line {
  readonly slope: Slope
  readonly intercept: number
}

/**
 * What one instance more takes, beginning with the second: the first brings pages that all others share, so the point
 * with none is not on the line.
 */
export function summariseDensity({ points, stoppedBy, resources }: DensityFacts): PointsMetric {
  const zero = points.find(({ instances }) => instances === 0)
  const pss = drawLine(readSeries(points, ({ pss: value }) => value))
  const start = zero?.available ?? null
  const available = drawLine(
    readSeries(points, ({ available: value }) => (start === null || value === null ? null : start - value)),
  )
  return {
    kind: 'points',
    unit: 'bytes',
    points: points.map((point) => ({ ...point })),
    slope: { pss: pss.slope, available: available.slope },
    stoppedBy,
    projection: project({ pss, available, start, resources }),
  }
}

function readSeries(
  points: readonly DensityPoint[],
  read: (point: DensityPoint) => number | null,
): readonly Reading[] | null {
  const readings = points.flatMap((point) => {
    const value = point.instances === 0 ? null : read(point)
    return value === null ? [] : [{ at: point.instances, value }]
  })
  return readings.length === points.filter(({ instances }) => instances > 0).length ? readings : null
}

/** The line goes through the first reading. */
function drawLine(readings: readonly Reading[] | null): Line {
  const [first] = readings ?? []
  if (readings === null) return absentLine('it cannot be read here')
  if (first === undefined || readings.length < 2) return absentLine(`${readings.length} point(s) make no line`)
  const { slope, interval } = estimateSlope(readings)
  return {
    slope: { kind: 'number', perInstance: slope, ci95: interval && [interval.low, interval.high] },
    intercept: first.value - slope * first.at,
  }
}

function absentLine(reason: string): Line {
  return { slope: { kind: 'absent', reason }, intercept: 0 }
}

interface ProjectionFacts extends Pick<DensityFacts, 'resources'> {
  readonly pss: Line
  readonly available: Line
  readonly start: number | null
}

/**
 * By the larger of the two slopes: PSS leaves out what the kernel itself needs for an instance, and MemAvailable, which
 * holds that too, is moved by others, so it counts only where its whole interval is above zero.
 */
function project({ pss, available, start, resources }: ProjectionFacts): PointsMetric['projection'] {
  if (start === null) return { kind: 'absent', reason: 'the memory that is available cannot be read here' }
  const lines = [
    { ...pss, name: 'PSS', isKnown: pss.slope.kind === 'number' },
    { ...available, name: 'MemAvailable', isKnown: isAboveZero(available.slope) },
  ].flatMap(({ slope, intercept, name, isKnown }) =>
    slope.kind === 'number' && isKnown ? [{ perInstance: slope.perInstance, intercept, name }] : [],
  )
  const line = lines.toSorted((a, b) => b.perInstance - a.perInstance)[0]
  if (line === undefined) return { kind: 'absent', reason: 'what one instance more takes is not known' }
  const source = `${formatQuantity(start, 'bytes')} available, by ${line.name}`
  const projection = projectInstances({ ...line, source, availableAtZero: start, resources })
  return projection
    ? { kind: 'number', ...projection }
    : { kind: 'absent', reason: 'one instance more took no memory that can be seen' }
}

function isAboveZero(slope: Slope): boolean {
  return slope.kind === 'number' && slope.ci95 !== null && slope.ci95[0] > 0
}
