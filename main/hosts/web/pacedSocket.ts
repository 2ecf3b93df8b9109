import type { WebSocket } from 'ws'

/** What oRPC uses of a socket. */
export type ApiChannel = Pick<WebSocket, 'addEventListener' | 'send'>

export interface PaceOptions {
  /** Bytes that may wait for a client. */
  readonly mostWaiting: number
  /** Milliseconds in which the system takes no message for a client that is that far behind, before it is dropped. */
  readonly patience: number
  readonly onLog: (line: string) => void
}

/**
 * oRPC awaits what `send` returns before it takes the next value of a stream, but the `send` of ws returns at once and
 * keeps everything for a client that does not read. This one resolves when the system has taken the message, if more
 * waits than may: streams stand still meanwhile, no request is read, and a client that reads nothing is dropped. One that
 * reads slowly is not, however long its queue takes.
 */
export function paceSocket(socket: WebSocket, { mostWaiting, patience, onLog }: PaceOptions): ApiChannel {
  let blocked = 0
  let timer: NodeJS.Timeout | undefined
  const drop = (): void => {
    onLog(`dropped a client that did not read for ${patience / 1000} s`)
    socket.terminate()
  }
  const wait = async (taken: Promise<void>): Promise<void> => {
    if (blocked++ === 0) {
      socket.pause()
      timer = setTimeout(drop, patience)
    }
    await taken
    if (--blocked > 0) return
    clearTimeout(timer)
    timer = undefined
    socket.resume()
  }
  const send = (data: Parameters<WebSocket['send']>[0]): Promise<void> | undefined => {
    const taken = Promise.withResolvers<void>()
    // Also called when the socket ends before.
    socket.send(data, () => {
      timer?.refresh()
      taken.resolve()
    })
    return socket.bufferedAmount > mostWaiting ? wait(taken.promise) : undefined
  }
  return { addEventListener: socket.addEventListener.bind(socket), send }
}
