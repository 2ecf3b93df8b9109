import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { eventIterator, oc } from '@orpc/contract'
import { implement, type RouterClient } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import { serveWeb, type WebHost } from '../../main/hosts/web.ts'
import { openSocket, readCode, tradeCode } from '../support/webClient.ts'

const valueBytes = 256 * 1024
/** What a machine's own buffers of a connection may hold, far above what Linux gives one. */
const systemBuffers = 32 * 2 ** 20

describe('a client that never reads', () => {
  let folder = ''
  let host: WebHost
  let log: string[] = []
  let produced = 0
  let ended = 0

  const firehose = oc.input(z.strictObject({})).output(eventIterator(z.string()))
  const contract = { firehose, ping: oc.input(z.strictObject({})).output(z.string()) }
  const os = implement(contract)
  /** 50 MB a second to whoever reads that fast. */
  const router = os.router({
    ping: os.ping.handler(() => 'pong'),
    firehose: os.firehose.handler(async function* () {
      try {
        for (;;) {
          produced++
          await sleep(5)
          yield 'x'.repeat(valueBytes)
        }
      } finally {
        ended++
      }
    }),
  })
  type Client = RouterClient<typeof router>

  beforeEach(async () => {
    ;[log, produced, ended] = [[], 0, 0]
    folder = await mkdtemp(join(tmpdir(), 'isoscope-test-'))
    await mkdir(join(folder, 'renderer'))
    await writeFile(join(folder, 'renderer', 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">')
  })
  afterEach(async () => {
    await host.close()
    await rm(folder, { recursive: true, force: true })
  })

  const serve = async (patience: number) => {
    host = await serveWeb({
      router,
      rendererDir: join(folder, 'renderer'),
      port: 0,
      onLog: (line) => log.push(line),
      redirectParent: folder,
      patience,
    })
  }
  const connect = async (): Promise<WebSocket> => {
    const port = Number(new URL(host.url).port)
    const { openUrl } = await host.renewLink()
    const { token } = JSON.parse((await tradeCode(port, readCode(openUrl))).body) as { token: string }
    const outcome = await openSocket(port, {
      origin: `http://127.0.0.1:${port}`,
      first: JSON.stringify({ token }),
    })
    if (outcome.kind !== 'message') throw new Error(`no session: ${JSON.stringify(outcome)}`)
    return outcome.socket
  }
  const clientOf = (socket: WebSocket): Client =>
    createORPCClient<Client>(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
  const openFirehose = async (socket: WebSocket) => {
    const values = await clientOf(socket).firehose({})
    await values.next()
    return values
  }
  /** Until nothing new comes for a while. */
  const settle = async () => {
    for (let before = -1; before !== produced; ) {
      before = produced
      expect(produced * valueBytes, 'what was taken for a client that reads nothing').toBeLessThan(systemBuffers)
      await sleep(300)
    }
  }

  it('makes the server keep no more than what the limit says, and a client beside it is served', async () => {
    await serve(60_000)
    const silent = await connect()
    await openFirehose(silent)
    silent.pause()
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().external
    await settle()
    const standing = produced
    expect(standing * valueBytes).toBeLessThan(systemBuffers)
    const after = process.memoryUsage().arrayBuffers + process.memoryUsage().external
    expect(after - before).toBeLessThan(systemBuffers)

    const reader = await connect()
    expect(await clientOf(reader).ping({})).toBe('pong')
    expect(produced).toBe(standing)
    expect(ended).toBe(0)
    silent.resume()
    await expect.poll(() => produced, { timeout: 20_000 }).toBeGreaterThan(standing + 2)
    silent.terminate()
    await expect.poll(() => ended, { timeout: 20_000 }).toBe(1)
  })

  it('is dropped after a while, and its streams end', async () => {
    await serve(500)
    const silent = await connect()
    await openFirehose(silent)
    silent.pause()
    await expect.poll(() => ended, { timeout: 20_000 }).toBe(1)
    expect(log).toContainEqual(expect.stringContaining('did not read for 0.5 s'))
  })

  it('is not dropped while it reads slowly', async () => {
    await serve(2_000)
    const slow = await connect()
    const values = await openFirehose(slow)
    for (let i = 0; i < 20; i++) {
      slow.pause()
      await sleep(100)
      slow.resume()
      await values.next()
    }
    expect(ended).toBe(0)
    expect(log).toEqual([])
    slow.terminate()
  })
})
