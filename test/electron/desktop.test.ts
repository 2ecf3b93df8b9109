import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHome } from '../support/cli.ts'
import { findLeftovers } from '../support/leftovers.ts'
import { type Desktop, launchDesktop, ranOn } from './desktop.ts'

/* The built app as a user opens it: `npm run build` comes first. One story: each step goes on from the one before. */

const home = createHome()
const userData = mkdtempSync(join(tmpdir(), 'isoscope-desktop-'))
const longWait = { timeout: 60_000 }
let desktop: Desktop
let page: Page

beforeAll(async () => {
  desktop = await launchDesktop({ home: home.path, userData })
  page = desktop.page
})

afterAll(async () => {
  if (existsSync(`/proc/${desktop?.pid}`)) await desktop?.quit()
  home.remove()
  // Chromium is being ended, and may still write.
  rmSync(userData, { recursive: true, force: true, maxRetries: 10 })
})

/** Runs in the page's own world, outside the evaluation that is exempt from the policy. */
const later = (code: string) => page.evaluate<string>(`new Promise((done) => setTimeout(() => { ${code} }))`)
const fetchStatus = (address: string) =>
  page.evaluate<number>(`fetch(${JSON.stringify(address)}).then(({ status }) => status)`)
/** What only the stand-in can bring about. */
const onStandIn = { skip: ranOn === 'Electron' }

