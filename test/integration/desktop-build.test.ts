import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/* What the build makes of main, preload and page, and the built preload in the isolated world of a real Chromium. */

const root = fileURLToPath(new URL('../..', import.meta.url))
let out = ''

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'isoscope-test-'))
  const electronVite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  // Vitest's own NODE_ENV would make it a build for development.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ELECTRON_RENDERER_URL: 'http://evil.example' }
  await promisify(execFile)(process.execPath, [electronVite, 'build', '--outDir', out], { cwd: root, env })
})
afterAll(() => rm(out, { recursive: true, force: true }))

const read = (...path: string[]) => readFile(join(out, ...path), 'utf8')

/** The text of an entry and of everything of ours that it imports, and the names of what else it imports. */
async function readGraph(entry: string): Promise<{ readonly text: string; readonly packages: ReadonlySet<string> }> {
  const [seen, packages, waiting] = [new Set<string>(), new Set<string>(), [entry]]
  let text = ''
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const own = await read('main', name)
    text += own
    for (const [, specifier = ''] of own.matchAll(/(?:from\s*|import\s*\(?\s*)["']([^"']+)["']/g)) {
      if (specifier.startsWith('./')) waiting.push(specifier.slice(2))
      else packages.add(specifier)
    }
  }
  return { text, packages }
}

describe('the main process', () => {
  test('imports electron, and the command line does not', async () => {
    expect((await readGraph('electron.js')).packages).toContain('electron')
    const cli = await readGraph('cli.js')
    expect(cli.packages).toContain('node:http')
    expect(cli.packages).not.toContain('electron')
    // bin/isoscope.mjs calls it by this name; a bundler drops the exports of an entry unless it is told not to.
    expect(cli.text).toMatch(/export \{[^}]*\brunCli\b/)
  })

  test('has no trace of the development server', async () => {
    const code = (await readGraph('electron.js')).text.replaceAll(/\/\*[\s\S]*?\*\//g, '')
    expect(code).toContain('app://')
    for (const word of ['RENDERER_URL', 'import.meta.env', 'evil.example']) expect(code).not.toContain(word)
  })

  test('has its files in one folder, which their paths start from', async () => {
    const entries = await readdir(join(out, 'main'), { withFileTypes: true })
    expect(entries.filter((entry) => entry.isDirectory())).toEqual([])
  })
})

describe('the page', () => {
  test('has no inline script or style and loads from nowhere else', async () => {
    const html = await read('renderer', 'index.html')
    expect(html).toContain('<meta name="csp-nonce" content="__CSP_NONCE__"')
    const scripts = [...html.matchAll(/<script\b([^>]*)>([^<]*)<\/script>/g)]
    expect(scripts.length).toBeGreaterThan(0)
    for (const [, attributes, text] of scripts) {
      expect(attributes).toMatch(/ src="\.\/assets\/[\w.-]+"/)
      expect(text).toBe('')
    }
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|https?:/)
  })
})

describe('what the page needs before it shows anything', () => {
  /** Scripts and styles that index.html names, the program that its first script loads, and what these import. */
  const listFirst = async (): Promise<readonly string[]> => {
    const html = await read('renderer', 'index.html')
    const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, name = '']) => name)
    const program = (await readdir(join(out, 'renderer', 'assets'))).filter((name) =>
      /^main-.*\.(?:js|css)$/.test(name),
    )
    const waiting = [...named, ...program.map((name) => `assets/${name}`)]
    const seen = new Set<string>()
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (seen.has(name)) continue
      seen.add(name)
      if (!name.endsWith('.js')) continue
      const text = await read('renderer', name)
      for (const [, file] of text.matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([^"'`]+)["'`]/g))
        waiting.push(`assets/${file}`)
    }
    return [...seen]
  }

  test('is below 450 kB as it goes over a wire, compressed', async () => {
    const names = await listFirst()
    expect(names.filter((name) => name.endsWith('.js')).length).toBeGreaterThan(0)
    expect(names.filter((name) => name.endsWith('.css')).length).toBeGreaterThan(0)
    const sizes = await Promise.all(names.map(async (name) => gzipSync(await read('renderer', name)).length))
    const total = sizes.reduce((sum, bytes) => sum + bytes, 0)
    expect(total).toBeGreaterThan(50_000)
    expect(total).toBeLessThan(450_000)
  })

  test('has no page but Compare in it, and nothing that draws lines', async () => {
    const names = await listFirst()
    const all = await readdir(join(out, 'renderer', 'assets'))
    for (const later of ['HistoryPage', 'LivePage', 'EnginesPage', 'SettingsPage', 'ChartsView', 'TotalCharts']) {
      expect(all.some((name) => name.startsWith(`${later}-`))).toBe(true)
      expect(names.filter((name) => name.includes(later))).toEqual([])
    }
    for (const name of names) expect(await read('renderer', name)).not.toMatch(/uplot|\bu-wrap\b|recharts/i)
  })

  test('is there before anything is painted, so that no other theme flashes', async () => {
    expect(await read('renderer', 'index.html')).toMatch(/<script type="module" blocking="render"/)
  })
})

