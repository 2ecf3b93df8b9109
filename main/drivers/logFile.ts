import { type FileHandle, open } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'
import { setTimeout as sleep } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import type { LogRange } from '../contract/live.ts'

/** What is read of a file at most, and a longer line is cut there. */
const readLimit = 1024 * 1024
const lineLimit = 16 * 1024
const pollMs = 250

/**
 * The lines of a file that a machine writes, its console for instance: the last `tail` of what its last MiB has, then, when `follow` is true, what is
 * written while `isWritten` says that somebody does. Control sequences are taken out. A file that is not there has none; one that
 * has become shorter has begun anew.
 */
export async function* readLogFile(
  path: string,
  { follow, tail }: Pick<LogRange, 'follow' | 'tail'>,
  isWritten: () => boolean | Promise<boolean>,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  // Asked before each look, so that nothing is missed that was written before the end.
  let goesOn = follow && (await isWritten())
  const end = await readFileEnd(path, readLimit)
  const lines = createLineSplitter()
  const past = [...lines.push(end?.bytes ?? Buffer.alloc(0)), ...(goesOn ? [] : lines.end())]
  yield* tail === null ? past : past.slice(Math.max(0, past.length - tail))
  let position = end?.position ?? 0
  while (goesOn && !signal.aborted) {
    goesOn = await isWritten()
    const read = await readFrom(path, position)
    position = read.position
    yield* lines.push(read.bytes)
    if (read.bytes.length > 0) goesOn = true
    else if (goesOn) await sleep(pollMs, undefined, { signal }).catch(() => undefined)
  }
  yield* lines.end()
}

interface LineSplitter {
  /** Lines that are complete by now. */
  push(bytes: Buffer): readonly string[]
  /** The last one, which no line end follows. */
  end(): readonly string[]
}

/** Characters may be cut in two by where a read ends; a line without an end is cut at 16 Ki characters. */
export function createLineSplitter(): LineSplitter {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return {
    push: (bytes) => {
      const parts = (rest + decoder.write(bytes)).split('\n')
      rest = parts.pop() ?? ''
      const whole = parts.map(clean)
      while (rest.length > lineLimit) {
        whole.push(clean(rest.slice(0, lineLimit)))
        rest = rest.slice(lineLimit)
      }
      return whole
    },
    end: () => {
      const last = clean(rest + decoder.end())
      rest = ''
      return last === '' ? [] : [last]
    },
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

function clean(line: string): string {
  return stripVTControlCharacters(line).replace(controls, '').slice(0, lineLimit)
}

interface FileEnd {
  readonly bytes: Buffer
  /** Where the next read goes on. */
  readonly position: number
}

/** Null when it cannot be read. */
export async function readFileEnd(path: string, limit: number): Promise<FileEnd | null> {
  return withFile(path, async (file) => {
    const { size } = await file.stat()
    const position = Math.max(0, size - limit)
    const { bytesRead, buffer } = await file.read(Buffer.alloc(size - position), 0, size - position, position)
    return { bytes: buffer.subarray(0, bytesRead), position: position + bytesRead }
  })
}

/** Nothing once the file has gone. */
async function readFrom(path: string, from: number): Promise<FileEnd> {
  const found = await withFile(path, async (file) => {
    const start = (await file.stat()).size < from ? 0 : from
    const { bytesRead, buffer } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, start)
    return { bytes: buffer.subarray(0, bytesRead), position: start + bytesRead }
  })
  return found ?? { bytes: Buffer.alloc(0), position: from }
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T | null> {
  const file = await open(path, 'r').catch(() => null)
  if (!file) return null
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}
