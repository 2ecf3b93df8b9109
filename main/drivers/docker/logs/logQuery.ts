import type { LogRange } from '../../../contract/live.ts'

interface LogQuery {
  readonly query: Readonly<Record<string, string | number | boolean>>
  /** How many lines of the answer, from its end, are meant; null when all are. */
  readonly keep: number | null
}

/**
 * Pure. Docker counts `tail` from the end of the whole log and looks at `until` afterwards, so the last lines before a moment are
 * among all before it. Its times have nanoseconds, ours milliseconds: the last one ends with its millisecond.
 */
export function toLogQuery({ follow, tail, since, until }: LogRange): LogQuery {
  const keep = until === undefined ? null : tail
  return {
    query: {
      stdout: true,
      stderr: true,
      timestamps: true,
      follow,
      tail: keep === null ? (tail ?? 'all') : 'all',
      ...(since !== undefined && { since: toSeconds(since) }),
      ...(until !== undefined && { until: `${toSeconds(until)}999999` }),
    },
    keep,
  }
}

/** `1764424800.250`, since 1970. */
function toSeconds(time: string): string {
  return (Date.parse(time) / 1000).toFixed(3)
}
