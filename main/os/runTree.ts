import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { cancelled } from '../model/engineError.ts'
import { listProcesses, readProcessStat } from './proc.ts'
import {
  type FinishedProgram,
  type RunObserver,
  type RunOptions,
  type RunResult,
  type TakeOutput,
  toRunResult,
} from './run.ts'

/**
 * build/probe/launch --die-with-parent -- FILE ARGS, in a process group of its own.
 *
 * Like runProgram, for a program that starts others (`python -m venv` starts ensurepip, which starts pip): abort and
 * timeout kill all of them, and nothing of them runs any more when this rejects. When this process dies, the program
 * dies too; its children may finish.
 * The same errors as runProgram. With `takeOutput` nothing is kept, and so much may be written as likes: both streams of the
 * result are empty.
 */
export async function runProgramTree(
  launchPath: string,
  file: string,
  args: readonly string[],
  options: RunOptions & RunObserver & { readonly takeOutput?: TakeOutput | undefined },
): Promise<RunResult> {
  // Loaded when a program is run, as in run.ts.
  const { execa } = await import('execa')
  if (options.signal?.aborted) throw cancelled(options.engine)
  const running = execa(launchPath, ['--die-with-parent', '--', file, ...args], {
    env: { ...options.env },
    extendEnv: false,
    reject: false,
    detached: true,
    // The launcher writes its events to descriptor 3.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    maxBuffer: options.maxOutput ?? 8 * 1024 * 1024,
    ...(options.takeOutput && { buffer: { stdout: false, stderr: false } }),
    stripFinalNewline: false,
    ...(options.cwd && { cwd: options.cwd }),
  })
  if (running.pid !== undefined) options.onStart?.(running.pid)
  if (options.onOutput) {
    running.stdout?.on('data', (chunk: Buffer) => options.onOutput?.('stdout', chunk))
    running.stderr?.on('data', (chunk: Buffer) => options.onOutput?.('stderr', chunk))
  }
  const { takeOutput } = options
  const taken =
    takeOutput &&
    Promise.all([drain(running.stdout, 'stdout', takeOutput), drain(running.stderr, 'stderr', takeOutput)])
  const end = { isCanceled: false, timedOut: false }
  const stop = (reason: keyof typeof end) => {
    end[reason] = true
    killGroup(running.pid)
  }
  const onAbort = () => stop('isCanceled')
  const timeout = options.timeout ?? 60_000
  const timer = setTimeout(() => stop('timedOut'), timeout)
  options.signal?.addEventListener('abort', onAbort)
  try {
    const result = await running
    await taken
    killGroup(running.pid)
    await waitForGroup(running.pid)
    const cause = readStartFailure(String(result.stdio[3] ?? ''))
    const kept = takeOutput ? { ...result, stdout: '', stderr: '' } : result
    return toRunResult(file, { ...kept, ...end, ...cause } as unknown as FinishedProgram, options, timeout)
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', onAbort)
  }
}

/** Ends with the stream, also where the program was killed in the midst of a piece. */
async function drain(stream: Readable | null, name: 'stdout' | 'stderr', take: TakeOutput): Promise<void> {
  try {
    for await (const chunk of stream ?? []) await take(name, chunk as Buffer)
  } catch {
    // What broke the stream off has ended the program, which says so itself.
  }
}

/** A pid that was never given means that the program could not be started. */
function killGroup(pid: number | undefined): boolean {
  if (pid === undefined) return false
  try {
    process.kill(-pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}

/** A killed process is gone only after some time. */
async function waitForGroup(pid: number | undefined): Promise<void> {
  for (let attempt = 0; attempt < 100 && killGroup(pid) && hasLivingMember(pid); attempt++) await sleep(10)
}

/** Zombies can be killed for ever; they do nothing and wait for an init that may be slow to reap them. */
function hasLivingMember(group: number | undefined): boolean {
  if (process.platform !== 'linux') return true
  return listProcesses().some((pid) => {
    const stat = readProcessStat(pid)
    return stat?.group === group && stat?.state !== 'Z'
  })
}

/** Why the program could not be started, in Node's words, from the launcher's event. */
function readStartFailure(events: string): { readonly code?: string } {
  const errno = /"event":"failed","step":"exec","errno":(\d+)/.exec(events)?.[1]
  return errno === '2' ? { code: 'ENOENT' } : errno === '13' ? { code: 'EACCES' } : {}
}