describe(`the built app on ${ranOn}`, () => {
  it('shows the page in one window', async () => {
    await page.getByRole('button', { name: 'Run comparison' }).waitFor(longWait)
    expect(await desktop.countWindows()).toBe(1)
  })

  it('gives the page one frozen word of its own, and nothing of Node or Electron', async () => {
    const seen = '[typeof require, typeof process, typeof module, typeof ipcRenderer, typeof electron].join()'
    expect(await page.evaluate(seen)).toBe('undefined,undefined,undefined,undefined,undefined')
    expect(await page.evaluate('[JSON.stringify(isoscope), Object.isFrozen(isoscope)].join()')).toBe(
      '{"kind":"desktop"},true',
    )
    // Beside what any document of this browser has, and what the page's own libraries set.
    const extra = `(() => {
      const frame = document.body.appendChild(document.createElement('iframe'))
      const plain = new Set(Object.getOwnPropertyNames(frame.contentWindow))
      frame.remove()
      return Object.getOwnPropertyNames(window).filter((name) => !plain.has(name) && !/^(__playwright|__zod|\\d+$)/.test(name)).join()
    })()`
    expect(await page.evaluate(extra)).toBe('isoscope')
  })

  it('runs a comparison on real engines over its message port', async () => {
    await page.getByLabel('Rounds', { exact: true }).fill('2')
    for (const name of ['Docker', 'QEMU', 'JupyterHub']) {
      const box = page.getByRole('checkbox', { name: new RegExp(`^${name}`) }).first()
      if (await box.isChecked()) await box.uncheck({ force: true })
    }
    await page.getByRole('button', { name: 'Run comparison' }).click()
    await page.getByRole('region', { name: 'Result', exact: true }).waitFor({ timeout: 100_000 })
    const cells = page.getByRole('row', { name: /^Start-up, probe/ }).getByRole('cell')
    expect(await cells.count()).toBe(2)
    for (const text of await cells.allInnerTexts()) expect(text).toMatch(/\d\u00a0(µs|ms|s)/)
  })

  it('has met no error and no breach of the content security policy in all that', () => {
    expect(desktop.complaints).toEqual([])
  })

  it('lets no page evaluate text, run an inline script or load from elsewhere', async () => {
    expect(await later(`try { eval('1'); done('ran') } catch (error) { done(error.name) }`)).toBe('EvalError')
    const inline = `document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective))
      const script = document.createElement('script')
      script.textContent = 'window.ran = true'
      document.body.append(script)`
    expect(await later(inline)).toBe('script-src-elem')
    expect(await page.evaluate('typeof window.ran')).toBe('undefined')
    expect(await later(`fetch('https://example.com/').then(() => done('answered'), () => done('refused'))`)).toBe(
      'refused',
    )
  })

  it('answers traversal and unknown hosts with 4xx', async () => {
    expect(await fetchStatus('/')).toBe(200)
    for (const path of [
      '/..%2f..%2fpackage.json',
      '/%2e%2e/package.json',
      '/..%5cpackage.json',
      '/assets/..%2findex.html',
    ]) {
      expect([path, await fetchStatus(path)]).toEqual([path, expect.toSatisfy(isRefused)])
    }
    const other = await page.evaluate<string>(
      `fetch(${JSON.stringify(desktop.toAddress('app://elsewhere/index.html'))}).then(({ status }) => String(status), () => 'blocked')`,
    )
    // The policy stops the page before the handler is asked.
    expect(other).toBe('blocked')
  })

  it('stays where it is when the page wants to go elsewhere', async () => {
    const before = page.url()
    await page.evaluate(`location.href = 'https://example.com/'`)
    await expect.poll(() => desktop.log()).toContain('prevented a navigation to "https://example.com/"')
    expect(page.url()).toBe(before)
    expect(await page.evaluate('typeof isoscope')).toBe('object')
  })

  it('opens no window, and hands an address of the list to the system', async () => {
    await page.evaluate(`window.open('https://example.com/')`)
    await page.evaluate(`window.open('https://docs.docker.com/')`)
    await expect.poll(() => desktop.openedOutside()).toEqual(['openExternal https://docs.docker.com/'])
    expect(desktop.log()).toContain('prevented a window for "https://example.com/"')
    await expect.poll(() => desktop.countWindows()).toBe(1)
  })

  it('denies what a page asks for', async () => {
    expect(await page.evaluate('Notification.permission')).toBe('denied')
    expect(await page.evaluate('Notification.requestPermission()')).toBe('denied')
    const locate = `navigator.geolocation.getCurrentPosition(() => done('known'), ({ code }) => done('denied ' + code))`
    expect(await later(locate)).toBe('denied 1')
    await expect.poll(() => desktop.log()).toContain('denied geolocation')
  })

  it('takes a folder that the user has chosen in the system’s dialog, and no other one', onStandIn, async () => {
    const chosen = mkdtempSync(join(home.path, 'chosen-'))
    const other = mkdtempSync(join(home.path, 'other-'))
    await page.getByRole('button', { name: 'Settings', exact: true }).click()
    const field = page.getByRole('textbox', { name: 'A folder to search as well' })
    const list = page.getByRole('list', { name: 'Folders to search' })
    const choose = async (answer: object) => {
      await page.getByRole('button', { name: 'Choose…' }).click()
      await expect.poll(async () => (await desktop.control?.dialogs())?.filter(({ isOpen }) => isOpen).length).toBe(1)
      await desktop.control?.answerDialog(answer)
    }
    await field.fill(other)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('This folder was not chosen.').waitFor(longWait)
    await choose({ canceled: true, filePaths: [] })
    expect(await field.inputValue()).toBe(other)
    await choose({ canceled: false, filePaths: [chosen] })
    await expect.poll(() => field.inputValue()).toBe(realpathSync(chosen))
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await list.getByText(realpathSync(chosen)).waitFor(longWait)
    expect(await list.getByRole('listitem').count()).toBe(1)
    const [, dialog] = (await desktop.control?.dialogs()) ?? []
    expect(dialog).toMatchObject({
      kind: 'showOpenDialog',
      options: { properties: ['openDirectory', 'createDirectory'] },
    })
  })

  it('drops a port that a taken-over frame sends past the preload', onStandIn, async () => {
    await page.evaluate(`document.body.appendChild(document.createElement('iframe')).id = 'frame'`)
    await expect.poll(() => desktop.control?.sendFromSubFrames('isoscope:connect')).toBe(1)
    await expect.poll(() => desktop.log()).toContain('dropped a message: it comes from a sub-frame')
    // So a frame cannot ask for a file either.
    expect((await desktop.control?.dialogs())?.filter(({ isOpen }) => isOpen)).toEqual([])
    await page.evaluate(`document.getElementById('frame').remove()`)
  })

  it('prevents a redirect that leads elsewhere', onStandIn, async () => {
    const answer = { status: 302, headers: { location: 'https://example.com/redirected' }, body: '' }
    await desktop.control?.answerOnce('/away', answer)
    await page.evaluate(`location.href = '/away'`)
    await expect.poll(() => desktop.log()).toContain('prevented a navigation to "https://example.com/redirected"')
  })

  it('prevents a frame that leads elsewhere, where no policy is there to do it', onStandIn, async () => {
    const body = '<!doctype html><iframe src="https://example.com/framed"></iframe>'
    await desktop.control?.answerOnce('/bare', { status: 200, headers: { 'content-type': 'text/html' }, body })
    await page.evaluate(`location.href = '/bare'`)
    await expect.poll(() => desktop.log()).toContain('prevented a navigation to "https://example.com/framed"')
    expect(await desktop.control?.leftRequests()).toEqual([])
  })

  it('has asked for a sandboxed page in every way there is (configuration)', onStandIn, async () => {
    const [window] = (await desktop.control?.windows()) ?? []
    expect(window?.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
    expect((await desktop.control?.app())?.isSandboxed).toBe(true)
  })

  it('quits clean and leaves nothing', async () => {
    expect(await desktop.quit()).toBe(0)
    expect(await findLeftovers()).toEqual([])
  })
})

function isRefused(status: unknown): boolean {
  return typeof status === 'number' && status >= 400 && status < 500
}
