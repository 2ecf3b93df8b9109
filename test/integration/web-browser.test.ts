import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { serveWeb, type WebHost } from '../../main/hosts/web.ts'
import { createTestRouter } from '../support/testRouter.ts'
import { readCode, tradeCode } from '../support/webClient.ts'

/*
 * The web host's promises, kept by a real browser. The page here speaks the protocol of the real one and writes how it went
 * into #out; scripts are text, as the browser gets them.
 */

const files: Readonly<Record<string, string>> = {
  'index.html': `<!doctype html><meta charset="utf-8"><meta name="csp-nonce" content="__CSP_NONCE__"><title>test</title>
<p id="out"></p><p id="violations"></p><p id="eval"></p>
<script src="./page.js"></script><script>document.title = 'inline script ran'</script>`,
  'page.js': `
const write = (id, text) => { document.getElementById(id).textContent += text + ' ' }
document.addEventListener('securitypolicyviolation', (event) => write('violations', event.effectiveDirective))
if (parent !== window) parent.postMessage('framed', '*')
try { write('eval', eval('"ran"')) } catch (error) { write('eval', error.name) }
document.getElementById('out').style.color = 'rgb(1, 2, 3)'
const styled = document.createElement('style')
styled.nonce = document.querySelector('meta[name=csp-nonce]').content
styled.textContent = '#out { margin-top: 7px }'
document.head.append(styled)
async function findToken() {
  const kept = sessionStorage.getItem('token')
  if (kept) return kept
  const code = new URLSearchParams(location.hash.slice(1)).get('code') ?? ''
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch('/session', { method: 'POST', headers, body: JSON.stringify({ code }) })
  if (!answer.ok) throw new Error('session ' + answer.status)
  const { token } = await answer.json()
  sessionStorage.setItem('token', token)
  history.replaceState(null, '', location.pathname)
  return token
}
findToken().then((token) => {
  const socket = new WebSocket('ws://' + location.host + '/api')
  socket.onopen = () => socket.send(JSON.stringify({ token }))
  socket.onmessage = ({ data }) => {
    if (data !== '{"ok":true}') write('out', data)
    else socket.send(JSON.stringify({ i: '1', p: { u: '/echo', b: { json: { text: 'hello' } } } }))
  }
  socket.onclose = ({ code }) => write('out', 'closed ' + code)
}).catch((error) => write('out', error.message))
`,
}

/** What a foreign page tries, given what it could only know by theft. Its title becomes the outcome. */
function writeAttack(target: string, code: string, token: string): string {
  return `<!doctype html><title>evil</title><body><script type="module">
const code = ${JSON.stringify(JSON.stringify({ code }))}, token = ${JSON.stringify(JSON.stringify({ token }))}
const tell = (promise) => promise.then(async (answer) => (await answer.text()) || answer.type, () => 'refused')
let framed = 'not framed'
addEventListener('message', () => { framed = 'framed' })
const frame = document.createElement('iframe')
frame.src = '${target}'
document.body.append(frame)
await new Promise((resolve) => { frame.onload = resolve })
const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: code }
const outcome = [
  await tell(fetch('${target}')),
  await tell(fetch('${target}session', json)),
  await tell(fetch('${target}session', { method: 'POST', mode: 'no-cors', body: code })),
  await new Promise((resolve) => {
    const socket = new WebSocket('${target.replace('http', 'ws')}api')
    socket.onopen = () => socket.send(token)
    socket.onmessage = ({ data }) => resolve(data)
    socket.onclose = (event) => resolve('closed ' + event.code)
  }),
  framed,
]
document.title = outcome.join(', ')
</script>`
}

let folder = ''
let browser: Browser
let host: WebHost
let port = 0
let time = 0
let context: BrowserContext
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isoscope-test-'))
  for (const name of ['renderer', 'links']) await mkdir(join(folder, name))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'renderer', name), text)
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  time = 0
  host = await serveWeb({
    router: createTestRouter(),
    rendererDir: join(folder, 'renderer'),
    port: 0,
    onLog: () => {},
    redirectParent: join(folder, 'links'),
    now: () => time,
  })
  port = Number(new URL(host.url).port)
  context = await browser.newContext()
  context.setDefaultTimeout(15_000)
  page = await context.newPage()
})
afterEach(async () => {
  await context.close()
  await host.close()
})

const waitForText = (which: Page, id: string, text: string) =>
  which.locator(`#${id}`, { hasText: text }).waitFor({ state: 'attached' })

test('the file leads to the page, the page to the API, and the code is gone from the address', async () => {
  await page.goto(`file://${host.openUrlFile}`)
  await waitForText(page, 'out', 'hello')
  expect(page.url()).toBe(host.url)
})

test('a reload works without a code, and so does a second tab beside it', async () => {
  await page.goto(host.openUrl)
  await waitForText(page, 'out', 'hello')
  time += 3_600_000
  await page.reload()
  await waitForText(page, 'out', 'hello')
  const second = await context.newPage()
  await second.goto((await host.renewLink()).openUrl)
  await waitForText(second, 'out', 'hello')
  await page.reload()
  await waitForText(page, 'out', 'hello')
})

test('a tab that knows no code gets no session', async () => {
  await page.goto(host.url)
  await waitForText(page, 'out', 'session 401')
})

test('inline script and eval do not run; a style with the nonce and a style set by script do', async () => {
  await page.goto(host.openUrl)
  await waitForText(page, 'violations', 'script-src-elem')
  await waitForText(page, 'eval', 'EvalError')
  expect(await page.title()).toBe('test')
  expect(await page.locator('#violations').textContent()).not.toContain('style')
  const style: unknown = await page.evaluate(
    "(({ color, marginTop }) => ({ color, marginTop }))(getComputedStyle(document.getElementById('out')))",
  )
  expect(style).toEqual({ color: 'rgb(1, 2, 3)', marginTop: '7px' })
})

test('a page on another port of loopback gets nothing, though it knows a code and a token', async () => {
  const { token } = JSON.parse((await tradeCode(port, readCode(host.openUrl))).body) as { token: string }
  const code = readCode((await host.renewLink()).openUrl)
  const evil = await serveText(writeAttack(host.url, code, token))
  try {
    await page.goto(evil.url)
    await expect.poll(() => page.title(), { timeout: 15_000 }).not.toBe('evil')
    expect(await page.title()).toBe('refused, refused, refused, closed 1006, not framed')
    expect((await tradeCode(port, code)).status).toBe(200)
  } finally {
    await evil.close()
  }
})

async function serveText(html: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(html),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}
