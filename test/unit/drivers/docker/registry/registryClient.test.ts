import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { parseRegistryAddress } from '../../../../../main/drivers/docker/registry/address.ts'
import { listTags } from '../../../../../main/drivers/docker/registry/listTags.ts'
import { readManifest } from '../../../../../main/drivers/docker/registry/readManifest.ts'
import { createRegistryClient } from '../../../../../main/drivers/docker/registry/registryClient.ts'
import type { Login } from '../../../../../main/drivers/imageTransfer.ts'

const never = new AbortController().signal
const login: Login = { kind: 'password', username: 'ann', password: 'a-long-secret' }
const basic = `Basic ${Buffer.from('ann:a-long-secret').toString('base64')}`

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A registry that answers as a test says, and remembers who asked with what. */
async function play(answer: (request: IncomingMessage) => Answer) {
  const asked: { readonly url: string; readonly authorization: string | undefined }[] = []
  const server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', authorization: request.headers.authorization })
    const { status = 200, headers = {}, body = '{}' } = answer(request)
    response.writeHead(status, headers).end(body)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

function open(address: string, as: Login | null = login) {
  const certificates = { authorities: [], own: null }
  return createRegistryClient({ registry: parseRegistryAddress(address), login: as, certificates })
}

describe('a registry asked by ourselves', () => {
  test('with tokens: one is fetched with the login and then used, the login goes nowhere else', async () => {
    const registry = await play(({ url = '', headers }) => {
      if (url.startsWith('/token')) return { body: '{"token":"tok"}' }
      if (headers.authorization === 'Bearer tok') return { body: '{"tags":["1"]}' }
      const challenge = `Bearer realm="http://${registry.address}/token",service="reg",scope="repository:web:pull"`
      return { status: 401, headers: { 'WWW-Authenticate': challenge } }
    })
    const client = open(registry.address)
    expect(await listTags(client, 'web', never)).toEqual({ tags: ['1'], truncated: false })
    expect(await listTags(client, 'web', never)).toEqual({ tags: ['1'], truncated: false })
    const [token] = registry.asked.filter(({ url }) => url.startsWith('/token'))
    expect(token?.authorization).toBe(basic)
    expect(token?.url).toBe('/token?service=reg&scope=repository%3Aweb%3Apull&account=ann')
    const others = registry.asked.filter(({ url }) => !url.startsWith('/token'))
    expect(others.map(({ authorization }) => authorization)).toEqual([undefined, 'Bearer tok', 'Bearer tok'])
  })

  test('lists tags page by page, as far as they are its own', async () => {
    const registry = await play(({ url = '' }) => {
      if (url.includes('last=b'))
        return { body: '{"tags":["c"]}', headers: { Link: '<http://127.0.0.1:1/v2/>; rel="next"' } }
      return { body: '{"tags":["a","b"]}', headers: { Link: '</v2/web/tags/list?last=b&n=2>; rel="next"' } }
    })
    expect(await listTags(open(registry.address), 'web', never)).toEqual({ tags: ['a', 'b', 'c'], truncated: false })
  })

  test('has no end of tags: the first ten thousand are enough', async () => {
    let page = 0
    const registry = await play(() => {
      page += 1
      const tags = Array.from({ length: 1_000 }, (_, index) => `${page}-${index}`)
      return { body: JSON.stringify({ tags }), headers: { Link: `</v2/web/tags/list?last=${page}>; rel="next"` } }
    })
    const { tags, truncated } = await listTags(open(registry.address), 'web', never)
    expect([tags.length, truncated]).toEqual([10_000, true])
  })

  test('hands the login to no other host', async () => {
    const other = await play(() => ({ body: '{"os":"linux","architecture":"amd64"}' }))
    const config = `sha256:${'ab'.repeat(32)}`
    const manifest = JSON.stringify({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { digest: config, size: 5 },
      layers: [{ digest: config, size: 100 }],
    })
    const registry = await play(({ url = '', headers }) => {
      if (headers.authorization !== basic) return { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } }
      return url.includes('/blobs/')
        ? { status: 307, headers: { Location: `http://${other.address}/somewhere` } }
        : { body: manifest }
    })
    const reference = { repository: 'web', tag: '1', digest: null }
    expect(await readManifest(open(registry.address), reference, never)).toEqual({
      digest: `sha256:${createHash('sha256').update(manifest).digest('hex')}`,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      platforms: [expect.objectContaining({ platform: 'linux/amd64', bytes: 105 })],
    })
    expect(other.asked).toEqual([{ url: '/somewhere', authorization: undefined }])
  })

  test('tells the platforms of an index, without what is said about them', async () => {
    const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
    const one = JSON.stringify({
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: { digest: digestOf('c'), size: 1 },
      layers: [],
    })
    const index = JSON.stringify({
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [
        { digest: digestOf(one), size: 1, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
        { digest: digestOf('x'), size: 1, platform: { os: 'unknown', architecture: 'unknown' } },
      ],
    })
    const registry = await play(({ url = '' }) => ({ body: url.includes('sha256:') ? one : index }))
    const { platforms } = await readManifest(open(registry.address), { repository: 'w', tag: '1', digest: null }, never)
    expect(platforms.map(({ platform }) => platform)).toEqual(['linux/arm64/v8'])
    const wrong = { repository: 'w', tag: null, digest: digestOf('something else') }
    await expect(readManifest(open(registry.address), wrong, never)).rejects.toMatchObject({ code: 'bad_output' })
  })

  test.each([
    [{ status: 401 }, 'permission_denied'],
    [{ status: 403 }, 'permission_denied'],
    [{ status: 404 }, 'not_found'],
    [{ status: 429 }, 'engine_failed'],
    [{ status: 503 }, 'not_running'],
    [{ body: 'no JSON' }, 'bad_output'],
    [{ body: '{"tags":3}' }, 'bad_output'],
    [{ body: 'x'.repeat(5 * 1024 * 1024) }, 'bad_output'],
    [{ status: 302, headers: { Location: '/v2/web/tags/list' } }, 'bad_output'],
    [{ status: 401, headers: { 'WWW-Authenticate': 'Bearer realm="nonsense"' } }, 'permission_denied'],
  ] as const)('that answers %o is an error with a remedy: %s', async (answer, code) => {
    const registry = await play(({ url }) => (url === '/v2/' ? {} : answer))
    await expect(listTags(open(registry.address), 'web', never)).rejects.toMatchObject({ code })
  })

  test('is the only one that gets the login: no place that it sends on to asks for it', async () => {
    const other = await play(({ url = '' }) =>
      url.startsWith('/token')
        ? { body: '{"token":"tok"}' }
        : { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="http://${other.address}/token"` } },
    )
    const registry = await play(({ url }) =>
      url === '/v2/' ? {} : { status: 307, headers: { Location: `http://${other.address}/elsewhere` } },
    )
    await expect(listTags(open(registry.address), 'web', never)).rejects.toMatchObject({ code: 'permission_denied' })
    expect(other.asked).toEqual([{ url: '/elsewhere', authorization: undefined }])
  })

  test('on this machine has the login sent without encryption to no other one', async () => {
    const challenge = { 'WWW-Authenticate': 'Bearer realm="http://registry.invalid/token"' }
    const registry = await play(() => ({ status: 401, headers: challenge }))
    const asking = listTags(open(registry.address), 'web', never)
    await expect(asking).rejects.toMatchObject({ code: 'bad_output', message: expect.stringContaining('encryption') })
  })

  test('that sends the login back has it in no error', async () => {
    const body = JSON.stringify({ errors: [{ message: `you sent ${basic} and a-long-secret` }] })
    const registry = await play(({ headers }) =>
      headers.authorization ? { status: 500, body } : { status: 401, headers: { 'WWW-Authenticate': 'Basic' } },
    )
    const error = await listTags(open(registry.address), 'web', never).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ detail: 'you sent Basic … and …' })
  })

  test('takes a login, or says that it does not', async () => {
    const registry = await play(({ headers }) =>
      headers.authorization === basic ? {} : { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } },
    )
    await open(registry.address).check(never)
    const wrong = { ...login, password: 'another-one' }
    await expect(open(registry.address, wrong).check(never)).rejects.toMatchObject({ code: 'permission_denied' })
  })

  test('can be left', async () => {
    const leaving = new AbortController()
    leaving.abort()
    await expect(open('127.0.0.1:1').check(leaving.signal)).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('the address of a registry', () => {
  test.each([
    ['quay.io', 'quay.io', 'quay.io', false],
    ['HTTPS://Quay.io/v2/', 'quay.io', 'quay.io', false],
    ['docker.io', 'docker.io', 'registry-1.docker.io', false],
    ['https://index.docker.io/v1/', 'docker.io', 'registry-1.docker.io', false],
    ['127.0.0.1:5000', '127.0.0.1:5000', '127.0.0.1:5000', true],
    ['localhost', 'localhost', 'localhost', true],
    ['[::1]:5000', '[::1]:5000', '[::1]:5000', true],
    ['127.0.0.1.example.org', '127.0.0.1.example.org', '127.0.0.1.example.org', false],
  ])('%s is %s, asked at %s', (text, address, host, isLoopback) => {
    expect(parseRegistryAddress(text)).toMatchObject({ address, host, isLoopback })
  })

  test.each(['', ' ', '-x', 'a b', 'a:0', 'a:70000', 'user@host', 'a\nb', '../x', 'ftp://x'])('%j is none', (text) => {
    expect(() => parseRegistryAddress(text)).toThrow(expect.objectContaining({ code: 'bad_input' }))
  })
})
