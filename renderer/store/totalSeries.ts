import { create } from 'zustand'
import type { HistorySpan, Total } from '../../main/contract/live.ts'
import type { Technology } from '../../main/contract/technology.ts'
import { client } from '../client.ts'
import type { SampleTimes } from './rowSeries.ts'
import { appendMinutes } from './seriesMeans.ts'
import { appendSample, createSeries, mergeHistory, type UsageSeries } from './usageSeries.ts'

/** As much as is recorded: how many values, and the seconds each stands for. */
const sizes = {
  short: { count: 900, step: 1 },
  long: { count: 1_440, step: 60 },
} as const satisfies Record<HistorySpan, { count: number; step: number }>

export type TotalSeries = Readonly<Partial<Record<Technology, UsageSeries>>>

interface TotalSeriesState {
  /** What is shown. */
  readonly span: HistorySpan
  /** Each technology in all. The long ones begin when they are shown for the first time in a look. */
  readonly series: Readonly<Record<HistorySpan, TotalSeries>>
}

const nothing = { short: {}, long: {} } as const

export const useTotalSeries = create<TotalSeriesState>(() => ({ span: 'short', series: nothing }))

/** Aborted while nobody looks: nothing is asked for then. */
let look = AbortSignal.abort()

/** What came before belongs to another look. */
export function beginTotals(signal: AbortSignal): void {
  look = signal
  useTotalSeries.setState({ series: nothing })
}

export function chooseSpan(span: HistorySpan): void {
  useTotalSeries.setState({ span })
  beginMinutes()
}

/** One sample of every technology; none while sampling is paused, which leaves a gap. */
export function appendTotalSample(totals: readonly Total[], { second, previous }: SampleTimes): void {
  const { series } = useTotalSeries.getState()
  const byTechnology = new Map(totals.map((total) => [total.technology, total]))
  const added = [...byTechnology.keys()].filter((technology) => !series.short[technology])
  const begun = Object.fromEntries(
    added.map((technology) => [technology, createSeries(sizes.short.count, second - 1, sizes.short.step)]),
  )
  const short = mapSeries({ ...series.short, ...begun }, (one, technology) =>
    appendSample(one, byTechnology.get(technology), second, previous),
  )
  const long = mapSeries(series.long, (one, technology) => appendMinutes(one, short[technology] ?? one))
  useTotalSeries.setState({ series: { short, long } })
  for (const technology of added) void loadHistory(technology, 'short')
  beginMinutes()
}

/** Of the technologies whose minutes are shown and not there yet. */
function beginMinutes(): void {
  const { span, series } = useTotalSeries.getState()
  if (span !== 'long' || look.aborted) return
  const missing = Object.entries(series.short).filter(([technology]) => !series.long[technology as Technology])
  if (missing.length === 0) return
  const { count, step } = sizes.long
  const begun = missing.map(([technology, seconds]) => {
    const empty = createSeries(count, Math.floor(seconds.end / step), step)
    return [technology, appendMinutes(empty, seconds)] as const
  })
  useTotalSeries.setState({ series: { ...series, long: { ...series.long, ...Object.fromEntries(begun) } } })
  for (const [technology] of begun) void loadHistory(technology as Technology, 'long')
}

async function loadHistory(technology: Technology, span: HistorySpan): Promise<void> {
  try {
    const signal = look
    const history = await client.live.history({ of: { technology }, span }, { signal })
    if (signal.aborted) return
    useTotalSeries.setState(({ series }) => {
      const one = series[span][technology]
      return one ? { series: { ...series, [span]: { ...series[span], [technology]: mergeHistory(one, history) } } } : {}
    })
  } catch {
    // The line begins now.
  }
}

function mapSeries(
  series: TotalSeries,
  change: (one: UsageSeries, technology: Technology) => UsageSeries,
): TotalSeries {
  return Object.fromEntries(
    Object.entries(series).map(([technology, one]) => [technology, change(one, technology as Technology)]),
  )
}
