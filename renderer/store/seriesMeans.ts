import type { Figure, UsageSeries } from './usageSeries.ts'

/** Of what is known from one second on and before another, since 1970; null where nothing is. */
export function meanOf(series: UsageSeries, figure: Figure, from: number, to: number): number | null {
  const first = series.end - series[figure].length + 1
  const indexOf = (second: number) => Math.max(0, Math.ceil(second / series.step) - first)
  const known = series[figure].slice(indexOf(from), indexOf(to)).filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

/**
 * A series of minutes carried on with what its series of seconds has had since: the minute that goes on, and the one before
 * it, whose seconds may have come from the recorded past only now. A minute in which nobody sampled is a gap.
 */
export function appendMinutes(minutes: UsageSeries, seconds: UsageSeries): UsageSeries {
  const end = Math.floor((seconds.end * seconds.step) / minutes.step)
  const added = end - minutes.end
  if (added < 0) return minutes
  const append = (figure: Figure) => {
    const { length } = minutes[figure]
    return Array.from({ length }, (_, index) => {
      const old = minutes[figure][index + added] ?? null
      const minute = end - length + 1 + index
      if (minute < minutes.end - 1) return old
      return meanOf(seconds, figure, minute * minutes.step, (minute + 1) * minutes.step) ?? old
    })
  }
  return { ...minutes, end, cpuShare: append('cpuShare'), memoryBytes: append('memoryBytes') }
}
