import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { cancelled } from '../../model/engineError.ts'
import { monotonicNs } from '../../os/monotonic.ts'
import { lastLines } from '../../os/run.ts'
import type { ReportLine } from '../contender.ts'
import { createFrameDecoder } from './frames.ts'

/** What a container has written so far, each line stamped when it was read here. */
export interface ProbeOutput {
  /** Monotonic nanoseconds of the first byte of the READY line. Rejects with what `describeEnd` says when it ends before. */
  waitForReady(signal: AbortSignal): Promise<number>
  /** Resolves with all report lines so far once `isLast` accepts one. */
  waitForLine(isLast: (line: ReportLine['line']) => boolean, signal: AbortSignal): Promise<readonly ReportLine[]>
  /** The last lines it wrote, for an error's detail. */
  lastOutput(): string
  close(): void
}

const marker = 'ISOSCOPE READY'
const reportStart = '{"isoscope"'
const keptOutput = 16 * 1024

/** `describeEnd` finds out why the stream ended. It is asked only when somebody waits: a question costs the daemon time. */
export function readProbeOutput(stream: Readable, describeEnd: () => Promise<Error>): ProbeOutput {
  const decode = createFrameDecoder()
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') }
  const reports: ReportLine[] = []
  const listeners = new Set<() => void>()
  let readyAt: number | undefined
  let ended: (() => Promise<Error>) | undefined
  let line = ''
  let lineStartedAt = 0
  let kept = ''

  const notify = () => {
    for (const listener of [...listeners]) listener()
  }
  const accept = (text: string, at: number) => {
    let rest = text
    while (rest !== '') {
      if (line === '') lineStartedAt = at
      const end = rest.indexOf('\n')
      line += end < 0 ? rest : rest.slice(0, end)
      rest = end < 0 ? '' : rest.slice(end + 1)
      if (readyAt === undefined && line.startsWith(marker)) readyAt = lineStartedAt
      if (end < 0) break
      const report = parseReport(line, at)
      if (report) reports.push(report)
      line = ''
    }
  }
  stream.on('data', (chunk: Buffer) => {
    const at = monotonicNs()
    for (const { stream: name, data } of decode(chunk)) {
      const text = decoders[name].write(data)
      kept = (kept + text).slice(-keptOutput)
      if (name === 'stdout') accept(text, at)
    }
    notify()
  })
  const end = () => {
    ended ??= describeEnd
    notify()
  }
  // A lost connection is an end too; the daemon, or its silence, says why.
  stream.on('error', () => undefined)
  stream.on('end', end)
  stream.on('close', end)

  const wait = <T>(get: () => T | undefined, signal: AbortSignal): Promise<T> =>
    new Promise((resolve, reject) => {
      const finish = (act: () => void) => {
        listeners.delete(check)
        signal.removeEventListener('abort', onAbort)
        act()
      }
      const onAbort = () => finish(() => reject(cancelled('docker')))
      const check = () => {
        const value = get()
        if (value !== undefined) finish(() => resolve(value))
        else if (ended) rejectWith(ended, finish, reject)
      }
      listeners.add(check)
      signal.addEventListener('abort', onAbort)
      if (signal.aborted) onAbort()
      else check()
    })

  return {
    waitForReady: (signal) => wait(() => readyAt, signal),
    waitForLine: (isLast, signal) =>
      wait(() => (reports.some((report) => isLast(report.line)) ? [...reports] : undefined), signal),
    lastOutput: () => lastLines(kept),
    close: () => {
      ended ??= async () => cancelled('docker')
      stream.destroy()
      notify()
    },
  }
}

function rejectWith(
  describe: () => Promise<Error>,
  finish: (act: () => void) => void,
  reject: (error: unknown) => void,
): void {
  describe().then(
    (error) => finish(() => reject(error)),
    (error: unknown) => finish(() => reject(error)),
  )
}

/** A program may print what looks like a report and is none; it is not ours to fail on. */
function parseReport(text: string, at: number): ReportLine | null {
  if (!text.startsWith(reportStart)) return null
  try {
    return { at, hypervisorCpuNs: null, line: JSON.parse(text) as ReportLine['line'] }
  } catch {
    return null
  }
}
