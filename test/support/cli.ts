import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const projectRoot = join(import.meta.dirname, '..', '..')

export interface CliResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningCli {
  readonly child: ChildProcess
  readonly result: Promise<CliResult>
  /** Everything on stderr so far. */
  stderr(): string
  waitForStderr(text: string | RegExp): Promise<void>
}

/** A home of its own for a test's store; `remove` when done. */
export function createHome(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'isoscope-home-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Starts bin/isoscope.mjs as a user's shell would. */
export function startCli(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd?: string,
  input?: string,
): RunningCli {
  const child = spawn(join(projectRoot, 'bin', 'isoscope.mjs'), args, {
    env: { ...process.env, ...env },
    ...(cwd !== undefined && { cwd }),
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  child.stdin?.end(input)
  let stdout = ''
  let stderr = ''
  const listeners = new Set<() => void>()
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    for (const listener of listeners) listener()
  })
  const result = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  const waitForStderr = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (typeof text === 'string' ? !stderr.includes(text) : !text.test(stderr)) return
        listeners.delete(check)
        resolve()
      }
      listeners.add(check)
      check()
      result.then(() => reject(new Error(`ended before it said ${text}:\n${stderr}`)), reject)
    })
  return { child, result, stderr: () => stderr, waitForStderr }
}

export function runCliToEnd(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd?: string,
  input?: string,
): Promise<CliResult> {
  return startCli(args, env, cwd, input).result
}
