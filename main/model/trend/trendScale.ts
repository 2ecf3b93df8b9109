import type { Unit } from '../../contract/metrics.ts'
import { isTen, listSteps } from '../charts/scale.ts'

export interface TrendScale {
  /** From a value to a height in the drawing; larger values stand higher. */
  readonly place: (value: number) => number
  readonly ticks: readonly number[]
  readonly kind: 'linear' | 'log'
  /** Whether the lowest place on it is 0. */
  readonly beginsAtZero: boolean
}

/** Beyond this ratio of the largest to the smallest a linear axis would press the small ones flat. */
const logFrom = 10
/** Of the span of the values, left free above and below them. */
const margin = 0.08
const wantedTicks = 5

/** Fits the values: logarithmic where they are far apart. `bottom` and `top` are heights in the drawing. */
export function createTrendScale(values: readonly number[], unit: Unit, bottom: number, top: number): TrendScale {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return low > 0 && high / low > logFrom
    ? createLog(low, high, unit, bottom, top)
    : createLinear(low, high, unit, bottom, top)
}

function createLinear(low: number, high: number, unit: Unit, bottom: number, top: number): TrendScale {
  // One value alone, or several that are the same but for rounding, stand in the middle.
  const size = Math.max(Math.abs(low), Math.abs(high))
  const span = high - low > size * 1e-9 ? high - low : size * 0.2 || 1
  const from = low >= 0 ? Math.max(0, low - span * margin) : low - span * margin
  const to = high + span * margin
  const step =
    listSteps((to - from) / 100, to - from, unit).find((one) => one * wantedTicks >= to - from) ??
    (to - from) / wantedTicks
  const first = Math.ceil(from / step - 1e-9)
  const count = Math.floor(to / step + 1e-9) - first + 1
  return {
    kind: 'linear',
    beginsAtZero: from === 0,
    ticks: Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step),
    place: (value) => bottom + ((value - from) / (to - from)) * (top - bottom),
  }
}

function createLog(low: number, high: number, unit: Unit, bottom: number, top: number): TrendScale {
  const decades = Math.log10(high / low)
  const from = Math.log10(low) - decades * margin
  const to = Math.log10(high) + decades * margin
  const within = listSteps(10 ** from, 10 ** to, unit).filter(
    (step) => Math.log10(step) >= from && Math.log10(step) <= to,
  )
  const every = Math.ceil(within.length / (wantedTicks + 2))
  return {
    kind: 'log',
    beginsAtZero: false,
    // 1, 2 and 5 where there is room, else only powers of ten.
    ticks: every <= 1 ? within : within.filter((step) => isTen(step, unit)),
    place: (value) => bottom + ((Math.log10(value) - from) / (to - from)) * (top - bottom),
  }
}
