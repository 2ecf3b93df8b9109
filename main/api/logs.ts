import { setTimeout as sleep } from 'node:timers/promises'
import type { LogChunk, LogLine, LogRange } from '../contract/live.ts'
import type { Driver } from '../drivers/driver.ts'
import { EngineError } from '../model/engineError.ts'
import { findDriver } from './findInstance.ts'
import { createLogBuffer } from './logBuffer.ts'

/** Milliseconds between two chunks of a log that is followed. */
const chunkInterval = 250

/**
 * What an instance has written, in chunks. The end of a log that is followed is more worth than its middle: lines that
 * come faster than they are read are dropped, the oldest first, and counted. Of a log that is not followed none is.
 * Rejects with `not_found`, `unsupported` and `bad_input`, here or when it is read.
 */
export function readLogs(
  drivers: readonly Driver[],
  { id, ...range }: LogRange & { readonly id: string },
  signal: AbortSignal | undefined,
): AsyncGenerator<LogChunk, void> {
  const { technology, title, lifecycle } = findDriver(drivers, id)
  if (!lifecycle?.logs) throw new EngineError('unsupported', technology, `${title} keeps no logs.`)
  const { follow, since, until } = range
  if ((since !== undefined || until !== undefined) && !lifecycle.logsHaveTimes) {
    throw new EngineError('unsupported', technology, `${title} does not keep when a line of a log was written.`, {
      remedy: { text: 'Ask for the last lines instead of those of a time.' },
    })
  }
  if (follow && until !== undefined) {
    throw new EngineError('bad_input', technology, 'A log that is followed has no last moment.', {
      remedy: { text: 'Give no end of the time, or do not follow the log.' },
    })
  }
  if (since !== undefined && until !== undefined && Date.parse(until) < Date.parse(since)) {
    throw new EngineError('bad_input', technology, `The time ends (${until}) before it begins (${since}).`)
  }
  return readChunks(lifecycle.logs.bind(lifecycle), id, range, signal)
}

async function* readChunks(
  read: (id: string, range: LogRange, signal: AbortSignal) => AsyncIterable<LogLine>,
  id: string,
  range: LogRange,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogChunk, void> {
  const reading = new AbortController()
  const end = () => reading.abort()
  signal?.addEventListener('abort', end, { once: true })
  if (signal?.aborted) end()
  const buffer = createLogBuffer(range.follow ? 'drop' : 'wait')
  const filling = fill(read(id, range, reading.signal), buffer, reading.signal)
  // Thrown below, when the lines before it have been read.
  filling.catch(() => undefined)
  try {
    for (;;) {
      await buffer.waitForLines(reading.signal)
      if (reading.signal.aborted) return
      const chunk = buffer.take()
      if (chunk !== null) yield chunk
      else if (buffer.hasEnded()) break
      if (range.follow && !buffer.hasEnded()) {
        await sleep(chunkInterval, undefined, { signal: reading.signal }).catch(() => undefined)
      }
    }
    await filling
  } finally {
    signal?.removeEventListener('abort', end)
    end()
  }
}

async function fill(
  lines: AsyncIterable<LogLine>,
  buffer: ReturnType<typeof createLogBuffer>,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const line of lines) {
      if (signal.aborted) return
      await buffer.put(line, signal)
    }
  } finally {
    buffer.end()
  }
}
