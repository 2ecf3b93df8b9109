import { access, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { WebSocket as NodeSocket } from 'ws'
import { serveWeb, type WebHost, type WebOptions } from '../../main/hosts/web.ts'
import { createTestRouter, secretPath, type testContract } from '../support/testRouter.ts'
import { ask, openSocket, readCode, tradeCode } from '../support/webClient.ts'

let folder = ''
let host: WebHost
let port = 0
let time = 0
let log: string[] = []

async function serve(options: Partial<WebOptions> = {}): Promise<WebHost> {
  return serveWeb({
    router: createTestRouter(),
    rendererDir: join(folder, 'renderer'),
    port: 0,
    onLog: (line) => log.push(line),
    redirectParent: join(folder, 'links'),
    now: () => time,
    ...options,
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isoscope-test-'))
  for (const name of ['renderer', 'links']) await mkdir(join(folder, name))
  await writeFile(join(folder, 'renderer', 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">')
  await writeFile(join(folder, 'secret.json'), '{"secret":true}')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

beforeEach(async () => {
  time = 0
  log = []
  host = await serve()
  port = Number(new URL(host.url).port)
})
afterEach(() => host.close())

const ownOrigin = () => `http://127.0.0.1:${port}`

async function getToken(): Promise<string> {
  const { openUrl } = await host.renewLink()
  const answer = await tradeCode(port, readCode(openUrl))
  return (JSON.parse(answer.body) as { token: string }).token
}

async function openApi(): Promise<NodeSocket> {
  const outcome = await openSocket(port, { origin: ownOrigin(), first: JSON.stringify({ token: await getToken() }) })
  if (outcome.kind !== 'message') throw new Error(`no session: ${JSON.stringify(outcome)}`)
  expect(outcome.text).toBe('{"ok":true}')
  return outcome.socket
}

describe('where it listens', () => {
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)

  test('loopback answers, and no other address of this machine does', async () => {
    expect(host.url).toBe(`http://127.0.0.1:${port}/`)
    expect((await ask(port, 'GET', '/')).status).toBe(200)
    // 127.0.0.2 is loopback too: a server bound to every address would answer there as well.
    for (const address of ['127.0.0.2', ...others.map(({ address }) => address)]) {
      expect(await canConnect(address, port), address).toBe(false)
    }
  })

  test('a port that is taken is said so', async () => {
    await expect(serve({ port })).rejects.toMatchObject({ code: 'in_use', engine: 'isoscope' })
  })

  test('a page that is not built is said so', async () => {
    const rejected = serve({ rendererDir: join(folder, 'nowhere') })
    await expect(rejected).rejects.toMatchObject({ code: 'not_found', remedy: { command: 'npm run build' } })
  })
})

describe('the link', () => {
  test('stands in a file only the user can read, and not in its path', async () => {
    expect((await stat(host.openUrlFile)).mode & 0o777).toBe(0o600)
    expect((await stat(dirname(host.openUrlFile))).mode & 0o777).toBe(0o700)
    expect(await readFile(host.openUrlFile, 'utf8')).toContain(host.openUrl)
    expect(host.openUrlFile).not.toContain(readCode(host.openUrl))
  })

  test('the file is gone once the code was used', async () => {
    expect((await tradeCode(port, readCode(host.openUrl))).status).toBe(200)
    await expect(access(host.openUrlFile)).rejects.toThrow()
  })

  test('the file is gone when the server closes', async () => {
    await host.close()
    expect(await readdir(join(folder, 'links'))).toEqual([])
  })

  test('a new link works, and the one before it no longer', async () => {
    const before = readCode(host.openUrl)
    const { openUrl } = await host.renewLink()
    expect((await tradeCode(port, before)).status).toBe(401)
    expect((await tradeCode(port, readCode(openUrl))).status).toBe(200)
  })
})

describe('the code', () => {
  test('is traded once', async () => {
    const code = readCode(host.openUrl)
    const answer = await tradeCode(port, code)
    expect(answer.status).toBe(200)
    expect(
      Buffer.from((JSON.parse(answer.body) as { token: string }).token, 'base64url').length,
    ).toBeGreaterThanOrEqual(16)
    expect((await tradeCode(port, code)).status).toBe(401)
  })

  test('is refused when it is too old', async () => {
    time += 60_000
    expect((await tradeCode(port, readCode(host.openUrl))).status).toBe(401)
  })

  test('is refused when it is wrong', async () => {
    expect((await tradeCode(port, 'wrong')).status).toBe(401)
    expect((await tradeCode(port, '')).status).toBe(401)
  })

  test.for([
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['another port of loopback', { origin: 'http://127.0.0.1:1' }],
    ['another scheme', { origin: 'https://127.0.0.1:PORT' }],
    ['the Origin null', { origin: 'null' }],
    ['a rebound name', { host: 'evil.example:PORT', origin: 'http://evil.example:PORT' }],
  ] as const)('is not even looked at when it comes from %s', async ([, headers]) => {
    const real = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', `${port}`)]),
    )
    expect((await tradeCode(port, readCode(host.openUrl), real)).status).toBe(403)
    expect((await tradeCode(port, readCode(host.openUrl))).status).toBe(200)
  })

  test('is refused without Origin', async () => {
    const body = JSON.stringify({ code: readCode(host.openUrl) })
    expect((await ask(port, 'POST', '/session', { 'content-type': 'application/json' }, body)).status).toBe(403)
  })

  test('is taken as JSON only, which a form of another site cannot send', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', '']) {
      expect((await tradeCode(port, readCode(host.openUrl), { 'content-type': type })).status).toBe(415)
    }
  })

  test('is not read out of a body that is too long, or of nonsense', async () => {
    expect((await tradeCode(port, 'x'.repeat(10_000))).status).toBe(413)
    const headers = { origin: ownOrigin(), 'content-type': 'application/json' }
    for (const body of ['', '{', '[]', '{"code":1}', '{"code":"a","more":1}']) {
      expect((await ask(port, 'POST', '/session', headers, body)).status).toBe(400)
    }
  })

  test('brings no cookie', async () => {
    const { headers } = await tradeCode(port, readCode(host.openUrl))
    expect(headers['set-cookie']).toBeUndefined()
  })
})

describe('the socket', () => {
  const first = async () => JSON.stringify({ token: await getToken() })

  test('with the right token carries the API', async () => {
    const socket = await openApi()
    const client = createClient(socket)
    expect(await client.echo({ text: 'hello' })).toBe('hello')
    const numbers: number[] = []
    for await (const number of await client.count({ to: 3 })) numbers.push(number)
    expect(numbers).toEqual([1, 2, 3])
    socket.close()
  })

  test('is refused before the handshake with a foreign Origin, whatever token it would show', async () => {
    const origins = [
      'https://evil.example',
      `https://127.0.0.1:${port}`,
      'http://127.0.0.1:1',
      `http://localhost:${port}`,
      'null',
    ]
    for (const origin of origins) {
      expect(await openSocket(port, { origin, first: await first() })).toEqual({ kind: 'refused', status: 403 })
    }
    expect(log.join('\n')).toContain('evil.example')
  })

  test('is refused without Origin', async () => {
    expect(await openSocket(port, { first: await first() })).toEqual({ kind: 'refused', status: 403 })
  })

  test('is refused under a rebound name, also when its Origin agrees', async () => {
    const attempt = { host: `evil.example:${port}`, origin: `http://evil.example:${port}`, first: await first() }
    expect(await openSocket(port, attempt)).toEqual({ kind: 'refused', status: 403 })
  })

  test('is refused on any other path', async () => {
    expect(await openSocket(port, { origin: ownOrigin(), path: '/', first: await first() })).toMatchObject({
      status: 404,
    })
  })

  test('is closed for a wrong token', async () => {
    await getToken()
    const wrong = [
      '{"token":"wrong"}',
      '{"token":""}',
      '{}',
      'nonsense',
      JSON.stringify({ token: readCode(host.openUrl) }),
    ]
    for (const text of wrong) {
      expect(await openSocket(port, { origin: ownOrigin(), first: text })).toEqual({ kind: 'closed', code: 4401 })
    }
  })

  test('is closed when a call comes in place of a token', async () => {
    const call = JSON.stringify({ i: '1', p: { u: '/echo', b: { json: { text: 'x' } } } })
    expect(await openSocket(port, { origin: ownOrigin(), first: call })).toEqual({ kind: 'closed', code: 4401 })
  })

  test('is closed for a token in a binary or a huge message', async () => {
    const token = await getToken()
    const binary = Buffer.from(JSON.stringify({ token }))
    expect(await openSocket(port, { origin: ownOrigin(), first: binary })).toMatchObject({ code: 4401 })
    const padded = `${' '.repeat(2_000)}${JSON.stringify({ token })}`
    expect(await openSocket(port, { origin: ownOrigin(), first: padded })).toMatchObject({ code: 4401 })
  })

  test('is closed when no token comes', async () => {
    const impatient = await serve({ authTimeout: 50 })
    try {
      const { port: itsPort, origin } = new URL(impatient.url)
      expect(await openSocket(Number(itsPort), { origin })).toEqual({ kind: 'closed', code: 4408 })
    } finally {
      await impatient.close()
    }
  })

  test('is closed for a message beyond the limit, and the server lives on', async () => {
    const socket = await openApi()
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    socket.send('x'.repeat(1024 * 1024 + 1))
    expect(await closed).toBe(1009)
    expect((await ask(port, 'GET', '/')).status).toBe(200)
  })

  test('survives nonsense after the token', async () => {
    const socket = await openApi()
    socket.send('{"i":')
    expect(await createClient(socket).echo({ text: 'still there' })).toBe('still there')
    socket.close()
  })

  test('of several tabs share one token', async () => {
    const text = await first()
    const outcomes = await Promise.all([1, 2, 3].map(() => openSocket(port, { origin: ownOrigin(), first: text })))
    expect(outcomes.map(({ kind }) => kind)).toEqual(['message', 'message', 'message'])
  })

  test('ends when the server closes', async () => {
    const socket = await openApi()
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    await host.close()
    expect(await closed).toBe(1001)
  })

  test('says of an undeclared error only a code and an id, which the log explains', async () => {
    const socket = await openApi()
    const frames: string[] = []
    socket.on('message', (data) => frames.push(data.toString()))
    const error: unknown = await createClient(socket)
      .fail({ how: 'thrown' })
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', data: { id: expect.any(String) } })
    expect(frames.join()).not.toContain('secret')
    expect(frames.join()).not.toContain('.ts')
    expect(log.join('\n')).toContain(secretPath)
    socket.close()
  })
})

describe('static files', () => {
  test('are public, with a policy and a nonce of their own', async () => {
    const { status, headers, body } = await ask(port, 'GET', '/')
    expect(status).toBe(200)
    const nonce = /content="([^"]+)"/.exec(body)?.[1] ?? ''
    const policy = headers['content-security-policy']
    expect(policy).toContain(`'nonce-${nonce}'`)
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${port} ws://localhost:${port};`)
  })

  test.for([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/..%5csecret.json',
    '/..\\secret.json',
    '/%2e%2e%5csecret.json',
    '/%00/secret.json',
    '//secret.json',
    'http://127.0.0.1/../secret.json',
  ])('%s leads nowhere', async (target) => {
    const { status, body } = await ask(port, 'GET', target)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(body).not.toContain('secret')
  })

  test('are refused under a rebound name', async () => {
    expect((await ask(port, 'GET', '/', { host: `evil.example:${port}` })).status).toBe(403)
    expect((await ask(port, 'GET', '/', { host: `localhost:${port}` })).status).toBe(200)
  })

  test('are never offered to another site', async () => {
    const { status, headers } = await ask(port, 'OPTIONS', '/session', { origin: 'https://evil.example' })
    expect(status).toBe(405)
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

function createClient(socket: NodeSocket): ContractRouterClient<typeof testContract> {
  // oRPC asks for a browser's WebSocket; the one of ws has all it uses.
  return createORPCClient(new RPCLink({ websocket: socket as unknown as WebSocket }))
}

function canConnect(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 1_000 })
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
  })
}
