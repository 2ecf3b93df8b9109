import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { projectRoot } from './cli.ts'

/** The app behind an address. */
export interface ServedApp {
  /** Works once, within 60 s. */
  readonly openUrl: string
  stop(): Promise<void>
}

/** `isoscope serve`, as a user starts it. */
export interface ServedProcess extends ServedApp {
  readonly pid: number
}

/** `prefix`: a program, with its arguments, that becomes ours. `options`: further ones of serve. */
export async function serveApp(
  env: Readonly<Record<string, string | undefined>>,
  prefix: readonly string[] = [],
  options: readonly string[] = [],
): Promise<ServedProcess> {
  const [program = '', ...args] = [
    ...prefix,
    join(projectRoot, 'bin', 'isoscope.mjs'),
    'serve',
    '--no-open',
    ...options,
  ]
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const openUrl = await readAddress(child, ended)
  return {
    openUrl,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function readAddress(child: ChildProcess, ended: Promise<void>): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      const address = /http:\/\/127\.0\.0\.1:\d+\/#code=\S+/.exec(printed)?.[0]
      if (address) resolve(address)
    })
    ended.then(() => reject(new Error(`serve ended before it printed an address:\n${printed}`)), reject)
  })
}

/** Debian's Chromium. */
export function launchChromium(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [...args, '--disable-component-update', '--disable-sync'],
  })
}
