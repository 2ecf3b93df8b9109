import type { SampleRate } from '../../contract/live.ts'

/** What decides when an engine is asked for its rows. Times are milliseconds since 1970. */
export interface ListingNeeds {
  /**
   * `look`: somebody looks, and rows may have changed. `urgent`: also when nobody does, since the engine may have gone
   * away, and also beside a comparison.
   */
  readonly wanted: 'no' | 'look' | 'urgent'
  /** It did not answer the last time. */
  readonly away: boolean
  readonly rate: SampleRate | null
  /** Its events are being read, and say when to ask. */
  readonly streams: boolean
  readonly lastStart: number | null
  readonly lastEnd: number | null
}

/** Milliseconds between two lists at least, whatever happens: four a second, and far fewer beside a comparison. */
const leastGap = { usual: 250, busy: 5_000 } as const
/** Milliseconds between two lists of an engine without events. */
const pollInterval = { full: 2_000, slow: 5_000 } as const
/** Milliseconds until an engine that is away is tried again: one that comes back is seen within five seconds. */
const retryInterval = 4_000

/** When to ask next; null is not before something happens. An engine is never asked more than half of the time. */
export function nextListing(needs: ListingNeeds, busy: boolean): number | null {
  const { wanted, away, rate, streams, lastStart, lastEnd } = needs
  if (lastStart === null || lastEnd === null) return wanted === 'no' ? null : 0
  const gap = busy && !away && wanted !== 'urgent' ? leastGap.busy : leastGap.usual
  const earliest = Math.max(lastStart + gap, lastEnd + (lastEnd - lastStart))
  if (wanted !== 'no') return earliest
  if (away) return Math.max(lastStart + retryInterval, lastEnd + leastGap.usual)
  if (rate === null || streams) return null
  return Math.max(lastStart + pollInterval[rate], earliest)
}
