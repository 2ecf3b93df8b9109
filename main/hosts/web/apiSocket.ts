import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { isOwnOriginHeader } from './origin.ts'
import type { Sessions } from './session.ts'

/** Close codes of our own (4000–4999 are free for applications); the page tells them apart. */
const closeCodes = { wrongToken: 4401, tooSlow: 4408 } as const

/** The largest message a page may send: a run request with a custom command stays far below. */
const maxMessageBytes = 1024 * 1024
const maxTokenMessageBytes = 1024

const tokenSchema = z.strictObject({ token: z.string() })

export interface ApiSocketOptions {
  readonly sessions: Sessions
  /** Milliseconds a socket may stay silent before it has shown its token. */
  readonly authTimeout: number
  readonly onLog: (line: string) => void
  /** Called once per socket, after its token was found right. */
  readonly onReady: (socket: WebSocket) => void
}

export interface ApiSockets {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, port: number): void
  close(): void
}

/** `ws://…/api`: refused before the handshake for a foreign Host or Origin; no procedure can be called before the token was shown. */
export function createApiSockets(options: ApiSocketOptions): ApiSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false })
  return {
    handleUpgrade: (request, socket, head, port) => {
      socket.on('error', () => socket.destroy())
      const source = { host: request.headers.host, origin: request.headers.origin }
      if (!isOwnOriginHeader(source, port)) {
        options.onLog(`refused a socket: host ${quote(source.host)}, origin ${quote(source.origin)}`)
        refuseUpgrade(socket, '403 Forbidden')
      } else if (request.url !== '/api') {
        refuseUpgrade(socket, '404 Not Found')
      } else {
        server.handleUpgrade(request, socket, head, (client) => authenticate(client, options))
      }
    },
    close: () => {
      for (const client of server.clients) {
        client.close(1001, 'Isoscope has ended.')
        setTimeout(() => client.terminate(), 500).unref()
      }
      server.close()
    },
  }
}

function authenticate(socket: WebSocket, options: ApiSocketOptions): void {
  // Too long a message, or a broken frame: ws closes the socket by itself, but throws when nobody listens.
  socket.on('error', (error) => options.onLog(`socket: ${error.message}`))
  const timer = setTimeout(() => socket.close(closeCodes.tooSlow, 'No token came.'), options.authTimeout)
  socket.once('close', () => clearTimeout(timer))
  socket.once('message', (data, isBinary) => {
    clearTimeout(timer)
    const token = isBinary ? null : parseToken(data)
    if (token === null || !options.sessions.isToken(token)) {
      options.onLog('refused a socket: wrong token')
      socket.close(closeCodes.wrongToken, 'Wrong token.')
      return
    }
    options.onReady(socket)
    socket.send(JSON.stringify({ ok: true }))
  })
}

function parseToken(data: RawData): string | null {
  const text = data.toString()
  if (text.length > maxTokenMessageBytes) return null
  try {
    return tokenSchema.safeParse(JSON.parse(text)).data?.token ?? null
  } catch {
    return null
  }
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** A header as it may stand in a log: one line, not endless. */
function quote(header: string | undefined): string {
  return header === undefined ? 'missing' : JSON.stringify(header.slice(0, 100))
}
