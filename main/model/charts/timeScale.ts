import { formatClock } from '../formatWhen.ts'

export interface TimeScale {
  /** From seconds since 1970 to a place in the drawing. */
  readonly place: (second: number) => number
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
}

const minute = 60
const hour = 60 * minute
/** Those that end where hours and days of a clock do. */
const steps = [1, 2, 5, 10, 15, 30].map((count) => count * minute).concat([1, 2, 3, 4, 6].map((count) => count * hour))
const mostTicks = 8

/** Over this period, in seconds since 1970, with marks at whole minutes or hours of the reader's clock; none without one. */
export function createTimeScale(
  period: { readonly from: number; readonly to: number } | null,
  from: number,
  to: number,
): TimeScale {
  const { from: first, to: last } = period ?? { from: 0, to: 0 }
  const span = last - first
  const step = steps.find((one) => span / one <= mostTicks) ?? 6 * hour
  const offset = new Date(last * 1000).getTimezoneOffset() * minute
  const begin = Math.ceil((first - offset) / step) * step + offset
  const count = period === null ? 0 : Math.max(0, Math.floor((last - begin) / step) + 1)
  return {
    // One time alone stands at the end, where now is.
    place: (second) => (span === 0 ? to : from + ((second - first) / span) * (to - from)),
    ticks: Array.from({ length: count }, (_, index) => {
      const at = begin + index * step
      return { at, text: formatClock(new Date(at * 1000)) }
    }),
  }
}
