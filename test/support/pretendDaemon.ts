import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { createClient, type DockerClient } from '../../main/drivers/docker/client.ts'

export interface PretendDaemon {
  readonly client: DockerClient
  close(): void
}

/** What listens where a daemon would, for answers that a real one seldom gives. `path` has no query. */
export async function startPretendDaemon(
  folder: string,
  answer: (path: string, response: ServerResponse, request: IncomingMessage) => void,
): Promise<PretendDaemon> {
  const socketPath = join(folder, 'docker.sock')
  const server = createServer((request, response) => {
    request.resume()
    answer((request.url ?? '').split('?')[0] ?? '', response, request)
  })
  server.listen(socketPath)
  await once(server, 'listening')
  const remedy = { text: 'none' }
  const endpoint = { url: `unix://${socketPath}`, source: 'the test', explicit: true }
  return {
    client: createClient(endpoint, { start: remedy, restart: remedy, permission: remedy }),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
