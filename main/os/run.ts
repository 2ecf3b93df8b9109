import type { ExecaError } from 'execa'
import type { Remedy } from '../contract/errors.ts'
import { cancelled, EngineError } from '../model/engineError.ts'

export interface RunOptions {
  /** The engine named in errors. */
  readonly engine: string
  readonly signal?: AbortSignal
  /** Milliseconds; 60 s when not given. */
  readonly timeout?: number
  /** Milliseconds from being asked to end, by abort or timeout, to being killed; 1 s when not given. */
  readonly killDelay?: number
  /** Exit codes that are answers, not failures; `[0]` when not given. */
  readonly acceptedExitCodes?: readonly number[]
  /** The complete environment; the parent's is never inherited by accident. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  readonly input?: string
  /** Each stream is cut to this many characters; 8 Mi when not given. */
  readonly maxOutput?: number
  /** What to do when the program is not there. */
  readonly remedy?: Remedy
}

/** What a caller may see of a program while it runs. */
export interface RunObserver {
  onStart?(pid: number): void
  /** A piece of stdout or stderr as it arrives, cut anywhere. Must not throw. */
  onOutput?(stream: 'stdout' | 'stderr', chunk: Buffer): void
}

/** Takes a piece of what a program writes; the program waits meanwhile. Must not reject. */
export type TakeOutput = (stream: 'stdout' | 'stderr', chunk: Buffer) => Promise<void>

export interface RunResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs one program to its end with an argument array, never through a shell. Abort and timeout kill it with its children
 * in its process group left to the program itself.
 * Rejects with EngineError: `not_installed`, `permission_denied`, `timeout`, `cancelled`, `bad_output` (too much of it),
 * `engine_failed` with the program's last lines as detail.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: RunOptions & Pick<RunObserver, 'onOutput'>,
): Promise<RunResult> {
  const timeout = options.timeout ?? 60_000
  // Loaded when a program is run: most commands start none, and execa is a hundred files.
  const { execa } = await import('execa')
  if (options.signal?.aborted) throw cancelled(options.engine)
  const running = execa(file, args, {
    env: { ...options.env },
    extendEnv: false,
    reject: false,
    timeout,
    maxBuffer: options.maxOutput ?? 8 * 1024 * 1024,
    forceKillAfterDelay: options.killDelay ?? 1_000,
    stripFinalNewline: false,
    ...(options.signal && { cancelSignal: options.signal }),
    ...(options.cwd && { cwd: options.cwd }),
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
  })
  if (options.onOutput) {
    running.stdout?.on('data', (chunk: Buffer) => options.onOutput?.('stdout', chunk))
    running.stderr?.on('data', (chunk: Buffer) => options.onOutput?.('stderr', chunk))
  }
  const result = await running
  return toRunResult(file, result as unknown as FinishedProgram, options, timeout)
}

/** What execa says of a program that ended, in whatever way. */
export type FinishedProgram = Partial<ExecaError> & { readonly stdout?: unknown; readonly stderr?: unknown }

/** The result when the exit code is an accepted one, else throws as runProgram does. `timeout` is in milliseconds. */
export function toRunResult(file: string, result: FinishedProgram, options: RunOptions, timeout: number): RunResult {
  const exitCode = result.exitCode
  if (exitCode !== undefined && (options.acceptedExitCodes ?? [0]).includes(exitCode) && !result.isMaxBuffer) {
    return { exitCode, stdout: String(result.stdout), stderr: String(result.stderr) }
  }
  throw describeFailure(file, result, options, timeout)
}

function describeFailure(file: string, failure: FinishedProgram, options: RunOptions, timeout: number): EngineError {
  const { engine } = options
  if (failure.isCanceled) return cancelled(engine)
  if (failure.timedOut) return new EngineError('timeout', engine, `${file} did not finish within ${timeout / 1000} s.`)
  if (failure.isMaxBuffer) return new EngineError('bad_output', engine, `${file} printed more than can be read.`)
  if (failure.code === 'ENOENT') {
    const remedy = options.remedy
    return new EngineError('not_installed', engine, `${file} was not found.`, remedy ? { remedy } : {})
  }
  if (failure.code === 'EACCES') return new EngineError('permission_denied', engine, `${file} may not be executed.`)
  const detail = lastLines(`${failure.stdout ?? ''}\n${failure.stderr ?? ''}`)
  const how = failure.signal
    ? `was ended by ${failure.signal}`
    : `failed with exit code ${failure.exitCode ?? 'unknown'}`
  return new EngineError('engine_failed', engine, `${file} ${how}.`, { detail, cause: failure.cause })
}

/** The last lines of a program's output that are not empty, for an error's detail. */
export function lastLines(output: string, count = 8): string {
  return output
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n')
}
