import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { cancelled, EngineError } from '../model/engineError.ts'
import { lastLines } from './run.ts'

/**
 * build/probe/launch [--cgroup DIR]... [--chdir DIR] [--marker TEXT] [--die-with-parent] -- PROGRAM ARGS
 * Events come as JSON lines on descriptor 3; see assets/probe/launch.c.
 */
export interface LaunchOptions {
  readonly engine: string
  readonly launchPath: string
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cgroups?: readonly string[]
  readonly cwd?: string
  /** Whether it is told something on its stdin, which is empty otherwise. */
  readonly hasInput?: boolean
  /** An open file that the program finds as descriptor 4 (`inheritedFd`). The caller's own is the caller's to close. */
  readonly inherits?: number
}

/** Where a program finds the file that it `inherits`. */
export const inheritedFd = 4

/** A line of the program's output that begins with `{"isoscope"`. Times are monotonic nanoseconds. */
interface StampedLine {
  readonly at: number
  /** CPU time of the program by then, all threads; nanoseconds. */
  readonly cpu: number | null
  readonly line: Readonly<Record<string, unknown>>
}

interface ExitEvent {
  readonly at: number
  readonly code: number | null
  readonly signal: string | null
  /** CPU time of the program and of every child it waited for; nanoseconds. */
  readonly user_ns: number
  readonly system_ns: number
}

interface ReadyEvent {
  readonly at: number
  readonly ready: Readonly<Record<string, unknown>>
}

export interface LaunchedProgram {
  readonly pid: number
  readonly spawnedAt: number
  /** Resolves at the first byte of the marker, and with when the program's first byte of any kind came. */
  waitForMarker(signal: AbortSignal): Promise<{ readonly at: number; readonly firstByteAt: number }>
  /** What the probe says beside READY; null when the program is not the probe. */
  waitForReady(signal: AbortSignal): Promise<ReadyEvent>
  /** Resolves with all lines so far once `isLast` accepts one. */
  waitForLine(
    isLast: (line: Readonly<Record<string, unknown>>) => boolean,
    signal: AbortSignal,
  ): Promise<readonly StampedLine[]>
  waitForExit(signal: AbortSignal): Promise<ExitEvent>
  /** The last lines of what it has written so far. */
  lastOutput(): string
  sendSignal(signal: 'SIGTERM' | 'SIGKILL'): void
  /** Writes to its stdin; to one that has none, or has ended, it is lost. */
  write(text: string): void
}

const keptOutput = 16 * 1024
/** A killed program is gone at once, unless the kernel holds it in the middle of a call. */
const endDeadlineMs = 10_000

/**
 * Starts a program through the launcher, which dies with this process and takes the program with it.
 * Rejects with EngineError when it cannot be started; nothing is left then.
 */
export async function launchProgram(options: LaunchOptions, signal: AbortSignal): Promise<LaunchedProgram> {
  if (signal.aborted) throw cancelled(options.engine)
  const args = [
    '--die-with-parent',
    ...(options.cgroups ?? []).flatMap((folder) => ['--cgroup', folder]),
    ...(options.cwd ? ['--chdir', options.cwd] : []),
    '--',
    options.file,
    ...options.args,
  ]
  const child = spawn(options.launchPath, args, {
    env: options.env,
    stdio: [
      options.hasInput ? 'pipe' : 'ignore',
      'pipe',
      'pipe',
      'pipe',
      ...(options.inherits === undefined ? [] : [options.inherits]),
    ],
  })
  const state = new LaunchState(options.engine, options.file)
  child.on('error', (error) => state.fail(new EngineError('not_installed', options.engine, error.message)))
  child.stdout?.on('data', (chunk: Buffer) => state.keepOutput(chunk))
  child.stderr?.on('data', (chunk: Buffer) => state.keepOutput(chunk))
  const events = createInterface({ input: child.stdio[3] as Readable })
  events.on('line', (line) => state.accept(line))
  events.on('close', () => state.end())
  events.on('error', () => state.end())
  child.stdin?.on('error', () => undefined)
  const waitForProgram = async (bounded: AbortSignal) => {
    const spawned = await state.wait(() => state.spawned, bounded)
    return state.toProgram(spawned.pid, spawned.at, {
      send: (name) => {
        // The launcher forwards SIGTERM; SIGKILL must reach the program itself.
        if (name === 'SIGTERM') child.kill(name)
        else killQuietly(spawned.pid)
      },
      write: (text) => child.stdin?.write(text),
    })
  }
  try {
    return await waitForProgram(signal)
  } catch (error) {
    // Aborted between its start and the launcher's word of it: the program is ended by its own pid, and seen to end.
    const started = await waitForProgram(AbortSignal.timeout(endDeadlineMs)).catch(() => null)
    if (started) await endProgram(started)
    child.kill('SIGKILL')
    throw error
  }
}

