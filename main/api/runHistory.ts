import type { Trend, TrendRequest } from '../contract/trend.ts'
import { cleanNote } from '../model/runNote.ts'
import { buildTrend } from '../model/trend/buildTrend.ts'
import type { Store } from '../store/store.ts'

/** As it is kept. Throws `not_found`. */
export function noteRun(store: Pick<Store, 'history'>, { id, note }: { id: string; note: string }): { note: string } {
  const clean = cleanNote(note)
  store.history.setNote(id, clean)
  return { note: clean }
}

export function readTrend(store: Pick<Store, 'history'>, { metric, contenders }: TrendRequest): Trend {
  return buildTrend(metric, store.history.readTrend(metric), contenders)
}

/** A run that is named twice is one. */
export function removeRuns(store: Pick<Store, 'history'>, ids: readonly string[]): { runs: number; bytes: number } {
  return store.history.remove([...new Set(ids)])
}

export function restoreRuns(store: Pick<Store, 'history'>, ids: readonly string[]): { runs: number } {
  return { runs: store.history.restore([...new Set(ids)]) }
}
