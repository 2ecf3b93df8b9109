import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { callDocker, type DockerClient } from './client.ts'

/**
 * GET, answered with a stream that goes on. `signal` ends the stream itself, whenever that is; callDocker's own deadline
 * (or this one, milliseconds) is for the headers only. The stream ends in an error when the connection breaks.
 */
export async function openStream(
  client: DockerClient,
  path: string,
  query: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  deadline?: number,
): Promise<Readable> {
  const opened = callDocker(
    client,
    ({ modem }) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const request = {
          method: 'GET',
          path: `${path}?`,
          isStream: true,
          statusCodes: { 200: true, 404: 'not found', 500: 'server error' },
          options: { ...query },
          abortSignal: signal,
        }
        modem.dial(request, (error, stream) => {
          if (error) return reject(error)
          const answer = stream as IncomingMessage
          // Before anybody reads it: a connection that breaks at this moment must not end the process.
          answer.on('error', () => undefined)
          resolve(answer)
        })
      }),
    { signal, ...(deadline !== undefined && { deadline }) },
  )
  const stream = await opened
  // A daemon on another machine can vanish without a word.
  stream.socket?.setKeepAlive(true, 30_000)
  return stream
}