/** Kills it where it still runs, and waits until it is gone. Never rejects. */
export async function endProgram(program: LaunchedProgram): Promise<void> {
  program.sendSignal('SIGKILL')
  // A launcher that failed cannot report the exit; the program went with it.
  await program.waitForExit(AbortSignal.timeout(endDeadlineMs)).catch(() => undefined)
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already: that is what was asked for.
  }
}

type LaunchEvent = Readonly<Record<string, unknown>> & { readonly event: string; readonly at: number }

/**
 * The launcher hands on lines of the program as they are, and a guest's kernel may write into the middle of one. What
 * cannot be read is left out: it is missed as the report it should have been.
 */
function parseEvent(text: string): LaunchEvent | null {
  try {
    return JSON.parse(text) as LaunchEvent
  } catch {
    return null
  }
}

/** What the events have said so far, and who waits for what. */
class LaunchState {
  spawned: { readonly pid: number; readonly at: number } | undefined
  private firstByteAt: number | undefined
  private markerAt: number | undefined
  private ready: ReadyEvent | undefined
  private readonly lines: StampedLine[] = []
  private exit: ExitEvent | undefined
  private failure: EngineError | undefined
  private output = ''
  private readonly listeners = new Set<() => void>()
  private readonly engine: string
  private readonly file: string

  constructor(engine: string, file: string) {
    this.engine = engine
    this.file = file
  }

  keepOutput(chunk: Buffer): void {
    this.output = (this.output + chunk.toString('utf8')).slice(-keptOutput)
  }

  accept(text: string): void {
    const event = parseEvent(text)
    if (event === null) return
    if (event.event === 'spawned') this.spawned = { pid: event.pid as number, at: event.at }
    else if (event.event === 'first_byte') this.firstByteAt = event.at
    else if (event.event === 'marker') this.markerAt = event.at
    else if (event.event === 'ready') this.ready = event as unknown as ReadyEvent
    else if (event.event === 'line') this.lines.push(event as unknown as StampedLine)
    else if (event.event === 'exit') this.exit = event as unknown as ExitEvent
    else if (event.event === 'failed') {
      this.failure = new EngineError(
        'engine_failed',
        this.engine,
        `${this.file} could not be started: ${event.message}.`,
      )
    }
    this.notify()
  }

  fail(error: EngineError): void {
    this.failure ??= error
    this.notify()
  }

  end(): void {
    if (!this.exit) this.fail(new EngineError('engine_failed', this.engine, 'The launcher ended unexpectedly.'))
  }

  /** Resolves as soon as `get` has a value; rejects on abort, on failure, and when the program has ended without it. */
  wait<T>(get: () => T | undefined, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (act: () => void) => {
        this.listeners.delete(check)
        signal.removeEventListener('abort', onAbort)
        act()
      }
      const onAbort = () => finish(() => reject(cancelled(this.engine)))
      const check = () => {
        const value = get()
        if (value !== undefined) finish(() => resolve(value))
        else if (this.failure) finish(() => reject(this.failure))
        else if (this.exit) finish(() => reject(this.endedEarly()))
      }
      this.listeners.add(check)
      signal.addEventListener('abort', onAbort)
      if (signal.aborted) onAbort()
      else check()
    })
  }

  private endedEarly(): EngineError {
    const how = this.exit?.signal ? `was ended by ${this.exit.signal}` : `ended with exit code ${this.exit?.code}`
    return new EngineError('engine_failed', this.engine, `${this.file} ${how} before it had answered.`, {
      detail: lastLines(this.output),
    })
  }

  private notify(): void {
    for (const listener of [...this.listeners]) listener()
  }

  toProgram(
    pid: number,
    spawnedAt: number,
    { send, write }: { send(signal: 'SIGTERM' | 'SIGKILL'): void; write(text: string): void },
  ): LaunchedProgram {
    return {
      pid,
      spawnedAt,
      waitForMarker: async (signal) => {
        const at = await this.wait(() => this.markerAt, signal)
        return { at, firstByteAt: this.firstByteAt ?? at }
      },
      waitForReady: (signal) => this.wait(() => this.ready, signal),
      waitForLine: (isLast, signal) =>
        this.wait(() => (this.lines.some(({ line }) => isLast(line)) ? [...this.lines] : undefined), signal),
      waitForExit: (signal) => this.wait(() => this.exit, signal),
      lastOutput: () => lastLines(this.output),
      sendSignal: (signal) => {
        if (!this.exit) send(signal)
      },
      write,
    }
  }
}
