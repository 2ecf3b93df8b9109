import { createServer, type RequestListener } from 'node:http'
import { parseHubAddress } from '../../main/drivers/jupyterhub/address.ts'
import { createHubClient, type HubClient } from '../../main/drivers/jupyterhub/client.ts'

export const fakeToken = 'a-token-nobody-may-see'

export interface FakeHub {
  readonly client: HubClient
  close(): void
}

/** What answers as a hub does, or as none would, on a port of its own. */
export async function startFakeHub(answer: RequestListener): Promise<FakeHub> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return {
    client: createHubClient(parseHubAddress(`http://127.0.0.1:${address.port}/`), fakeToken),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
