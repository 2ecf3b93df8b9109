import { Emitter } from './refusal.ts'

type Parts = 'start' | 'close' | 'postMessage'

/** The end that the main process has; `send` and `onClose` lead to the other one. */
export class MessagePortMain extends Emitter implements Pick<Electron.MessagePortMain, Parts> {
  private readonly deliver: (data: unknown) => void
  private readonly onClose: () => void
  private waiting: unknown[] | null = []
  private isClosed = false

  constructor(deliver: (data: unknown) => void, onClose: () => void) {
    super()
    this.deliver = deliver
    this.onClose = onClose
  }
  start(): void {
    const messages = this.waiting ?? []
    this.waiting = null
    for (const data of messages) this.emit('message', { data, ports: [] })
  }
  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('The stand-in for Electron hands no port on to a page.')
    if (!this.isClosed) this.deliver(message)
  }
  close(): void {
    if (this.isClosed) return
    this.onClose()
    this.end()
  }
  /** From the other end. */
  receive(data: unknown): void {
    if (this.isClosed) return
    if (this.waiting) this.waiting.push(data)
    else this.emit('message', { data, ports: [] })
  }
  /** The other end is gone. */
  end(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.emit('close')
  }
}

/** Two ends within the main process. */
export class MessageChannelMain implements Electron.MessageChannelMain {
  readonly port1: Electron.MessagePortMain
  readonly port2: Electron.MessagePortMain
  constructor() {
    const [one, two] = [
      new MessagePortMain(
        (data) => queueMicrotask(() => two.receive(structuredClone(data))),
        () => queueMicrotask(() => two.end()),
      ),
      new MessagePortMain(
        (data) => queueMicrotask(() => one.receive(structuredClone(data))),
        () => queueMicrotask(() => one.end()),
      ),
    ] as const
    this.port1 = one as unknown as Electron.MessagePortMain
    this.port2 = two as unknown as Electron.MessagePortMain
  }
}
