import type { IncomingMessage } from 'node:http'
import type { Builder } from '../../../contract/build.ts'
import { callDocker, type DockerClient } from '../client.ts'

/** GET /_ping, header `Builder-Version`: what `docker build` takes where nothing else is said. Engines up to Docker 20.10 send none. */
export async function findBuilder(client: DockerClient, signal: AbortSignal): Promise<Builder> {
  const version = await callDocker(
    client,
    ({ modem }) =>
      new Promise<string | undefined>((resolve, reject) => {
        const options = {
          method: 'GET',
          path: '/_ping',
          isStream: true,
          statusCodes: { 200: true },
          abortSignal: signal,
        }
        modem.dial(options, (error, answer) => {
          if (error) return reject(error)
          const response = answer as IncomingMessage
          response.on('error', () => undefined).resume()
          resolve([response.headers['builder-version']].flat()[0])
        })
      }),
    { signal },
  )
  return version === '2' ? 'buildkit' : 'classic'
}
