import { type Figure, figures, type UsageSeries } from '../../store/usageSeries.ts'

export interface MinuteMean {
  /** The second it begins in, since 1970. */
  readonly from: number
  readonly cpuShare: number | null
  readonly memoryBytes: number | null
}

/** The newest minute first; the mean of what is known of it, null where nothing is. */
export function meanPerMinute(series: UsageSeries): readonly MinuteMean[] {
  const first = series.end - series.cpuShare.length + 1
  const minutes = Math.floor(series.end / 60) - Math.floor(first / 60) + 1
  return Array.from({ length: minutes }, (_, back) => {
    const from = (Math.floor(series.end / 60) - back) * 60
    const [cpuShare = null, memoryBytes = null] = figures.map((figure) => meanOf(series, figure, from - first))
    return { from, cpuShare, memoryBytes }
  })
}

function meanOf(series: UsageSeries, figure: Figure, start: number): number | null {
  const known = series[figure].slice(Math.max(0, start), Math.max(0, start + 60)).filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}
