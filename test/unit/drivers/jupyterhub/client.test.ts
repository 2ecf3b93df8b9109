import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { parseHubAddress } from '../../../../main/drivers/jupyterhub/address.ts'
import { createHubClient, type HubClient } from '../../../../main/drivers/jupyterhub/client.ts'
import { identifyHub } from '../../../../main/drivers/jupyterhub/connect.ts'
import { type FakeHub, fakeToken, startFakeHub } from '../../../support/fakeHub.ts'

const never = new AbortController().signal

describe('the connection to a hub', () => {
  const hubs: FakeHub[] = []
  afterEach(() => {
    for (const hub of hubs.splice(0)) hub.close()
  })

  const serve = async (answer: RequestListener): Promise<HubClient> => {
    const hub = await startFakeHub(answer)
    hubs.push(hub)
    return hub.client
  }
  const json = { 'content-type': 'application/json' }

  it('follows no redirect, and so hands the token to nobody else', async () => {
    const asked: string[] = []
    const other = await serve((request, response) => {
      asked.push(String(request.headers.authorization))
      response.end('{}')
    })
    const client = await serve((_, response) => response.writeHead(302, { location: other.address.api }).end())
    await expect(client.call('GET', 'user', never)).rejects.toMatchObject({ code: 'bad_input' })
    expect(asked).toEqual([])
  })

  it('takes the token out of what a hub sends back', async () => {
    const client = await serve((request, response) =>
      response.writeHead(400, json).end(JSON.stringify({ message: `no: ${request.headers.authorization}` })),
    )
    const error = await client.call('GET', 'user', never).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'bad_input', detail: 'no: token …' })
  })

  it('takes it out of an answer too that is no failure, and of the steps of a spawn', async () => {
    const client = await serve((request, response) => {
      const said = JSON.stringify({ message: `you sent ${request.headers.authorization}` })
      if (request.url?.endsWith('progress')) {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: ${said}\n\n`)
      } else response.writeHead(200, json).end(said)
    })
    // What is no hub is told with the beginning of its answer.
    const error = await identifyHub(client, never).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'bad_output', detail: expect.stringContaining('you sent token …') })
    const steps: string[] = []
    for await (const { message } of client.watchSpawn('users/me/server/progress', never)) steps.push(message)
    expect(steps).toEqual(['you sent token …'])
  })

  it('gives up when the hub takes too long, and at once when the caller does', async () => {
    const client = await serve(() => undefined)
    await expect(client.call('GET', 'user', never, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'timeout' })
    const leaving = new AbortController()
    const call = client.call('GET', 'user', leaving.signal)
    setTimeout(() => leaving.abort(), 20)
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    await expect(client.call('GET', 'user', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('reads no more than a hub would ever send', async () => {
    const client = await serve((_, response) => {
      response.writeHead(200, json)
      const piece = Buffer.alloc(1024 * 1024, ' ')
      const pour = () => {
        while (!response.destroyed && response.write(piece));
      }
      response.on('drain', pour)
      pour()
    })
    await expect(client.call('GET', 'users', never)).rejects.toMatchObject({ code: 'bad_output' })
  })

  it('says that a hub is down which breaks off, or is not there', async () => {
    const client = await serve((request) => request.socket.destroy())
    await expect(client.call('GET', 'user', never)).rejects.toMatchObject({ code: 'not_running' })
    const nowhere = createHubClient(parseHubAddress('http://127.0.0.1:9/'), fakeToken)
    await expect(nowhere.call('GET', 'user', never)).rejects.toMatchObject({ code: 'not_running' })
  })

  it('reads the events of a spawn to their end, and stops reading when the caller leaves', async () => {
    let closed = false
    const client = await serve((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"progress": 10, "message": "one"}\n\n')
      if (request.url?.includes('short')) response.end('data: {"ready": true}\n\n')
      response.on('close', () => {
        closed = true
      })
    })
    const seen = []
    for await (const { state } of client.watchSpawn('short', never)) seen.push(state)
    expect(seen).toEqual(['spawning', 'ready'])
    closed = false
    for await (const { message } of client.watchSpawn('endless', never)) {
      expect(message).toBe('one')
      break
    }
    while (!closed) await new Promise((resolve) => setTimeout(resolve, 10))
    const leaving = new AbortController()
    const endless = client.watchSpawn('endless', leaving.signal)
    await endless.next()
    const next = endless.next()
    leaving.abort()
    await expect(next).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('tells why there are no events', async () => {
    const client = await serve((_, response) => response.writeHead(403, json).end('{"message": "Forbidden"}'))
    await expect(client.watchSpawn('x', never).next()).rejects.toMatchObject({ code: 'permission_denied' })
  })
})

describe('the address of a hub', () => {
  it.each([
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000/', '127.0.0.1:8000/'],
    ['  https://x.org/hub/home ', 'https://x.org/', 'x.org/'],
    ['https://x.org/jhub/hub/api', 'https://x.org/jhub/', 'x.org/jhub/'],
    ['https://x.org//jhub', 'https://x.org/jhub/', 'x.org/jhub/'],
    ['https://x.org/user/alice/tree', 'https://x.org/', 'x.org/'],
    ['http://localhost/', 'http://localhost/', 'localhost/'],
    ['http://[::1]:8000', 'http://[::1]:8000/', '[::1]:8000/'],
  ])('%s is %s', (text, url, place) => {
    expect(parseHubAddress(text)).toMatchObject({ url, api: `${url}hub/api/`, place })
  })

  it.each([
    '',
    'hub',
    'ftp://x.org',
    '--help',
    'http://x.org/',
    'http://127.0.0.1.evil.example/',
    'https://me:pw@x.org/',
    'https://x.org/hub/login?token=abc',
    'javascript:alert(1)',
  ])('%j is none, or one to which no token may go', (text) => {
    expect(() => parseHubAddress(text)).toThrow(expect.objectContaining({ code: 'bad_input' }))
  })
})
