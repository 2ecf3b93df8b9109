import { create } from 'zustand'
import type { Total } from '../../main/contract/live.ts'
import type { Technology } from '../../main/contract/technology.ts'
import { client } from '../client.ts'
import type { SampleTimes } from './rowSeries.ts'
import { appendSample, createSeries, mergeHistory, type UsageSeries } from './usageSeries.ts'

/** Seconds of the totals' lines: as much as is recorded second by second. */
export const totalSeconds = 900

type ByTechnology = Readonly<Partial<Record<Technology, UsageSeries>>>

/** The last quarter of an hour of each technology in all. */
export const useTotalSeries = create<{ readonly series: ByTechnology }>(() => ({ series: {} }))

export function forgetTotals(): void {
  useTotalSeries.setState({ series: {} })
}

/** One sample of every technology; none while sampling is paused, which leaves a gap. */
export function appendTotalSample(totals: readonly Total[], { second, previous }: SampleTimes): void {
  const { series } = useTotalSeries.getState()
  const added = totals.filter(({ technology }) => !series[technology]).map(({ technology }) => technology)
  const byTechnology = new Map(totals.map((total) => [total.technology, total]))
  const known = { ...series }
  for (const technology of added) known[technology] = createSeries(totalSeconds, second - 1)
  const next = Object.entries(known).map(([technology, one]) => [
    technology,
    appendSample(one, byTechnology.get(technology as Technology), second, previous),
  ])
  useTotalSeries.setState({ series: Object.fromEntries(next) as ByTechnology })
  for (const technology of added) void loadHistory(technology)
}

async function loadHistory(technology: Technology): Promise<void> {
  try {
    const history = await client.live.history({ of: { technology }, span: 'short' })
    useTotalSeries.setState(({ series }) => {
      const one = series[technology]
      return one ? { series: { ...series, [technology]: mergeHistory(one, history) } } : {}
    })
  } catch {
    // The line begins now.
  }
}
