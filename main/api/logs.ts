import { setTimeout as sleep } from 'node:timers/promises'
import type { LogChunk, LogLine } from '../contract/live.ts'
import type { Driver, LogOptions } from '../drivers/driver.ts'
import { EngineError } from '../model/engineError.ts'
import { findDriver } from './findInstance.ts'
import { createLogBuffer } from './logBuffer.ts'

/** Milliseconds between two chunks of a log that is followed. */
const chunkInterval = 250

/**
 * What an instance has written, in chunks. The end of a log that is followed is more worth than its middle: lines that
 * come faster than they are read are dropped, the oldest first, and counted. Of a log that is not followed none is.
 * Rejects with `not_found` and `unsupported`, here or when it is read.
 */
export function readLogs(
  drivers: readonly Driver[],
  { id, ...options }: LogOptions & { readonly id: string },
  signal: AbortSignal | undefined,
): AsyncGenerator<LogChunk, void> {
  const { technology, title, lifecycle } = findDriver(drivers, id)
  if (!lifecycle?.logs) throw new EngineError('unsupported', technology, `${title} keeps no logs.`)
  return readChunks(lifecycle.logs.bind(lifecycle), id, options, signal)
}

async function* readChunks(
  read: (id: string, options: LogOptions, signal: AbortSignal) => AsyncIterable<LogLine>,
  id: string,
  options: LogOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogChunk, void> {
  const reading = new AbortController()
  const end = () => reading.abort()
  signal?.addEventListener('abort', end, { once: true })
  if (signal?.aborted) end()
  const buffer = createLogBuffer(options.follow ? 'drop' : 'wait')
  const filling = fill(read(id, options, reading.signal), buffer, reading.signal)
  // Thrown below, when the lines before it have been read.
  filling.catch(() => undefined)
  try {
    for (;;) {
      await buffer.waitForLines(reading.signal)
      if (reading.signal.aborted) return
      const chunk = buffer.take()
      if (chunk !== null) yield chunk
      else if (buffer.hasEnded()) break
      if (options.follow && !buffer.hasEnded()) {
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
