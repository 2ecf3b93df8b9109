import type { Usage } from '../../contract/live.ts'

/** Counters of one instance since its start, except memory. Null is what the engine does not tell. */
export interface Counters {
  /** Nanoseconds on a clock that never goes back. */
  readonly at: number
  readonly cpuNs: number | null
  /** Bytes now, as contract/live.ts defines them. */
  readonly memory: number | null
  /** Bytes since its start. */
  readonly networkReceived: number | null
  readonly networkSent: number | null
  readonly blockRead: number | null
  readonly blockWritten: number | null
}

/** A mean over longer than this, in nanoseconds, says nothing of now. */
const longestMean = 15e9

/**
 * What it used between two readings. A rate is null without a reading before, when that is more than 15 s old or not
 * older at all, and when a counter has gone back: the instance was restarted between them.
 */
export function computeUse(before: Counters | undefined, now: Counters): Omit<Usage, 'id'> {
  const elapsed = before ? now.at - before.at : 0
  const since = before !== undefined && elapsed > 0 && elapsed <= longestMean ? before : null
  const perNs = (counter: 'cpuNs' | 'networkReceived' | 'networkSent' | 'blockRead' | 'blockWritten') => {
    const [from, to] = [since?.[counter] ?? null, now[counter]]
    return from === null || to === null || to < from ? null : (to - from) / elapsed
  }
  const perSecond = (counter: Parameters<typeof perNs>[0]) => {
    const rate = perNs(counter)
    return rate === null ? null : rate * 1e9
  }
  return {
    cpuShare: perNs('cpuNs'),
    memoryBytes: now.memory,
    networkReceived: perSecond('networkReceived'),
    networkSent: perSecond('networkSent'),
    blockRead: perSecond('blockRead'),
    blockWritten: perSecond('blockWritten'),
  }
}
