import type { Duplex } from 'node:stream'
import type { TerminalOutput, TerminalSession } from '../../containers.ts'
import type { DockerClient } from '../client.ts'
import { lostConnection } from '../errors.ts'
import { createFrameDecoder } from '../frames.ts'

export type Connection = Pick<TerminalSession, 'output' | 'write' | 'endInput'> & { cut(): void }

/** A connection that the engine has handed over: raw with a terminal, in frames without one. */
export function createConnection(client: DockerClient, socket: Duplex, tty: boolean): Connection {
  // Whoever reads or writes is told; between the two nobody listens.
  socket.on('error', () => undefined)
  let isCut = false
  return {
    output: readOutput(client, socket, tty, () => isCut),
    write: (bytes) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed || socket.writableEnded) return resolve()
        socket.write(bytes, (error) => (error && !socket.destroyed ? reject(error) : resolve()))
      }),
    endInput: () => void socket.end(),
    cut: () => {
      isCut = true
      socket.destroy()
    },
  }
}

async function* readOutput(
  client: DockerClient,
  socket: Duplex,
  tty: boolean,
  isCut: () => boolean,
): AsyncGenerator<TerminalOutput, void> {
  const decode = createFrameDecoder()
  try {
    for await (const chunk of socket) {
      const bytes = chunk as Buffer
      if (tty) yield { stream: 'console', bytes }
      else for (const { stream, data } of decode(bytes)) yield { stream, bytes: data }
    }
  } catch (error) {
    if (!isCut()) throw lostConnection(client.url, client.start, { cause: error })
  }
}
