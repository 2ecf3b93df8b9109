import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPageResponse, noncePlaceholder, resolveAssetPath } from '../../../main/hosts/pageAssets.ts'

describe('the file a request means', () => {
  test('the root is index.html', () => {
    expect(resolveAssetPath('/')).toMatchObject({ status: 200, path: 'index.html' })
    expect(resolveAssetPath('/?a=b')).toMatchObject({ status: 200, path: 'index.html' })
  })

  test('a file in a folder keeps its path, without the query', () => {
    expect(resolveAssetPath('/assets/index-Ab_9-.js?v=1')).toEqual({
      status: 200,
      path: 'assets/index-Ab_9-.js',
      contentType: 'text/javascript; charset=utf-8',
    })
  })

  test.for([
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/%2E%2e%2fsecret.json',
    '/..%2fsecret.json',
    '/..\\secret.json',
    '/%5c..%5csecret.json',
    '/assets%5c..%5csecret.json',
    '/index.html%00.js',
    '/a\u0000.js',
    '/.env.json',
    '/.git/config.json',
    '/assets/.hidden.js',
    '//etc/passwd.json',
    '/C:/secret.json',
    '/%',
    'index.html',
    '',
    'http://127.0.0.1/index.html',
  ])('%j is refused', (target) => {
    expect(resolveAssetPath(target)).toEqual({ status: 400 })
  })

  test('a path that is encoded twice is decoded once, and so refused', () => {
    expect(resolveAssetPath('/%252e%252e/secret.json')).toEqual({ status: 400 })
  })

  test.for(['/assets/index.js.map', '/main.ts', '/README', '/assets/', '/a.exe'])('%j is not served', (target) => {
    expect(resolveAssetPath(target).status).not.toBe(200)
  })
})

describe('the answer', () => {
  let parent = ''
  let folder = ''
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'isoscope-test-'))
    folder = join(parent, 'renderer')
    await mkdir(join(folder, 'assets'), { recursive: true })
    await writeFile(join(folder, 'index.html'), `<meta name="csp-nonce" content="${noncePlaceholder}">`)
    await writeFile(join(folder, 'assets', 'a.js'), `const text = '${noncePlaceholder}'`)
    await writeFile(join(parent, 'secret.json'), '{}')
    await symlink(join(parent, 'secret.json'), join(folder, 'link.json'))
  })
  afterAll(() => rm(parent, { recursive: true, force: true }))

  const get = (target: string, method = 'GET') =>
    createPageResponse(folder, { method, target, connectTo: ['ws://127.0.0.1:1'] })

  test('the page carries the nonce of its own policy, another one each time', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const { body, headers } = await get('/')
        const nonce = /content="([^"]+)"/.exec(body.toString())?.[1] ?? ''
        expect(Buffer.from(nonce, 'base64')).toHaveLength(16)
        expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}';`)
        return nonce
      }),
    )
    expect(nonces[0]).not.toBe(nonces[1])
  })

  test('the policy allows what is written down and nothing else', async () => {
    const { headers } = await get('/')
    expect(headers['content-security-policy']?.replace(/nonce-[^']+/, 'nonce-…').split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'nonce-…'",
      "connect-src 'self' ws://127.0.0.1:1",
      "img-src 'self' data:",
      "font-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ])
  })

  test.for(['/', '/assets/a.js', '/none.js', '/../x.js'])(
    '%s has the headers that keep it to itself',
    async (target) => {
      expect((await get(target)).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      })
    },
  )

  test('a page with its nonce is never stored', async () => {
    expect((await get('/')).headers['cache-control']).toBe('no-store')
  })

  test('a script is served as it is, with its type', async () => {
    const { status, headers, body } = await get('/assets/a.js')
    expect([status, headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8'])
    expect(body.toString()).toContain(noncePlaceholder)
  })

  test('an unknown file is 404', async () => expect((await get('/assets/b.js')).status).toBe(404))
  test('a folder is no file', async () => expect((await get('/assets')).status).toBe(404))
  test('a link out of the folder leads nowhere', async () => expect((await get('/link.json')).status).toBe(404))
  test('HEAD has no body', async () => expect((await get('/', 'HEAD')).body).toHaveLength(0))
  test.for(['POST', 'OPTIONS', 'PUT'])('%s is refused', async (method) =>
    expect((await get('/', method)).status).toBe(405),
  )
})
