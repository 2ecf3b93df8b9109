import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { Technology } from '../contract/technology.ts'
import { cancelled } from '../model/engineError.ts'
import { monotonicNs } from '../os/monotonic.ts'
import { lastLines } from '../os/run.ts'
import type { ReportLine } from './contender.ts'

/** What an instance has written so far on a stream of its engine, each line stamped when it was read here. */
export interface ProbeOutput {
  /** Monotonic nanoseconds of the first byte of anything; undefined before. */
  firstByteAt(): number | undefined
  /** What the probe says beside READY, once that line is complete. */
  waitForReadyLine(signal: AbortSignal): Promise<ReportLine['line'] | null>
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

/** How an engine's stream is read. */
export interface OutputSource {
  readonly engine: Technology
  /** Takes chunks and gives what the program wrote in them. */
  readonly decode: (chunk: Buffer) => readonly { readonly stream: 'stdout' | 'stderr'; readonly data: Buffer }[]
  /** Whether it is a serial console: firmware leaves unfinished lines there, and READY or a report may stand behind them. */
  readonly isConsole?: boolean
  /** CPU time of the hypervisor so far, where there is one; nanoseconds. */
  readonly readHypervisorCpu?: () => number | null
  /** Finds out why the stream ended. It is asked only when somebody waits: a question costs the engine time. */
  readonly describeEnd: () => Promise<Error>
}

export function readProbeOutput(
  stream: Readable,
  { engine, decode, isConsole = false, readHypervisorCpu, describeEnd }: OutputSource,
): ProbeOutput {
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') }
  const reports: ReportLine[] = []
  const listeners = new Set<() => void>()
  let firstByteAt: number | undefined
  let readyAt: number | undefined
  let readyLine: { readonly said: ReportLine['line'] | null } | undefined
  let ended: (() => Promise<Error>) | undefined
  let line = ''
  let lineStartedAt = 0
  let kept = ''

  const find = (text: string, wanted: string) => (isConsole ? text.indexOf(wanted) : text.startsWith(wanted) ? 0 : -1)
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
      const place = find(line, marker)
      if (place >= 0) readyAt ??= place === 0 ? lineStartedAt : at
      if (end < 0) break
      if (place >= 0) readyLine ??= { said: parseObject(line.slice(place + marker.length)) }
      const start = find(line, reportStart)
      const report = start < 0 ? null : parseObject(line.slice(start))
      if (report) reports.push({ at, hypervisorCpuNs: readHypervisorCpu?.() ?? null, line: report })
      line = ''
    }
  }
  stream.on('data', (chunk: Buffer) => {
    const at = monotonicNs()
    firstByteAt ??= at
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
      const onAbort = () => finish(() => reject(cancelled(engine)))
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
    firstByteAt: () => firstByteAt,
    waitForReady: (signal) => wait(() => readyAt, signal),
    waitForReadyLine: async (signal) => (await wait(() => readyLine, signal)).said,
    waitForLine: (isLast, signal) =>
      wait(() => (reports.some((report) => isLast(report.line)) ? [...reports] : undefined), signal),
    lastOutput: () => lastLines(kept),
    close: () => {
      ended ??= async () => cancelled(engine)
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
function parseObject(text: string): ReportLine['line'] | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as ReportLine['line']) : null
  } catch {
    return null
  }
}
