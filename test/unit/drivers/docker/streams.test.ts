import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDockerDriver } from '../../../../main/drivers/docker/driver.ts'
import type { Driver, EngineEvent } from '../../../../main/drivers/driver.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../support/memoryDeps.ts'

/** What a daemon does once in a blue moon, or never: an answer of any shape, at any speed. */
const never = new AbortController().signal
const id = 'a'.repeat(64)

let deps: MemoryDeps
let server: Server
let driver: Driver
let answerStream: (response: ServerResponse) => void
let asked: string[]

beforeEach(async () => {
  deps = createMemoryDeps()
  const socketPath = join(deps.paths.temp, 'docker.sock')
  asked = []
  server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    asked.push(path)
    if (path === '/_ping') response.end('OK')
    else if (path.endsWith('/json')) response.end(JSON.stringify({ Id: id, Config: { Tty: false }, State: { Pid: 0 } }))
    else answerStream(response)
  })
  server.listen(socketPath)
  await once(server, 'listening')
  driver = createDockerDriver({ ...deps, env: { DOCKER_HOST: `unix://${socketPath}` } })
})

afterEach(async () => {
  server.closeAllConnections()
  server.close()
  deps.remove()
})

const start = (container: string) =>
  `${JSON.stringify({ Type: 'container', Action: 'start', Actor: { ID: container } })}\n`

/** Writes until nobody takes it any more; tells how much that was. */
function flood(response: ServerResponse, chunk: string | Buffer): { readonly bytes: () => number } {
  let bytes = 0
  const write = () => {
    for (let more = true; more && !response.destroyed; bytes += chunk.length) more = response.write(chunk)
  }
  response.on('drain', write)
  write()
  return { bytes: () => bytes }
}

function watch(signal: AbortSignal): AsyncIterator<EngineEvent> {
  if (!driver.events) throw new Error('Docker has events')
  return driver.events(signal)[Symbol.asyncIterator]()
}

function readLogs(signal: AbortSignal) {
  const logs = driver.lifecycle?.logs?.(`docker:${id}`, { follow: true, tail: 10 }, signal)
  if (!logs) throw new Error('Docker has logs')
  return logs[Symbol.asyncIterator]()
}

describe('the events of a daemon', () => {
  it('begin with one that names nothing, and skip what is broken or endless', async () => {
    answerStream = (response) => {
      response.write('{"Type":"container","Act')
      response.write(`ion":"start","Actor":{"ID":"one"}}\nnonsense\n{}\n${'x'.repeat(3 << 20)}\n${start('two')}`)
    }
    const over = new AbortController()
    const events = watch(over.signal)
    const taken = [(await events.next()).value, (await events.next()).value, (await events.next()).value]
    expect(taken).toEqual([{ id: null }, { id: 'docker:one' }, { id: 'docker:two' }])
    over.abort()
    expect(await events.next()).toEqual({ value: undefined, done: true })
  })

  it.each([
    ['breaks off', (response: ServerResponse) => response.destroy()],
    ['ends the answer in order', (response: ServerResponse) => response.end()],
  ])('reject with not_running when it %s', async (_, end) => {
    answerStream = (response) => {
      response.write(start('one'))
      setTimeout(end, 50, response)
    }
    const events = watch(never)
    expect([(await events.next()).value, (await events.next()).value]).toEqual([{ id: null }, { id: 'docker:one' }])
    await expect(events.next()).rejects.toMatchObject({ code: 'not_running', engine: 'docker' })
  })

  it('are few for a reader who comes late, however many there were', async () => {
    let written: { readonly bytes: () => number } | undefined
    let count = 0
    answerStream = (response) => {
      written = flood(response, Array.from({ length: 500 }, () => start(`${count++}`)).join(''))
    }
    const over = new AbortController()
    const events = watch(over.signal)
    expect((await events.next()).value).toEqual({ id: null })
    while ((written?.bytes() ?? 0) < 8 << 20) await sleep(5)
    const before = written?.bytes() ?? 0
    const late: unknown[] = []
    // What waits is at most what the queue holds; then they come as fast as they are read.
    for (let index = 0; index < 3; index++) late.push((await events.next()).value)
    expect(late).toContainEqual({ id: null })
    expect(written?.bytes()).toBeGreaterThanOrEqual(before)
    over.abort()
  })

  it('close the connection when the reader goes', async () => {
    const closed = new Promise((resolve) => {
      answerStream = (response) => {
        response.on('close', resolve)
        response.write(start('one'))
      }
    })
    const events = watch(never)
    await events.next()
    await events.return?.()
    await closed
  })
})

