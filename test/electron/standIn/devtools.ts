import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { CDPSession } from 'playwright-core'

/** Commands and events of the DevTools protocol, with the types that playwright-core ships. */
export interface Devtools {
  readonly send: CDPSession['send']
  readonly on: CDPSession['on']
}

export interface Chromium extends Devtools {
  /** Where a second client, the test, finds the same browser. */
  readonly endpoint: Promise<string>
  attach(sessionId: string): Devtools
  close(): void
}

interface Message {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/**
 * Chromium as a child of the app, driven through a pipe: it ends when the app does, in whatever way, and what drives it here
 * is little. `profile` is its folder, within the app's own as Electron has it. Its port is for the test alone, which connects with Playwright.
 */
export function startChromium(profile: string): Chromium {
  const quiet = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-sync',
  ]
  const child = spawn(
    process.env.ISOSCOPE_CHROMIUM ?? '/usr/bin/chromium',
    [
      '--headless',
      '--no-sandbox',
      ...quiet,
      '--disable-component-update',
      '--no-startup-window',
      '--remote-debugging-pipe',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  )
  const sessions = new Map<string, EventEmitter>()
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let lastId = 0
  readMessages(child.stdio[4] as Readable, ({ id, sessionId = '', method, params, result, error }) => {
    if (id === undefined) return void (method && sessions.get(sessionId)?.emit(method, params))
    const answer = waiting.get(id)
    waiting.delete(id)
    if (error) answer?.reject(new Error(`Chromium: ${error.message}`))
    else answer?.resolve(result)
  })
  const pipe = child.stdio[3] as Writable
  pipe.on('error', () => {})
  const attach = (sessionId: string): Devtools => {
    const events = sessions.get(sessionId) ?? new EventEmitter()
    sessions.set(sessionId, events)
    const send = (method: string, params: unknown = {}): Promise<unknown> => {
      const answer = Promise.withResolvers<unknown>()
      waiting.set(++lastId, answer)
      pipe.write(`${JSON.stringify({ id: lastId, method, params, ...(sessionId && { sessionId }) })}\0`)
      return answer.promise
    }
    return { send: send as CDPSession['send'], on: events.on.bind(events) as unknown as CDPSession['on'] }
  }
  return {
    ...attach(''),
    endpoint: readEndpoint(child),
    attach,
    close: () => void child.kill('SIGKILL'),
  }
}

function readMessages(stream: Readable, onMessage: (message: Message) => void): void {
  let rest = ''
  stream.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\0')
    rest = parts.pop() ?? ''
    for (const part of parts) onMessage(JSON.parse(part) as Message)
  })
}

function readEndpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (printed.length > 10_000) return
      printed += text
      const address = /ws:\/\/\S+/.exec(printed)?.[0]
      if (address) resolve(address)
    })
    child.on('exit', () => reject(new Error(`Chromium ended:\n${printed}`)))
    child.on('error', reject)
  })
}
