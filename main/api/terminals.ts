import { randomUUID } from 'node:crypto'
import {
  type TerminalEvent,
  type TerminalRequest,
  type TerminalSize,
  terminalSentBytes,
  terminalWindowBytes,
} from '../contract/terminal.ts'
import type { TerminalOrder, TerminalSession } from '../drivers/containers.ts'
import type { Driver } from '../drivers/driver.ts'
import { EngineError } from '../model/engineError.ts'
import { type CommandGate, requireCommands } from './commandGate.ts'
import { admitMounts, findContainers } from './containers.ts'
import { createOutputWindow, type OutputWindow } from './outputWindow.ts'

export interface TerminalService {
  /** The first value says what the session is called. Rejects, when it is read, as the engine does. */
  open(request: TerminalRequest, signal: AbortSignal): AsyncGenerator<TerminalEvent, void>
  write(session: string, bytes: string): Promise<void>
  endInput(session: string): void
  resize(session: string, size: TerminalSize): Promise<void>
  acknowledge(session: string, bytes: number): void
  /** Ends all that is open. */
  close(): Promise<void>
}

interface OpenTerminal {
  readonly session: TerminalSession
  readonly window: OutputWindow
}

export function createTerminalService({
  drivers,
  commandGate,
}: {
  readonly drivers: readonly Driver[]
  readonly commandGate: CommandGate
}): TerminalService {
  const open = new Map<string, OpenTerminal>()
  const closing = new AbortController()
  const streams = new Set<Promise<void>>()
  const find = (id: string): OpenTerminal => {
    const found = open.get(id)
    if (found) return found
    throw new EngineError('not_found', 'isoscope', 'This terminal has ended.')
  }

  async function* stream(
    order: TerminalOrder,
    kept: number | null,
    given: AbortSignal,
  ): AsyncGenerator<TerminalEvent, void> {
    const reading = new AbortController()
    const signal = AbortSignal.any([given, closing.signal, reading.signal])
    const done = Promise.withResolvers<void>()
    streams.add(done.promise)
    const id = randomUUID()
    let session: TerminalSession | undefined
    try {
      session = await findContainers(drivers).containers.open(order, signal)
      const window = createOutputWindow(
        session.output,
        { most: terminalWindowBytes, mostSent: terminalSentBytes, kept: session.tty ? kept : null },
        signal,
      )
      open.set(id, { session, window })
      yield { kind: 'opened', session: id, tty: session.tty, instance: session.instance }
      for (;;) {
        const piece = await window.take()
        if (signal.aborted) return
        if (piece === null) break
        const { stream, bytes, leftOut } = piece
        yield { kind: 'output', stream, bytes: bytes.toString('base64'), leftOut }
      }
      yield { kind: 'ended', ...(await session.readEnd()) }
    } finally {
      open.delete(id)
      reading.abort()
      await session?.close().catch(() => undefined)
      streams.delete(done.promise)
      done.resolve()
    }
  }

  return {
    open: (request, signal) => {
      requireCommands(commandGate)
      return stream(admitOrder(commandGate, request), request.kept ?? null, signal)
    },
    write: async (id, bytes) => find(id).session.write(Buffer.from(bytes, 'base64')),
    endInput: (id) => find(id).session.endInput(),
    resize: async (id, size) => find(id).session.resize(size),
    acknowledge: (id, bytes) => find(id).window.acknowledge(bytes),
    close: async () => {
      closing.abort()
      await Promise.all(streams)
    },
  }
}

/** Throws `bad_input`. */
function admitOrder(gate: CommandGate, request: TerminalRequest): TerminalOrder {
  if (request.kind !== 'run') return request
  const { spec, name, count } = request.request
  if (count !== 1) throw new EngineError('bad_input', 'isoscope', 'A terminal is for one container.')
  return { kind: 'run', spec: admitMounts(gate, spec), name, size: request.size }
}