describe('the log of a daemon', () => {
  const frame = (text: string) => {
    const header = Buffer.alloc(8)
    header[0] = 1
    header.writeUInt32BE(Buffer.byteLength(text), 4)
    return Buffer.concat([header, Buffer.from(text)])
  }

  it('waits in the daemon for a slow reader, and nothing of it is lost', async () => {
    let written: { readonly bytes: () => number } | undefined
    answerStream = (response) => {
      written = flood(response, frame(`2026-11-24T13:33:41.9Z ${'line '.repeat(3_000)}\n`))
    }
    const over = new AbortController()
    const lines = readLogs(over.signal)
    await lines.next()
    await sleep(200)
    const held = written?.bytes() ?? 0
    await sleep(200)
    expect(written?.bytes()).toBe(held)
    expect(held).toBeLessThan(16 << 20)
    for (let index = 0; index < 2_000; index++) expect((await lines.next()).value?.text).toHaveLength(15_000)
    expect(written?.bytes()).toBeGreaterThan(held)
    over.abort()
    expect(await lines.next()).toMatchObject({ done: true })
  })

  it('rejects with not_running when the daemon breaks off, and ends where the daemon ends it', async () => {
    answerStream = (response) => {
      response.write(frame('no time\n'))
      setTimeout(() => response.destroy(), 20)
    }
    const broken = readLogs(never)
    expect((await broken.next()).value).toEqual({ stream: 'stdout', at: null, text: 'no time' })
    await expect(broken.next()).rejects.toMatchObject({ code: 'not_running' })
    answerStream = (response) => response.end(frame('last words'))
    const ended = readLogs(never)
    expect((await ended.next()).value).toMatchObject({ text: 'last words' })
    expect(await ended.next()).toEqual({ value: undefined, done: true })
  })
})

describe('the use of containers that run elsewhere', () => {
  it('is asked of the daemon, a few at a time, and one that is gone is left out', async () => {
    let open = 0
    let most = 0
    server.removeAllListeners('request')
    server.on('request', async (request, response) => {
      const url = request.url ?? ''
      if (url === '/_ping') return response.end('OK')
      const container = /containers\/([^/]+)\//.exec(url)?.[1] ?? ''
      if (container === 'gone') {
        response.statusCode = 404
        return response.end('{"message":"No such container: gone"}')
      }
      if (url.includes('/json')) return response.end(JSON.stringify({ Id: container, State: { Pid: 1 } }))
      expect(url).toContain('one-shot=')
      most = Math.max(most, ++open)
      await sleep(5)
      open--
      return response.end(JSON.stringify({ cpu_stats: { cpu_usage: { total_usage: 7 } }, memory_stats: { usage: 9 } }))
    })
    const refs = Array.from({ length: 12 }, (_, index) => `${index}`.padStart(64, 'b'))
    const ids = [...refs, 'gone'].map((ref) => `docker:${ref}`)
    for (const _ of [1, 2]) {
      const readings = await driver.sample?.(ids, never)
      expect(readings?.map((reading) => reading.id)).toEqual(refs.map((ref) => `docker:${ref}`))
      expect(readings?.[0]).toMatchObject({ cpuNs: 7, memory: 9, networkReceived: null, blockRead: null })
    }
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(4)
  })
})
