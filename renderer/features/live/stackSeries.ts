import type { Technology } from '../../../main/contract/technology.ts'
import type { Figure, UsageSeries } from '../../store/usageSeries.ts'

export interface Stack {
  readonly technologies: readonly Technology[]
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[]
  /** Of each technology its own and those below it added up; null where its own is not known. */
  readonly sums: readonly (readonly (number | null)[])[]
}

/** One line per technology, each on top of those before it. All have as many values and end in the same second. */
export function stackSeries(
  series: Readonly<Partial<Record<Technology, UsageSeries>>>,
  order: readonly Technology[],
  figure: Figure,
): Stack {
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
  return { technologies, times: below.map((_, index) => first.end - length + 1 + index), sums }
}
