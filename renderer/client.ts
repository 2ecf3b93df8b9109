import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../main/contract/contract.ts'

/*
 * The API, however it is reached: a MessagePort where the desktop's preload is there, otherwise a WebSocket to the server
 * the page came from. Nothing else in the page knows which.
 */

export type Client = ContractRouterClient<typeof contract>

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  /** It ended, or nobody answers; it is tried again by itself. */
  | { readonly state: 'lost' }
  /** The server knows neither code nor token: the user has to open the address it printed. */
  | { readonly state: 'refused' }

declare global {
  interface Window {
    /** Set by the desktop's preload and by nobody else. */
    readonly isoscope?: { readonly kind: 'desktop' }
  }
}

type Link = ClientLink<ClientContext>

type Attempt =
  | { readonly outcome: 'open'; readonly link: Link; readonly closed: Promise<void> }
  | { readonly outcome: 'unreachable' }
  | { readonly outcome: 'refused' }

/** As main/hosts/web closes a socket whose token it does not know. */
const wrongTokenCode = 4401
const tokenKey = 'isoscope.token'

let current = Promise.withResolvers<Link>()
let wakeUp = () => {}
let code: string | null = null

/** Calls wait for the connection; those under way when it ends are rejected. */
export const client: Client = createORPCClient<Client>({
  call: async (path, input, options) => (await current.promise).call(path, input, options),
})

/** Connects, and again whenever the connection ends, for as long as the page lives. */
export async function keepConnected(onChange: (connection: Connection) => void): Promise<never> {
  window.addEventListener('hashchange', () => {
    takeCode()
    wakeUp()
  })
  takeCode()
  onChange({ state: 'connecting' })
  for (let failures = 0; ; failures++) {
    const attempt = window.isoscope?.kind === 'desktop' ? await openPort() : await openSocket()
    if (attempt.outcome === 'open') {
      failures = 0
      current.resolve(attempt.link)
      onChange({ state: 'open' })
      await attempt.closed
      current = Promise.withResolvers<Link>()
    }
    onChange({ state: attempt.outcome === 'refused' ? 'refused' : 'lost' })
    await waitToRetry(attempt.outcome === 'refused' ? null : retryDelay(failures))
  }
}

/** Tries at once instead of when its time comes. */
export function reconnectNow(): void {
  wakeUp()
}

/** Milliseconds: half a second, doubled with every failure up to ten seconds. */
export function retryDelay(failures: number): number {
  return Math.min(10_000, 500 * 2 ** Math.min(failures, 10))
}

/** The one-time code of the address `isoscope serve` opens; it works once, so it does not stay in the address. */
function takeCode(): void {
  const found = readCode(location.hash)
  if (found === null) return
  code = found
  history.replaceState(null, '', location.pathname + location.search)
}

export function readCode(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('code')
}

async function openPort(): Promise<Attempt> {
  const port = await new Promise<MessagePort>((resolve) => {
    const receive = (event: MessageEvent): void => {
      const [given] = event.ports
      if (event.source !== window || event.origin !== location.origin) return
      if (event.data !== 'isoscope:port' || !given) return
      window.removeEventListener('message', receive)
      resolve(given)
    }
    window.addEventListener('message', receive)
    window.postMessage('isoscope:connect', location.origin)
  })
  const link = new PortLink({ port })
  const closed = new Promise<void>((resolve) => port.addEventListener('close', () => resolve()))
  port.start()
  return { outcome: 'open', link, closed }
}

async function openSocket(): Promise<Attempt> {
  const traded = code === null ? null : await tradeCode(code)
  if (traded === 'unreachable') return { outcome: 'unreachable' }
  // A used code may be in the history of a tab that has its token already.
  code = null
  if (traded !== null) sessionStorage.setItem(tokenKey, traded.token)
  const token = sessionStorage.getItem(tokenKey)
  return token === null ? { outcome: 'refused' } : authenticate(new WebSocket(`ws://${location.host}/api`), token)
}

/** `null` when the server does not take the code. */
async function tradeCode(value: string): Promise<{ readonly token: string } | 'unreachable' | null> {
  try {
    const response = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: value }),
    })
    return response.ok ? ((await response.json()) as { readonly token: string }) : null
  } catch {
    return 'unreachable'
  }
}

/** The token goes first, as text; the socket is the API's once the server has said `{"ok":true}`. */
function authenticate(socket: WebSocket, token: string): Promise<Attempt> {
  return new Promise((resolve) => {
    socket.addEventListener('open', () => socket.send(JSON.stringify({ token })))
    socket.addEventListener('message', () => resolve(handToLink(socket)), { once: true })
    // Changes nothing any more once the server has said ok.
    socket.addEventListener('close', ({ code: reason }) => {
      if (reason === wrongTokenCode) sessionStorage.removeItem(tokenKey)
      resolve({ outcome: reason === wrongTokenCode ? 'refused' : 'unreachable' })
    })
  })
}

/** The link listens first: what waits for an answer is rejected before anybody hears that the connection ended. */
function handToLink(socket: WebSocket): Attempt {
  const link = new SocketLink({ websocket: socket })
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()))
  return { outcome: 'open', link, closed }
}

/** Until the time has passed and the page is seen, or somebody wants it now. `null`: only then. */
function waitToRetry(delay: number | null): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', checkVisible)
      resolve()
    }
    const checkVisible = (): void => {
      if (document.visibilityState === 'visible') finish()
    }
    const timer =
      delay === null
        ? undefined
        : setTimeout(() => {
            document.addEventListener('visibilitychange', checkVisible)
            checkVisible()
          }, delay)
    wakeUp = finish
  })
}