describe('the preload', () => {
  test('is one CommonJS file that requires electron and nothing else', async () => {
    expect(await readdir(join(out, 'preload'))).toEqual(['preload.cjs'])
    const text = await read('preload', 'preload.cjs')
    expect([...text.matchAll(/require\(["']([^"']+)["']\)/g)].map(([, name]) => name)).toEqual(['electron'])
    expect(text).not.toMatch(/^\s*(import|export)\b/m)
  })

  describe('in a real browser', () => {
    let browser: Browser
    let server: Server
    let page: Page

    beforeAll(async () => {
      browser = await chromium.launch({
        executablePath: '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      })
      server = createServer((request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' })
        response.end(request.url === '/frame' ? frameHtml : pageHtml)
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      if (typeof address !== 'object' || address === null) throw new Error('no port')
      page = await browser.newPage()
      const devtools = await page.context().newCDPSession(page)
      await devtools.send('Page.enable')
      await devtools.send('Page.addScriptToEvaluateOnNewDocument', {
        source: `if (self === top) { ${electronStandIn}; ${await read('preload', 'preload.cjs')} }`,
        worldName: 'preload',
      })
      await page.goto(`http://127.0.0.1:${address.port}/`)
    })
    afterAll(async () => {
      await browser?.close()
      server?.close()
    })

    /** Echoes through the port what the page writes, as the main process would answer. */
    const electronStandIn = `
      const require = () => ({
        contextBridge: { exposeInMainWorld: (name, value) => addEventListener('DOMContentLoaded', () => {
          // A preload runs before there is an element to write to.
          document.documentElement.dataset[name] = JSON.stringify(value)
        }) },
        ipcRenderer: { postMessage: (channel, message, [port]) => {
          document.documentElement.dataset.calls = (document.documentElement.dataset.calls ?? '') + channel + ' ' + message + ';'
          port.onmessage = ({ data }) => port.postMessage('main heard ' + data)
        } },
      })`
    const pageHtml = `<!doctype html><title>page</title><script>
      addEventListener('message', ({ data, ports, source }) => {
        if (data === 'isoscope:port' && source === window) {
          ports[0].onmessage = (event) => { document.title = event.data }
          ports[0].postMessage('hello')
        }
      })
    </script>`
    const frameHtml = `<!doctype html><script>
      parent.postMessage('isoscope:connect', '*'); parent.postMessage('isoscope:end', '*')
    </script>`

    const readCalls = () => page.locator('html').getAttribute('data-calls')

    test('tells the page that it is on the desktop, and nothing more', async () => {
      expect(await page.locator('html').getAttribute('data-isoscope')).toBe('{"kind":"desktop"}')
      const seen = await page.evaluate('[typeof require, typeof process, typeof ipcRenderer, typeof electron].join()')
      expect(seen).toBe('undefined,undefined,undefined,undefined')
    })

    test('does nothing for a frame of the page, nor for any other word', async () => {
      await page.evaluate(`new Promise((resolve) => {
        addEventListener('message', ({ data }) => { if (data === 'isoscope:end') resolve() })
        const frame = document.createElement('iframe')
        frame.src = '/frame'
        document.body.append(frame)
      })`)
      await page.evaluate(`new Promise((resolve) => {
        addEventListener('message', ({ data }) => { if (data === 'last') resolve() })
        for (const word of [{ type: 'isoscope:connect' }, ['isoscope:connect'], 'last']) postMessage(word, origin)
      })`)
      expect(await readCalls()).toBeNull()
    })

    test('hands the page one end of a port and the main process the other', async () => {
      await page.evaluate("postMessage('isoscope:connect', origin)")
      await expect.poll(() => page.title(), { timeout: 15_000 }).toBe('main heard hello')
      expect(await readCalls()).toBe('isoscope:connect null;')
    })
  })
})
