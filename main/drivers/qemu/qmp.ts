import { connect, type Socket } from 'node:net'
import { cancelled, EngineError } from '../../model/engineError.ts'
import { createQmpDecoder, type QmpMessage } from './qmpDecoder.ts'

/**
 * QEMU's control socket: `-qmp unix:PATH,server=on,wait=off` (https://www.qemu.org/docs/master/interop/qmp-spec.html).
 * It talks to one client at a time; a second one is accepted by the system and hears nothing until the first has gone,
 * so every wait here has a deadline.
 */
export interface QmpClient {
  /** For example `7.2.22`. */
  readonly version: string
  /** Resolves with the command's `return`; rejects with `engine_failed` and QEMU's words, `timeout` or `cancelled`. */
  execute(command: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown>
  /** Resolves when QEMU has closed the connection: it is about to be gone. */
  readonly closed: Promise<void>
  close(): void
}

/** Milliseconds for any one answer. */
const answerTimeout = 5_000

interface Waiter {
  readonly id: string
  readonly resolve: (message: QmpMessage) => void
  readonly reject: (error: EngineError) => void
}

/** Connects and negotiates. Rejects with `not_running` when nobody listens, `timeout`, `bad_output` or `cancelled`. */
export async function connectQmp(
  path: string,
  signal: AbortSignal,
  timeout: number = answerTimeout,
): Promise<QmpClient> {
  if (signal.aborted) throw cancelled('qemu')
  const connection = new QmpConnection(connect(path), timeout)
  try {
    const greeting = await connection.waitFor('greeting', signal)
    await connection.execute('qmp_capabilities', {}, signal)
    return {
      version: parseGreeting(greeting),
      execute: (command, args, executeSignal) => connection.execute(command, args, executeSignal),
      closed: connection.closed,
      close: () => connection.close(),
    }
  } catch (error) {
    connection.close()
    throw error
  }
}

/** `7.2.22` from the greeting. Throws `bad_output`. */
export function parseGreeting(message: QmpMessage): string {
  const { QMP: greeting } = message as { QMP?: { version?: { qemu?: Record<string, unknown> } } }
  const { major, minor, micro } = greeting?.version?.qemu ?? {}
  if ([major, minor, micro].every((part) => typeof part === 'number')) return `${major}.${minor}.${micro}`
  throw new EngineError('bad_output', 'qemu', 'QEMU did not greet as its protocol says.')
}

class QmpConnection {
  readonly closed: Promise<void>
  private readonly waiters = new Set<Waiter>()
  private readonly socket: Socket
  private readonly timeout: number
  private failure: EngineError | undefined
  private nextId = 1

  constructor(socket: Socket, timeout: number) {
    this.socket = socket
    this.timeout = timeout
    const decoder = createQmpDecoder()
    socket.on('data', (chunk) => {
      try {
        for (const message of decoder.push(chunk)) this.accept(message)
      } catch (error) {
        this.fail(error as EngineError)
        socket.destroy()
      }
    })
    socket.on('error', (error) => this.fail(explainSocketError(error)))
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.fail(new EngineError('not_running', 'qemu', 'The machine closed its control connection.'))
        resolve()
      })
    })
  }

  async execute(command: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown> {
    const id = `isoscope-${this.nextId++}`
    const answer = this.waitFor(id, signal)
    const hasArgs = Object.keys(args).length > 0
    this.socket.write(`${JSON.stringify({ execute: command, ...(hasArgs && { arguments: args }), id })}\n`)
    const { error, return: result } = await answer
    if (error === undefined) return result
    const detail = (error as { desc?: unknown }).desc
    throw new EngineError('engine_failed', 'qemu', `QEMU refused ${command}.`, {
      ...(typeof detail === 'string' && { detail }),
    })
  }

  waitFor(id: string, signal: AbortSignal): Promise<QmpMessage> {
    return new Promise((resolve, reject) => {
      const finish = (act: () => void) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        this.waiters.delete(waiter)
        act()
      }
      const fail = (error: EngineError) => finish(() => reject(error))
      const waiter: Waiter = { id, resolve: (message) => finish(() => resolve(message)), reject: fail }
      const onAbort = () => fail(cancelled('qemu'))
      const timer = setTimeout(
        () => fail(new EngineError('timeout', 'qemu', `QEMU did not answer within ${this.timeout / 1000} s.`)),
        this.timeout,
      )
      signal.addEventListener('abort', onAbort)
      this.waiters.add(waiter)
      if (this.failure) fail(this.failure)
      else if (signal.aborted) onAbort()
    })
  }

  close(): void {
    this.socket.destroy()
  }

  /** Events and answers nobody waits for any more are dropped. An error without an id is about what was sent last. */
  private accept(message: QmpMessage): void {
    const id = 'QMP' in message ? 'greeting' : message.id
    const waiter = [...this.waiters].find((candidate) => candidate.id === id)
    if (waiter) waiter.resolve(message)
    else if ('error' in message && id === undefined) [...this.waiters].at(-1)?.resolve(message)
  }

  private fail(error: EngineError): void {
    this.failure ??= error
    for (const waiter of [...this.waiters]) waiter.reject(this.failure)
  }
}

function explainSocketError(error: NodeJS.ErrnoException): EngineError {
  if (error.code === 'EACCES') {
    return new EngineError('permission_denied', 'qemu', "The machine's control socket may not be opened.")
  }
  return new EngineError('not_running', 'qemu', 'The machine does not listen on its control socket.', { cause: error })
}
