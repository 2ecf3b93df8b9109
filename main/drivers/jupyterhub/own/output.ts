import { cancelled, EngineError } from '../../../model/engineError.ts'
import { lastLines } from '../../../os/run.ts'
import type { ReportLine } from '../../contender.ts'
import { parseCellLine } from './cell.ts'

const marker = 'ISOSCOPE READY'
const keptOutput = 16 * 1024

/** What a program in a notebook has shown so far, and who waits for what. */
export class NotebookOutput {
  busyAt: number | undefined
  readyAt: number | undefined
  pid: number | undefined
  private readonly lines: ReportLine[] = []
  private exit: number | null | undefined
  private failure: EngineError | undefined
  private unfinished = ''
  private output = ''
  private readonly listeners = new Set<() => void>()

  acceptBusy(at: number): void {
    this.busyAt ??= at
    this.notify()
  }

  accept(text: string, at: number): void {
    this.output = (this.output + text).slice(-keptOutput)
    const lines = (this.unfinished + text).split('\n')
    this.unfinished = lines.pop() ?? ''
    for (const line of lines) this.acceptLine(line, at)
    this.notify()
  }

  private acceptLine(line: string, at: number): void {
    const own = parseCellLine(line)
    if (own?.notebook === 'started') this.pid = own.pid
    // Below zero: a signal ended it, such as the kernel's to what it has started.
    else if (own?.notebook === 'exit') this.exit = own.code < 0 ? null : own.code
    else if (line.startsWith(marker)) this.readyAt ??= at
    else if (line.startsWith('{"isoscope"')) this.acceptReport(line, at)
  }

  /** A line that cannot be read is missed as the report it should have been. */
  private acceptReport(line: string, at: number): void {
    try {
      this.lines.push({ at, hypervisorCpuNs: null, line: JSON.parse(line) })
    } catch {
      // Half a line, of a program that was killed.
    }
  }

  /** Nothing more comes; where the program had not ended by itself, its exit code is not known. */
  end(error: EngineError): void {
    this.exit ??= null
    this.failure ??= error
    this.notify()
  }

  waitForReady(signal: AbortSignal): Promise<number> {
    return this.wait(() => this.readyAt, signal)
  }

  waitForReports(mode: string, signal: AbortSignal): Promise<readonly ReportLine[]> {
    const isDone = ({ line }: ReportLine) => line.isoscope === 'done' && line.mode === mode
    return this.wait(() => (this.lines.some(isDone) ? [...this.lines] : undefined), signal)
  }

  async waitForExit(signal: AbortSignal): Promise<number | null> {
    const { code } = await this.wait(() => (this.exit === undefined ? undefined : { code: this.exit }), signal)
    return code
  }

  /** Resolves as soon as `get` has a value; rejects on abort, and when the program has ended without it. */
  private wait<T>(get: () => T | undefined, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (act: () => void) => {
        this.listeners.delete(check)
        signal.removeEventListener('abort', leave)
        act()
      }
      const leave = () => finish(() => reject(cancelled('jupyterhub')))
      const check = () => {
        const value = get()
        if (value !== undefined) finish(() => resolve(value))
        else if (this.exit !== undefined) finish(() => reject(this.endedEarly()))
      }
      this.listeners.add(check)
      signal.addEventListener('abort', leave)
      if (signal.aborted) leave()
      else check()
    })
  }

  private endedEarly(): EngineError {
    if (this.failure) return this.failure
    const how = this.exit === null ? 'was ended by a signal' : `ended with exit code ${this.exit}`
    const message = `The program ${how} before it had answered.`
    const shown = this.output.split('\n').filter((line) => parseCellLine(line) === null)
    return new EngineError('engine_failed', 'jupyterhub', message, { detail: lastLines(shown.join('\n')) })
  }

  private notify(): void {
    for (const listener of [...this.listeners]) listener()
  }
}
