import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A registry on loopback with one image of one layer, as far as a pull asks. distribution.github.io, "HTTP API V2" */
export interface ImageRegistry {
  /** `127.0.0.1:PORT/python:3-slim` */
  readonly reference: string
  close(): Promise<void>
}

export async function startImageRegistry(layer: Buffer): Promise<ImageRegistry> {
  const digest = (content: Buffer) => `sha256:${createHash('sha256').update(content).digest('hex')}`
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch
  const rootfs = { type: 'layers', diff_ids: [digest(layer)] }
  const config = Buffer.from(JSON.stringify({ architecture, os: 'linux', config: { Cmd: ['python3'] }, rootfs }))
  const docker = 'application/vnd.docker'
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: `${docker}.distribution.manifest.v2+json`,
      config: { mediaType: `${docker}.container.image.v1+json`, size: config.length, digest: digest(config) },
      layers: [{ mediaType: `${docker}.image.rootfs.diff.tar.gzip`, size: layer.length, digest: digest(layer) }],
    }),
  )
  const blobs = new Map([config, layer].map((content) => [digest(content), content]))
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const isManifest = path.startsWith('/v2/python/manifests/')
    const content = isManifest ? manifest : blobs.get(path.slice('/v2/python/blobs/'.length))
    if (path === '/v2/') response.end('{}')
    else if (content === undefined) response.writeHead(404).end()
    else {
      const type = isManifest ? `${docker}.distribution.manifest.v2+json` : 'application/octet-stream'
      response.writeHead(200, {
        'Content-Type': type,
        'Content-Length': content.length,
        'Docker-Content-Digest': digest(content),
      })
      response.end(request.method === 'HEAD' ? undefined : content)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    reference: `127.0.0.1:${port}/python:3-slim`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
