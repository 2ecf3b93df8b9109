import type { WebSocket } from 'ws'

/** What oRPC uses of a socket. */
export type ApiChannel = Pick<WebSocket, 'addEventListener' | 'send'>

export interface PaceOptions {
  /** Bytes that may wait for a client. */
  readonly mostWaiting: number
  /** Milliseconds a client may take to read what is beyond that before it is dropped. */
  readonly patience: number
  readonly onLog: (line: string) => void
}

/**
 * oRPC awaits what `send` returns before it takes the next value of a stream, but the `send` of ws returns at once and
 * keeps everything for a client that does not read. This one resolves when the system has taken the message, if more
 * waits than may: streams stand still meanwhile, no request is read, and a client that takes too long is dropped.
 */
export function paceSocket(socket: WebSocket, { mostWaiting, patience, onLog }: PaceOptions): ApiChannel {
  let blocked = 0
  const wait = async (taken: Promise<void>): Promise<void> => {
    if (blocked++ === 0) socket.pause()
    const timer = setTimeout(() => {
      onLog(`dropped a client that did not read for ${patience / 1000} s`)
      socket.terminate()
    }, patience)
    await taken
    clearTimeout(timer)
    if (--blocked === 0) socket.resume()
  }
  const send = (data: Parameters<WebSocket['send']>[0]): Promise<void> | undefined => {
    const taken = Promise.withResolvers<void>()
    // Also called when the socket ends before.
    socket.send(data, () => taken.resolve())
    return socket.bufferedAmount > mostWaiting ? wait(taken.promise) : undefined
  }
  return { addEventListener: socket.addEventListener.bind(socket), send }
}
