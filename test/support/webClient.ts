import { request } from 'node:http'
import { WebSocket } from 'ws'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** One HTTP request with exactly these headers and this target, nothing normalised on the way. */
export function ask(
  port: number,
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path: target, headers: { ...headers }, agent: false })
    outgoing.on('error', reject)
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    outgoing.end(body)
  })
}

/** Trades a code for a token as the page does; headers replace the page's own. */
export function tradeCode(port: number, code: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const own = { origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json' }
  return ask(port, 'POST', '/session', { ...own, ...headers }, JSON.stringify({ code }))
}

export function readCode(openUrl: string): string {
  return new URLSearchParams(new URL(openUrl).hash.slice(1)).get('code') ?? ''
}

/** How a socket fared: its first message, the code it was closed with, or the HTTP status that refused it. */
export type SocketOutcome =
  | { readonly kind: 'message'; readonly text: string; readonly socket: WebSocket }
  | { readonly kind: 'closed'; readonly code: number }
  | { readonly kind: 'refused'; readonly status: number }

export interface SocketAttempt {
  readonly origin?: string
  readonly host?: string
  readonly path?: string
  /** First message; nothing is sent when it is not given. */
  readonly first?: string | Buffer
}

export function openSocket(port: number, attempt: SocketAttempt): Promise<SocketOutcome> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${attempt.path ?? '/api'}`, {
      headers: {
        ...(attempt.origin !== undefined && { origin: attempt.origin }),
        ...(attempt.host !== undefined && { host: attempt.host }),
      },
    })
    socket.on('error', reject)
    socket.on('unexpected-response', (_request, response) => {
      response.resume()
      resolve({ kind: 'refused', status: response.statusCode ?? 0 })
    })
    socket.on('open', () => {
      if (attempt.first !== undefined) socket.send(attempt.first)
    })
    socket.once('message', (data) => resolve({ kind: 'message', text: data.toString(), socket }))
    socket.on('close', (code) => resolve({ kind: 'closed', code }))
  })
}
