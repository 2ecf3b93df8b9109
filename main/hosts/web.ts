import { access } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnyContractRouter } from '@orpc/contract'
import type { Router } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import { hideErrors, type NoContext } from '../api/hideErrors.ts'
import { EngineError } from '../model/engineError.ts'
import { describeError } from './describeError.ts'
import { createPageResponse } from './pageAssets.ts'
import { createSecurityHeaders } from './securityHeaders.ts'
import { createApiSockets } from './web/apiSocket.ts'
import { isOwnHost, isOwnOriginHeader, listOwnHosts } from './web/origin.ts'
import { paceSocket } from './web/pacedSocket.ts'
import { type RedirectFile, removeStaleRedirects, writeRedirectFile } from './web/redirectFile.ts'
import { codeLifetime, createSessions } from './web/session.ts'
import { answerSessionRequest } from './web/sessionRequest.ts'

export interface WebOptions {
  readonly router: Router<AnyContractRouter, NoContext>
  /** The built page, `out/renderer`. */
  readonly rendererDir: string
  /** 0 for any free one. */
  readonly port: number
  /** One line for the log, or several with a stack. Never holds a code or token. */
  readonly onLog: (line: string) => void
  /** Where the private folder of the redirect file is made; the system's temporary folder when not given. */
  readonly redirectParent?: string
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number
  /** Milliseconds a socket has to show its token; 5 s when not given. */
  readonly authTimeout?: number
  /** Milliseconds after which a client that reads nothing is dropped; 30 s when not given. */
  readonly patience?: number
}

/** Bytes that may wait for a client which does not read. */
const mostWaiting = 1024 * 1024

/** A way in that works once, within 60 s. */
export interface WebLink {
  /** Holds the one-time code: for the user's own terminal, never for a process's arguments. */
  readonly openUrl: string
  /** The file to open a browser on. Gone once the code is used or too old. */
  readonly openUrlFile: string
}

export interface WebHost extends WebLink {
  /** The page without any code. */
  readonly url: string
  /** A new link; the one before it no longer works. */
  renewLink(): Promise<WebLink>
  /** Ends every connection and removes what was made. Idempotent. */
  close(): Promise<void>
}

/**
 * Serves the page and the API on 127.0.0.1 only. Static files are public and hold nothing; the API wants a session.
 * Rejects with EngineError: `in_use` (the port), `permission_denied` (the port), `not_found` (the page is not built).
 */
export async function serveWeb(options: WebOptions): Promise<WebHost> {
  await checkPage(options.rendererDir)
  const redirectParent = options.redirectParent ?? tmpdir()
  const sessions = createSessions(options.now ?? (() => performance.now()))
  const patience = options.patience ?? 30_000
  const handler = new RPCHandler<NoContext>(options.router, { clientInterceptors: [hideErrors(options.onLog)] })
  const sockets = createApiSockets({
    sessions,
    authTimeout: options.authTimeout ?? 5_000,
    onLog: options.onLog,
    onReady: (socket) => void handler.upgrade(paceSocket(socket, { mostWaiting, patience, onLog: options.onLog })),
  })

  let redirect: RedirectFile | null = null
  const removeRedirect = async (): Promise<void> => {
    await redirect?.remove()
    redirect = null
  }

  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 })
  const port = await listen(server, options.port)
  const url = `http://127.0.0.1:${port}/`

  server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, port))
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      options.onLog(`request failed: ${describeError(error)}`)
      if (response.headersSent) response.end()
      else sendText(response, 500, 'Something went wrong.')
    })
  })

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const source = { host: request.headers.host, origin: request.headers.origin }
    if (!isOwnHost(source, port)) return sendText(response, 403, 'Wrong host.')
    if (request.url === '/session' && request.method === 'POST') {
      if (!isOwnOriginHeader(source, port)) return sendText(response, 403, 'Wrong origin.')
      const result = await answerSessionRequest(request, sessions)
      if (result.status !== 200) return sendText(response, result.status, result.message)
      await removeRedirect()
      return sendJson(response, { token: result.token })
    }
    const connectTo = listOwnHosts(port).map((host) => `ws://${host}`)
    const page = { method: request.method ?? '', target: request.url ?? '', connectTo }
    const { status, headers, body } = await createPageResponse(options.rendererDir, page)
    response.writeHead(status, headers).end(body)
  }

  const renewLink = async (): Promise<WebLink> => {
    await removeRedirect()
    const openUrl = `${url}#code=${sessions.issueCode()}`
    const file = await writeRedirectFile(openUrl, redirectParent)
    redirect = file
    setTimeout(() => void file.remove(), codeLifetime).unref()
    return { openUrl, openUrlFile: file.path }
  }

  const close = async (): Promise<void> => {
    sockets.close()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
    await removeRedirect()
  }

  try {
    await removeStaleRedirects(redirectParent, Date.now())
    return { url, ...(await renewLink()), renewLink, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function checkPage(rendererDir: string): Promise<void> {
  try {
    await access(join(rendererDir, 'index.html'))
  } catch (cause) {
    const remedy = { text: 'Build it.', command: 'npm run build' }
    throw new EngineError('not_found', 'isoscope', 'The page is not built.', { remedy, cause })
  }
}

/** Resolves with the port. Loopback by number: a name could resolve to more than loopback. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const code = cause.code === 'EACCES' ? 'permission_denied' : 'in_use'
      const remedy = { text: 'Choose another port, or none for any free one.', command: 'isoscope serve --port 0' }
      reject(new EngineError(code, 'isoscope', `Port ${port} cannot be used.`, { remedy, cause }))
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function sendText(response: ServerResponse, status: number, text: string): void {
  // `close`: what is left of a body that was refused is never read.
  const headers = {
    ...createSecurityHeaders(null, []),
    'content-type': 'text/plain; charset=utf-8',
    connection: 'close',
  }
  response.writeHead(status, headers)
  response.end(`${text}\n`)
}

function sendJson(response: ServerResponse, value: unknown): void {
  const headers = { ...createSecurityHeaders(null, []), 'content-type': 'application/json' }
  response.writeHead(200, headers).end(JSON.stringify(value))
}
