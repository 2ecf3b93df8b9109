import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'

export interface PackageIndex {
  /** For pip's --index-url. */
  readonly url: string
  /** How often the file itself was asked for. */
  readonly downloads: () => number
  close(): Promise<void>
}

interface ServedFile {
  /** The project, normalised. */
  readonly project: string
  readonly name: string
  readonly content: Buffer
}

/** An index with one project and one file, on loopback, for as long as a deployment takes. https://peps.python.org/pep-0503/ */
export async function serveIndex(file: ServedFile): Promise<PackageIndex> {
  const digest = createHash('sha256').update(file.content).digest('hex')
  const page = `<!DOCTYPE html><html><body><a href="/files/${file.name}#sha256=${digest}">${file.name}</a></body></html>`
  let downloads = 0
  // Not with every start: as an ES module node:http brings fetch and WebSocket along, which take 40 ms to load.
  const { createServer } = await import('node:http')
  const server = createServer((request, response) => {
    if (request.url === `/simple/${file.project}/`) {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(page)
    } else if (request.url === `/files/${file.name}`) {
      downloads++
      response.writeHead(200, { 'Content-Type': 'application/gzip' }).end(file.content)
    } else response.writeHead(404).end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/simple/`,
    downloads: () => downloads,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
