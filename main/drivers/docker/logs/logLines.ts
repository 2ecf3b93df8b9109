import type { LogLine } from '../../../contract/live.ts'
import { createLineCutter, type LinePiece } from '../../../os/lines.ts'

import { createFrameDecoder } from '../frames.ts'

export interface LogParser {
  push(chunk: Buffer): readonly LogLine[]
  /** What came last without a line feed. */
  end(): readonly LogLine[]
}

/** A longer line comes in pieces. Docker itself cuts at 16 KiB; this bounds what is held where nothing does. */
const longestLine = 1 << 16
/** `2026-11-24T13:33:41.973428883Z `; an engine may write it with an offset. */
const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) /
const longestStamp = 40

/**
 * Pure. With a terminal the bytes are as the program wrote them, otherwise in frames. Each line begins with a time, and so
 * does each further frame of a line that Docker had cut. Bytes that are no UTF-8 become U+FFFD.
 */
export function createLogParser({ hasTerminal }: { readonly hasTerminal: boolean }): LogParser {
  if (hasTerminal) {
    const console = createStreamParser('console')
    return { push: (chunk) => console.push(chunk), end: () => console.end() }
  }
  const decode = createFrameDecoder()
  const streams = { stdout: createStreamParser('stdout'), stderr: createStreamParser('stderr') }
  return {
    push: (chunk) =>
      decode(chunk).flatMap(({ stream, data, isFirst }) => {
        if (isFirst) streams[stream].beginFrame()
        return streams[stream].push(data)
      }),
    end: () => [...streams.stdout.end(), ...streams.stderr.end()],
  }
}

function createStreamParser(stream: LogLine['stream']) {
  const lines = createLineCutter(longestLine)
  let at: string | null = null
  /** Whether the next byte is the first of a line. */
  let atLineStart = true
  /** The beginning of a frame in the midst of a line, until it is clear whether it is a time. */
  let head: Buffer | null = null

  const toLine = ({ bytes, ended }: LinePiece): LogLine => {
    let text = bytes.toString('utf8')
    if (atLineStart) {
      const time = stamp.exec(text)
      at = time?.[1] ? toTime(time[1]) : null
      text = text.slice(time?.[0].length ?? 0)
    }
    atLineStart = ended
    return { stream, at, text: text.replace(/\r$/, '') }
  }
  const cut = (data: Buffer) => lines.push(data).map(toLine)
  let isOpen = false
  const push = (data: Buffer): readonly LogLine[] => {
    let bytes = data
    if (head) {
      bytes = Buffer.concat([head, data])
      if (bytes.length < longestStamp && !bytes.includes(' ')) {
        head = bytes
        return []
      }
      head = null
      bytes = bytes.subarray(stamp.exec(bytes.toString('latin1', 0, longestStamp))?.[0].length ?? 0)
    }
    if (bytes.length > 0) isOpen = bytes.at(-1) !== 10
    return cut(bytes)
  }
  return {
    beginFrame: () => {
      if (isOpen) head = Buffer.alloc(0)
    },
    push,
    end: (): readonly LogLine[] => {
      const left = head ?? Buffer.alloc(0)
      head = null
      const complete = cut(left)
      const rest = lines.rest()
      return rest.length === 0 ? complete : [...complete, toLine({ bytes: rest, ended: true })]
    },
  }
}

function toTime(text: string): string | null {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
