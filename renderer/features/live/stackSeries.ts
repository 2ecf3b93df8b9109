import type { Technology } from '../../../main/contract/technology.ts'
import type { Stack } from '../../../main/model/charts/stackChart.ts'
import type { TotalSeries } from '../../store/totalSeries.ts'
import type { Figure } from '../../store/usageSeries.ts'

/** One line per technology, each on top of those before it. All have as many values of the same step and end at the same time. */
export function stackSeries(series: TotalSeries, order: readonly Technology[], figure: Figure): Stack {
  const technologies = order.filter((technology) => series[technology]?.[figure].some((value) => value !== null))
  // The axis of time is there before the first figure is.
  const [first] = order.flatMap((technology) => series[technology] ?? [])
  if (!first) return { technologies: [], times: [], sums: [] }
  const { length } = first[figure]
  const below = new Array<number>(length).fill(0)
  const sums = technologies.map((technology) => {
    const own = series[technology]
    return below.map((sum, index) => {
      const value = own ? (own[figure][index + (own[figure].length - length)] ?? null) : null
      if (value === null) return null
      below[index] = sum + value
      return sum + value
    })
  })
  return { technologies, times: below.map((_, index) => (first.end - length + 1 + index) * first.step), sums }
}
