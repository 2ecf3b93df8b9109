import type { History, HistorySpan } from '../../contract/live.ts'
import { createRing, type Ring } from './ring.ts'

/** Milliseconds a value stands for, and how many there are: 15 minutes of seconds, 24 hours of minutes. */
const spans = {
  short: { stepMs: 1_000, count: 900 },
  long: { stepMs: 60_000, count: 1_440 },
} as const satisfies Record<HistorySpan, { stepMs: number; count: number }>

/** 2 figures × (900 + 1,440) values × 4 bytes: 18,720 bytes a series. */
const mostSeries = 400
/** 7.5 MB in all. A series that got a value within this time, in milliseconds, is not given up for a new one. */
const inUse = 60_000

export interface Use {
  readonly cpuShare: number | null
  readonly memoryBytes: number | null
}

/**
 * What instances and technologies used, in memory, 400 of them at most: then a new one takes the place of the one that
 * has been silent longest, and has no history while all others are in use.
 */
export interface UsageHistory {
  /**
   * A reading at `at`, in milliseconds since 1970. It also stands for the time since `previous`, the reading before it,
   * where sampling went on between them; null where it did not, which leaves a gap.
   */
  write(key: string, use: Use, at: number, previous: number | null): void
  /** Up to `now`. */
  read(key: string, span: HistorySpan, now: number): History
}

type Rings = Record<HistorySpan, Record<keyof Use, Ring>>

export function createUsageHistory(limit = mostSeries): UsageHistory {
  /** In the order of their last values, the most silent first. */
  const series = new Map<string, { readonly rings: Rings; writtenAt: number }>()

  const findOrMake = (key: string, at: number) => {
    const found = series.get(key)
    if (found) {
      series.delete(key)
      series.set(key, found)
      return found
    }
    if (series.size >= limit) {
      const [silent] = series
      if (!silent || Math.abs(at - silent[1].writtenAt) < inUse) return null
      series.delete(silent[0])
    }
    const made = { rings: createRings(), writtenAt: at }
    series.set(key, made)
    return made
  }

  return {
    write: (key, use, at, previous) => {
      const one = findOrMake(key, at)
      if (!one) return
      one.writtenAt = at
      const last = toSecond(at)
      const first = previous === null || previous > at ? last : Math.min(last, toSecond(previous) + 1)
      for (const figure of ['cpuShare', 'memoryBytes'] as const) {
        const value = use[figure]
        if (value === null) continue
        for (let second = Math.max(first, last - spans.short.count); second <= last; second++) {
          one.rings.short[figure].write(second, value)
          one.rings.long[figure].write(Math.floor((second * spans.short.stepMs) / spans.long.stepMs), value)
        }
      }
    },
    read: (key, span, now) => {
      const { stepMs, count } = spans[span]
      const to = Math.floor(now / stepMs)
      const from = to - count + 1
      const rings = series.get(key)?.rings[span]
      const read = (figure: keyof Use) => rings?.[figure].read(from, to) ?? new Array<null>(count).fill(null)
      return { from: from * stepMs, stepMs, cpuShare: read('cpuShare'), memoryBytes: read('memoryBytes') }
    },
  }
}

function toSecond(at: number): number {
  return Math.floor(at / spans.short.stepMs)
}

function createRings(): Rings {
  const pair = ({ count }: { readonly count: number }) => ({
    cpuShare: createRing(count),
    memoryBytes: createRing(count),
  })
  return { short: pair(spans.short), long: pair(spans.long) }
}
