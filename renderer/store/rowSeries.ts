import { create } from 'zustand'
import { client } from '../client.ts'
import { createQueue } from './queue.ts'
import { appendSample, createSeries, mergeHistory, type UsageSeries, type Use } from './usageSeries.ts'

/** Seconds of a row's line. */
export const rowSeconds = 60
/** Milliseconds a row is seen before its past is asked for: rows that are scrolled by are not. */
const settled = 500
/** Requests under way at one time. */
const atOnce = 4

/** The last minute of the instances that have been seen since somebody looks. */
export const useRowSeries = create<{ readonly byId: ReadonlyMap<string, UsageSeries> }>(() => ({ byId: new Map() }))

const queue = createQueue(atOnce)

export interface SampleTimes {
  /** Since 1970. */
  readonly second: number
  /** Of the sample before, where sampling went on since then. */
  readonly previous: number | null
}

/** Somebody sees this row. What it returns says that nobody does any more. */
export function seeRow(id: string): () => void {
  const timer = setTimeout(() => {
    // Nobody sees it after all; the next look begins with seeing it.
    if (document.visibilityState === 'hidden') return
    if (useRowSeries.getState().byId.has(id)) return
    put(id, createSeries(rowSeconds, Math.floor(Date.now() / 1000)))
    void queue.run(() => loadHistory(id))
  }, settled)
  return () => clearTimeout(timer)
}

/** What came before belongs to another look. */
export function forgetRows(): void {
  queue.clear()
  useRowSeries.setState({ byId: new Map() })
}

/** Those of instances that exist no more are given up. */
export function keepRows(ids: ReadonlySet<string>): void {
  const { byId } = useRowSeries.getState()
  const kept = [...byId].filter(([id]) => ids.has(id))
  if (kept.length < byId.size) useRowSeries.setState({ byId: new Map(kept) })
}

export function appendRowSample(usage: ReadonlyMap<string, Use>, { second, previous }: SampleTimes): void {
  useRowSeries.setState(({ byId }) => ({
    byId: new Map([...byId].map(([id, series]) => [id, appendSample(series, usage.get(id), second, previous)])),
  }))
}

async function loadHistory(id: string): Promise<void> {
  if (document.visibilityState === 'hidden') return
  try {
    const history = await client.live.history({ of: { instance: id }, span: 'short' })
    const series = useRowSeries.getState().byId.get(id)
    if (series) put(id, mergeHistory(series, history))
  } catch {
    // The line begins now: its past is a gap like any other.
  }
}

function put(id: string, series: UsageSeries): void {
  useRowSeries.setState(({ byId }) => ({ byId: new Map(byId).set(id, series) }))
}
