import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A connection that breaks: TCP on loopback, handed on to another port until it is cut. */
export interface CuttingProxy {
  /** `127.0.0.1:PORT` */
  readonly address: string
  /** Cuts the connection that has carried so many bytes from now on, once or so many times; 0 cuts the next one as it is made. */
  cutAfter(bytes: number, times?: number): void
  /** Connections that were cut. */
  cuts(): number
  /** Bytes carried so far, in both directions. */
  carried(): number
  close(): Promise<void>
}

export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  const port = Number(target.split(':').at(-1))
  let limit: number | null = null
  let left = 0
  let cuts = 0
  let carried = 0
  const clients = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    clients.add(client)
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    const cut = () => {
      left -= 1
      if (left === 0) limit = null
      cuts += 1
      end()
    }
    client.on('error', end)
    upstream.on('error', end)
    client.on('close', () => {
      clients.delete(client)
      end()
    })
    upstream.on('close', end)
    if (limit === 0) return cut()
    let own = 0
    const count = (piece: Buffer) => {
      own += piece.length
      carried += piece.length
      if (limit !== null && own >= limit) cut()
    }
    client.on('data', count).pipe(upstream)
    upstream.on('data', count).pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutAfter: (bytes, times = 1) => {
      limit = bytes
      left = times
    },
    cuts: () => cuts,
    carried: () => carried,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // An engine keeps its connections open for the next time.
        for (const client of clients) client.destroy()
      }),
  }
}
