import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AppRouter } from '../../../main/api/router.ts'
import { type App, createApp } from '../../../main/app.ts'
import type { UsageSnapshot } from '../../../main/contract/live.ts'
import { createFakeDriver } from '../../../main/drivers/fake/driver.ts'
import { serveWeb, type WebHost } from '../../../main/hosts/web.ts'
import { identifyProcess } from '../../../main/os/processIdentity.ts'
import { acquireRunLock } from '../../../main/os/runLock.ts'
import { projectRoot } from '../../support/cli.ts'
import { createInstance, createReading, createWatchedDriver, type WatchedDriver } from '../../support/watchedDriver.ts'
import { openSocket, readCode, tradeCode } from '../../support/webClient.ts'

type Client = RouterClient<AppRouter>

/** The whole app with a played engine and an invented one, in real time. */
describe('live use through the API', () => {
  let home: string
  let app: App
  let client: Client
  let docker: WatchedDriver
  let venv: ReturnType<typeof createFakeDriver>
  let unexpected: unknown[]
  const note = (error: unknown) => unexpected.push(error)

  beforeEach(() => {
    unexpected = []
    process.on('unhandledRejection', note)
    home = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    docker = createWatchedDriver('docker', { events: true, sample: true })
    docker.rows = [createInstance('docker:web')]
    docker.reading = (id) =>
      createReading(id, { at: performance.now() * 1e6, cpuNs: performance.now() * 1e6, memory: 5 })
    app = createApp({
      env: { ISOSCOPE_HOME: home },
      platform: process.platform,
      root: projectRoot,
      lockPath: join(home, 'lock'),
      createDrivers: (deps) => {
        venv = createFakeDriver(deps, { technology: 'venv', title: 'Invented', contenders: [] })
        return [docker, venv]
      },
      onError: note,
    })
    client = createRouterClient(app.router)
  })
  afterEach(async () => {
    await app.close()
    rmSync(home, { recursive: true, force: true })
    process.off('unhandledRejection', note)
    expect(unexpected).toEqual([])
  })

  const createKept = async (name: string) => {
    const kept = await venv.lifecycle?.create({ name }, new AbortController().signal)
    if (!kept) throw new Error('the invented engine makes instances')
    return kept.id
  }

  it('asks nobody while nobody looks, before the first look and after the last', async () => {
    await sleep(300)
    expect(docker.calls).toEqual({ list: 0, events: 0, sample: 0 })
    const abort = new AbortController()
    const usage = await client.live.usage({ rate: 'full' }, { signal: abort.signal })
    await usage.next()
    abort.abort()
    await usage.return?.()
    const before = { ...docker.calls }
    await sleep(1_500)
    expect(docker.calls).toEqual(before)
  })

  it('tells use, totals and own cost, and has a history of them', async () => {
    const usage = await client.live.usage({ rate: 'full' })
    let snapshot: UsageSnapshot | undefined
    for await (const next of usage) {
      snapshot = next
      if (next.usage.some(({ cpuShare }) => cpuShare !== null)) break
    }
    expect(snapshot?.usage).toMatchObject([{ id: 'docker:web', cpuShare: expect.closeTo(1, 1), memoryBytes: 5 }])
    expect(snapshot?.own.memoryBytes).toBeGreaterThan(2 ** 20)
    for (const of of [{ instance: 'docker:web' }, { technology: 'docker' as const }]) {
      const { memoryBytes } = await client.live.history({ of, span: 'short' })
      expect(memoryBytes.filter((value) => value !== null)).toContain(5)
    }
  })

  it('stops and says so while another process of this machine compares', async () => {
    const identity = identifyProcess(process.pid)
    if (!identity) throw new Error('a test has a process')
    const lock = acquireRunLock(join(home, 'lock'), { ...identity, what: 'isoscope compare' })
    const usage = await client.live.usage({ rate: 'full' })
    expect((await usage.next()).value).toMatchObject({
      paused: expect.stringContaining(`isoscope compare (process ${process.pid}`),
      usage: [],
    })
    expect(docker.calls.sample).toBe(0)
    lock.release()
    for await (const { paused, usage: used } of usage) if (paused === null && used.length > 0) break
    expect(docker.calls.sample).toBeGreaterThan(0)
  })

  it('shows at once what an action has changed, and the action among the activities', async () => {
    const id = await createKept('a')
    const inventory = await client.live.inventory({})
    const activities = await client.activity.watch({})
    const seen = async (state: string) => {
      for await (const { instances } of { [Symbol.asyncIterator]: () => keepOpen(inventory) }) {
        if (instances.some((instance) => instance.id === id && instance.state === state)) return
      }
    }
    await seen('created')
    expect(await client.instances.act({ id, action: 'start' })).toMatchObject({ state: 'done', title: 'Start a' })
    await seen('running')
    const refusal = { defined: true, data: { code: 'unsupported', engine: 'venv' } }
    await expect(client.instances.act({ id, action: 'resume' })).rejects.toMatchObject(refusal)
    let titles: string[] = []
    while (titles.length < 2) {
      const next = await activities.next()
      titles = next.done ? ['it ended', 'too early'] : next.value.map(({ title }) => title)
    }
    expect(titles).toEqual(['Resume a', 'Start a'])
    await Promise.all([inventory.return?.(), activities.return?.()])
  })

  it('declares an error that ends a stream', async () => {
    const logs = await client.instances.logs({ id: 'venv:nope', follow: true, tail: 3 })
    await expect(logs.next()).rejects.toMatchObject({ defined: true, code: 'ENGINE', data: { code: 'not_found' } })
  })

  it('ends every stream when it closes', async () => {
    const id = await createKept('b')
    await client.instances.act({ id, action: 'start' })
    const streams = await Promise.all([
      client.live.inventory({}),
      client.live.usage({ rate: 'slow' }),
      client.activity.watch({}),
      client.instances.logs({ id, follow: true, tail: 1 }),
    ])
    const ends = streams.map(async (stream: AsyncIterable<unknown>) => {
      for await (const _ of stream);
      return 'ended'
    })
    await sleep(300)
    await app.close()
    const closed = performance.now()
    expect(await Promise.all(ends)).toEqual(new Array(4).fill('ended'))
    // Not when the reader's own interval, five seconds, is over.
    expect(performance.now() - closed).toBeLessThan(3_000)
  })

  describe('over a WebSocket', () => {
    let host: WebHost
    beforeEach(async () => {
      mkdirSync(join(home, 'page'))
      writeFileSync(join(home, 'page', 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">')
      host = await serveWeb({
        router: app.router,
        rendererDir: join(home, 'page'),
        port: 0,
        redirectParent: home,
        onLog: () => {},
      })
    })
    afterEach(() => host.close())

    it.each(['close', 'terminate'] as const)('a client that disconnects (%s) looks no more', async (how) => {
      const port = Number(new URL(host.url).port)
      const { token } = JSON.parse((await tradeCode(port, readCode(host.openUrl))).body) as { token: string }
      const outcome = await openSocket(port, { origin: `http://127.0.0.1:${port}`, first: JSON.stringify({ token }) })
      if (outcome.kind !== 'message') throw new Error(`no session: ${JSON.stringify(outcome)}`)
      const websocket = outcome.socket as unknown as globalThis.WebSocket
      const remote: Client = createORPCClient(new RPCLink({ websocket }))
      const usage = await remote.live.usage({ rate: 'full' })
      await usage.next()
      await expect.poll(() => docker.calls.sample, { timeout: 10_000 }).toBeGreaterThan(1)
      const pending = usage.next().catch(() => {})
      outcome.socket[how]()
      await pending
      await sleep(300)
      const before = { ...docker.calls }
      await sleep(1_500)
      expect(docker.calls).toEqual(before)
    })
  })
})

/** An iterator that a `for await` does not end when it is left. */
function keepOpen<T>(iterator: AsyncIterator<T>): AsyncIterator<T> {
  return { next: () => iterator.next() }
}
