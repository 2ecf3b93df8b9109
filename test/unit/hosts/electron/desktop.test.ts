import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Client } from '../../../../main/hosts/electron/client.ts'
import { createTestRouter, secretPath, type testContract } from '../../../support/testRouter.ts'
import { createRecordedElectron, FakeContents } from './recordedElectron.ts'

let electron = createRecordedElectron()
let folder = ''
let log: string[] = []
const close = vi.fn(async () => {})

beforeEach(async () => {
  electron = createRecordedElectron()
  log = []
  close.mockReset()
  folder = await mkdtemp(join(tmpdir(), 'isoscope-test-'))
  await writeFile(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">')
  vi.resetModules()
  vi.doMock('electron', () => electron.module)
  // Vitest is a development build, where the address of Vite's server would count.
  vi.stubEnv('ELECTRON_RENDERER_URL', undefined)
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', undefined)
  vi.stubEnv('XDG_RUNTIME_DIR', undefined)
  const { startDesktop } = await import('../../../../main/hosts/electron/desktop.ts')
  await startDesktop({
    createApp: () => {
      electron.journal.push('createApp')
      // Without a tray and without notifications nothing of it is called.
      return { router: createTestRouter(), client: {} as Client, close }
    },
    rendererDir: folder,
    preload: '/app/out/preload/preload.cjs',
    trayImages: '/app/assets/tray',
    folder: join(folder, 'desktop'),
    platform: 'linux',
    env: { XDG_CONFIG_HOME: folder },
    argv: [],
    onLog: (line) => log.push(line),
  })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  vi.doUnmock('electron')
  await rm(folder, { recursive: true, force: true })
})

describe('starting', () => {
  test('turns the sandbox on and registers the scheme before the app is ready, the window last', () => {
    expect(electron.journal).toEqual([
      'setPath',
      'lock',
      'enableSandbox',
      'registerSchemes',
      'whenReady',
      'createApp',
      'handleScheme',
      'window',
      'show',
    ])
  })

  test('the window has the guarded preferences and loads the page from our scheme', () => {
    expect(electron.windows[0]?.webPreferences).toMatchObject({
      preload: '/app/out/preload/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    })
    expect(electron.loaded).toEqual(['app://isoscope/'])
  })

  test('the scheme is standard and secure and bypasses no policy', () => {
    expect(electron.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ])
  })
})

describe('the scheme', () => {
  const get = async (url: string, method = 'GET') => {
    const handler = electron.handlers.get('app')
    if (!handler) throw new Error('no handler')
    // Node's Request accepts no custom scheme with a path of its own making; the host reads these two only.
    return handler({ url, method } as Request)
  }

  test('serves the page with its policy and nonce', async () => {
    const response = await get('app://isoscope/')
    const text = await response.text()
    const nonce = /content="([^"]+)"/.exec(text)?.[1]
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain(
      `style-src 'self' 'nonce-${nonce}'; connect-src 'self';`,
    )
  })

  test.for([
    'app://evil/',
    'app://isosc0pe/index.html',
    'app://isoscope.evil/',
    'app://isoscope:80/',
    'app://user@isoscope/',
    'app://isoscope/../secret.json',
    'app://isoscope/%2e%2e/secret.json',
    'app://isoscope/..%5csecret.json',
    'app://isoscope/..\\secret.json',
    'app://isoscope/%00.js',
    'app://isoscope',
    'file:///etc/passwd',
  ])('refuses %s', async (url) => {
    const { status, headers } = await get(url)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('refuses POST', async () => expect((await get('app://isoscope/', 'POST')).status).toBe(405))
})

describe('every WebContents', () => {
  const create = () => {
    const contents = new FakeContents()
    electron.module.app.emit('web-contents-created', {}, contents)
    return contents
  }

  test.for(['will-navigate', 'will-redirect', 'will-frame-navigate'])('%s stays inside our origin', (name) => {
    const contents = create()
    const go = (url: string) => {
      const preventDefault = vi.fn()
      contents.emit(name, { url, preventDefault })
      return preventDefault.mock.calls.length > 0
    }
    expect(go('app://isoscope/other.html')).toBe(false)
    for (const url of [
      'https://evil.example/',
      'file:///etc/passwd',
      'app://isoscope.evil/',
      'about:blank',
      'data:text/html,x',
    ]) {
      expect(go(url), url).toBe(true)
    }
    expect(log.join()).toContain('evil.example')
  })

  test('never gets a webview', () => {
    const preventDefault = vi.fn()
    create().emit('will-attach-webview', { preventDefault })
    expect(preventDefault).toHaveBeenCalledOnce()
  })

  test('never opens a window; a listed https page opens outside', () => {
    const contents = create()
    for (const url of ['https://evil.example/', 'file:///etc/passwd', 'http://docs.docker.com/', 'app://isoscope/']) {
      expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' })
    }
    expect(electron.module.shell.openExternal).not.toHaveBeenCalled()
    expect(contents.openHandler?.({ url: 'https://docs.docker.com/x' })).toEqual({ action: 'deny' })
    expect(electron.module.shell.openExternal).toHaveBeenCalledExactlyOnceWith('https://docs.docker.com/x')
  })
})

test('permissions and devices are denied, asked or checked', () => {
  const answer = vi.fn()
  const { request, check, device } = electron.permissions as Record<string, (...args: unknown[]) => unknown>
  request?.({}, 'media', answer)
  expect(answer).toHaveBeenCalledExactlyOnceWith(false)
  expect(check?.({}, 'clipboard-read')).toBe(false)
  expect(device?.({})).toBe(false)
})

describe('the bridge', () => {
  const mainFrame = { origin: 'app://isoscope', parent: null }
  let open: MessagePort[] = []
  afterEach(() => {
    for (const port of open) port.close()
    open = []
  })

  /** Electron's MessagePortMain hands listeners an event with `data`; Node's port hands them the data. */
  const connect = (senderFrame: unknown, count = 1) => {
    const channels = Array.from({ length: count }, () => new MessageChannel())
    open.push(...channels.flatMap(({ port1, port2 }) => [port1, port2]))
    const ports = channels.map(({ port1 }) => ({
      on: (name: string, listener: (event: unknown) => void) => port1.on(name, (data) => listener({ data })),
      postMessage: (message: unknown) => port1.postMessage(message),
      start: () => port1.start(),
      close: vi.fn(() => port1.close()),
    }))
    electron.module.ipcMain.emit('isoscope:connect', { senderFrame, ports })
    return { ports, pagePort: channels[0]?.port2 }
  }

  const createClient = (port: MessagePort | undefined): ContractRouterClient<typeof testContract> => {
    if (!port) throw new Error('no port')
    const client: ContractRouterClient<typeof testContract> = createORPCClient(new RPCLink({ port }))
    port.start()
    return client
  }

  test('carries the API for the main frame of our page', async () => {
    const { pagePort } = connect(mainFrame)
    expect(await createClient(pagePort).echo({ text: 'hello' })).toBe('hello')
    expect(log).toEqual([])
  })

  test('gives a page that reloads a port of its own', async () => {
    connect(mainFrame).pagePort?.close()
    expect(await createClient(connect(mainFrame).pagePort).echo({ text: 'again' })).toBe('again')
  })

  test.for([
    ['a frame that is gone', null, 'gone'],
    ['a sub-frame of our own', { origin: 'app://isoscope', parent: mainFrame }, 'sub-frame'],
    ['a foreign page', { origin: 'https://evil.example', parent: null }, 'evil.example'],
    ['an opaque origin', { origin: 'null', parent: null }, 'null'],
  ] as const)('drops and logs a port from %s', async ([, frame, word]) => {
    const { ports, pagePort } = connect(frame)
    expect(ports[0]?.close).toHaveBeenCalledOnce()
    if (pagePort) await once(pagePort, 'close')
    expect(log).toEqual([expect.stringContaining(word)])
  })

  test('drops a message without a port, or with two', () => {
    connect(mainFrame, 0)
    expect(connect(mainFrame, 2).ports.map((port) => port.close.mock.calls.length)).toEqual([1, 1])
    expect(log).toHaveLength(2)
  })

  test('hides undeclared errors', async () => {
    const { pagePort } = connect(mainFrame)
    const error: unknown = await createClient(pagePort)
      .fail({ how: 'thrown' })
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', data: { id: expect.any(String) } })
    expect(log.join()).toContain(secretPath)
  })
})

describe('quitting', () => {
  test('waits until the app has closed, and closes it once', async () => {
    let finish = () => {}
    close.mockImplementation(() => new Promise<void>((resolve) => (finish = resolve)))
    electron.journal.length = 0
    electron.module.app.emit('window-all-closed')
    electron.module.app.quit()
    await setImmediate()
    expect(electron.journal).toEqual(['quit', 'quit held back', 'quit', 'quit held back'])
    finish()
    await setImmediate()
    expect(electron.journal.slice(4)).toEqual(['quit'])
    expect(close).toHaveBeenCalledOnce()
  })

  test('is not prevented by an app that cannot close', async () => {
    close.mockRejectedValue(new Error('database is locked'))
    electron.module.app.quit()
    await setImmediate()
    expect(electron.journal.slice(-3)).toEqual(['quit', 'quit held back', 'quit'])
    expect(log.join()).toContain('database is locked')
  })
})
