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

/** From the first to the last of these times, with marks at whole minutes or hours of the reader's clock. */
export function createTimeScale(times: readonly number[], from: number, to: number): TimeScale {
  const [first = 0, last = first] = [times.at(0), times.at(-1)]
  const span = last - first
  const step = steps.find((one) => span / one <= mostTicks) ?? 6 * hour
  const offset = new Date(last * 1000).getTimezoneOffset() * minute
  const begin = Math.ceil((first - offset) / step) * step + offset
  const count = times.length === 0 ? 0 : Math.max(0, Math.floor((last - begin) / step) + 1)
  return {
    // One time alone stands at the end, where now is.
    place: (second) => (span === 0 ? to : from + ((second - first) / span) * (to - from)),
    ticks: Array.from({ length: count }, (_, index) => {
      const at = begin + index * step
      return { at, text: formatClock(new Date(at * 1000)) }
    }),
  }
}
