import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from './cli.ts'

export interface TerminalRun {
  /** Everything that has come to the terminal so far. */
  screen(): string
  waitFor(text: string | RegExp): Promise<void>
  /** As keys: Ctrl-C is \u0003. */
  type(keys: string): void
  readonly exitCode: Promise<number | null>
}

/** script --quiet --return --command COMMAND /dev/null (script(1)): bin/isoscope.mjs on a terminal of its own. */
export function runOnTerminal(args: readonly string[], env: Readonly<Record<string, string | undefined>>): TerminalRun {
  const words = [join(projectRoot, 'bin', 'isoscope.mjs'), ...args]
  const command = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let screen = ''
  const listeners = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text
    for (const listener of listeners) listener()
  })
  const exitCode = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code))
  })
  return {
    screen: () => screen,
    waitFor: (text) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (typeof text === 'string' ? !screen.includes(text) : !text.test(screen)) return
          listeners.delete(check)
          resolve()
        }
        listeners.add(check)
        check()
        exitCode.then(() => reject(new Error(`ended before it said ${text}:\n${screen}`)), reject)
      }),
    type: (keys) => {
      child.stdin.write(keys)
    },
    exitCode,
  }
}
