import { type FileHandle, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { setTimeout as sleep } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import type { LogLine } from '../../contract/live.ts'
import { throwIfAborted } from '../../model/engineError.ts'
import { isAlive } from '../../os/processIdentity.ts'
import type { LogOptions } from '../driver.ts'
import { findRunning, listRuntimeFiles, type RunningMachine, readRunning } from './runningMachine.ts'

/** What is read of a console at most, and a longer line is cut there. */
const readLimit = 1024 * 1024
/** What is kept of the last run's. */
const keptLimit = 256 * 1024
const lineLimit = 16 * 1024
const pollMs = 250

/** Where a stopped machine has what its last run wrote. */
export function keptConsole(machineFolder: string): string {
  return join(machineFolder, 'console.log')
}

/** Takes the end of the console out of the folder of a run that is over, before that folder goes. */
export async function keepConsole(machineFolder: string): Promise<void> {
  const recorded = await readRunning(machineFolder)
  if (!recorded) return
  const end = await readEnd(listRuntimeFiles(recorded.folder).serialLog, keptLimit)
  if (end) await writeFile(keptConsole(machineFolder), end.bytes, { mode: 0o600 })
}

/**
 * A machine's serial console: of the run that goes on, else of the last one. Control sequences, which the firmware writes,
 * are taken out, and when a line was written is not known. Following ends when the machine does.
 */
export async function* readConsole(
  machineFolder: string,
  { follow, tail }: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<LogLine, void> {
  throwIfAborted(signal, 'qemu')
  const running = await findRunning(machineFolder)
  const recorded = running ?? (await readRunning(machineFolder))
  const path = recorded ? listRuntimeFiles(recorded.folder).serialLog : keptConsole(machineFolder)
  const end = await readEnd(path, readLimit)
  const lines = createLineSplitter()
  const past = [...lines.push(end?.bytes ?? Buffer.alloc(0)), ...(follow && running ? [] : lines.end())]
  yield* past.slice(Math.max(0, past.length - tail)).map(toLine)
  if (follow && running) yield* followConsole(path, end?.position ?? 0, lines, running, signal)
}

async function* followConsole(
  path: string,
  from: number,
  lines: LineSplitter,
  running: RunningMachine,
  signal: AbortSignal,
): AsyncGenerator<LogLine, void> {
  let position = from
  while (!signal.aborted) {
    // Asked before the last look, so that nothing is missed that it wrote before it ended.
    const isThere = isAlive(running)
    const bytes = await readFrom(path, position)
    position += bytes.length
    yield* lines.push(bytes).map(toLine)
    if (bytes.length > 0) continue
    if (!isThere) break
    await sleep(pollMs, undefined, { signal }).catch(() => undefined)
  }
  yield* lines.end().map(toLine)
}

function toLine(text: string): LogLine {
  return { stream: 'console', at: null, text }
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
async function readEnd(path: string, limit: number): Promise<FileEnd | null> {
  return withFile(path, async (file) => {
    const { size } = await file.stat()
    const position = Math.max(0, size - limit)
    const { bytesRead, buffer } = await file.read(Buffer.alloc(size - position), 0, size - position, position)
    return { bytes: buffer.subarray(0, bytesRead), position: position + bytesRead }
  })
}

/** Nothing once the folder of a run that ended has gone. */
async function readFrom(path: string, position: number): Promise<Buffer> {
  const chunk = await withFile(path, async (file) => {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, position)
    return buffer.subarray(0, bytesRead)
  })
  return chunk ?? Buffer.alloc(0)
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
