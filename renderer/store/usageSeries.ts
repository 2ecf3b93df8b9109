import type { History, Usage } from '../../main/contract/live.ts'

/** The figures that are drawn over time. */
export const figures = ['cpuShare', 'memoryBytes'] as const
export type Figure = (typeof figures)[number]
export type Use = Pick<Usage, Figure>

/** Evenly spaced values, the oldest first; null is a gap: nobody looked, nothing ran, or the engine does not tell. */
export interface UsageSeries {
  /** Seconds that a value stands for: 1, or 60 for means of minutes. */
  readonly step: number
  /** Of the last value: steps since 1970. */
  readonly end: number
  readonly cpuShare: readonly (number | null)[]
  readonly memoryBytes: readonly (number | null)[]
}

const nothing: Use = { cpuShare: null, memoryBytes: null }

export function createSeries(length: number, end: number, step = 1): UsageSeries {
  const empty = new Array<null>(length).fill(null)
  return { step, end, cpuShare: empty, memoryBytes: empty }
}

/**
 * One sample more in a series of seconds, the oldest values go. It also stands for the seconds since the sample before,
 * `previous`, which is null where sampling did not go on between them: those seconds are a gap. A second that is there already
 * is written over.
 */
export function appendSample(
  series: UsageSeries,
  use: Use | undefined,
  second: number,
  previous: number | null,
): UsageSeries {
  const added = second - series.end
  const values = use ?? nothing
  if (added <= 0) return added < 0 ? series : replaceLast(series, values)
  const append = (figure: Figure) => {
    const old = series[figure]
    const fresh = Array.from({ length: Math.min(added, old.length) }, (_, index) => {
      const at = second - Math.min(added, old.length) + 1 + index
      return at === second || (previous !== null && at > previous) ? values[figure] : null
    })
    return [...old.slice(fresh.length), ...fresh]
  }
  return { ...series, end: second, cpuShare: append('cpuShare'), memoryBytes: append('memoryBytes') }
}

/** What was recorded before somebody looked, below what has come since. Values of another step are not taken. */
export function mergeHistory(series: UsageSeries, history: History): UsageSeries {
  if (history.stepMs !== series.step * 1000) return series
  const from = Math.round(history.from / history.stepMs)
  const first = series.end - series.cpuShare.length + 1
  const merge = (figure: Figure) =>
    series[figure].map((value, index) => value ?? history[figure][first + index - from] ?? null)
  return { ...series, cpuShare: merge('cpuShare'), memoryBytes: merge('memoryBytes') }
}

function replaceLast(series: UsageSeries, use: Use): UsageSeries {
  const replace = (figure: Figure) => [...series[figure].slice(0, -1), use[figure] ?? series[figure].at(-1) ?? null]
  return { ...series, cpuShare: replace('cpuShare'), memoryBytes: replace('memoryBytes') }
}
