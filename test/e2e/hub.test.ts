import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHome, runCliToEnd } from '../support/cli.ts'
import { createManagedPage } from '../support/managedPage.ts'
import { findAccessibilityProblems, openApp, reloadApp, type WatchedPage } from '../support/page.ts'
import { launchChromium, type ServedProcess, serveApp } from '../support/served.ts'
import { hasHub, startHub, type TestHub } from '../support/startHub.ts'

const longWait = 30_000

/** The Hub page with a real JupyterHub. One story: each step goes on from the one before. */
describe.skipIf(!hasHub && !process.env.CI)('the Hub page', () => {
  const home = createHome()
  let hub: TestHub
  let app: ServedProcess
  let browser: Browser
  let watched: WatchedPage
  let page: Page
  /** What the page got. */
  const answers: string[] = []

  beforeAll(async () => {
    const started = await Promise.all([startHub(), serveApp({ ISOSCOPE_HOME: home.path }), launchChromium()])
    ;[hub, app, browser] = started
    watched = await openApp(browser, app)
    page = watched.page
    page.setDefaultTimeout(longWait)
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => answers.push(payload.toString())))
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    await hub?.stop()
    home.remove()
  })

  const { dialog, rowOf, openMenu, checkBothThemes } = createManagedPage(() => page)

  it('finds the hub that runs here, and connects to it with a token that stays nowhere in the page', async () => {
    // Signed in: a reload finds its token again, and its frames are seen from the first on.
    await page.getByRole('contentinfo').getByText('nothing is being measured').waitFor()
    await reloadApp(page)
    await page.getByRole('navigation').getByRole('button', { name: 'Hub' }).click()
    const panel = page.getByRole('region', { name: hub.url })
    await panel.getByText('found on this machine, not connected').waitFor()
    await panel.getByRole('button', { name: 'Connect…' }).click()
    const form = dialog('Connect a hub')
    const token = form.getByLabel('Token')
    await token.fill('0123456789abcdef')
    await form.getByRole('button', { name: 'Connect', exact: true }).click()
    await form.getByText('The hub does not know this token: it is wrong, has run out or was revoked.').waitFor()
    expect(await token.inputValue()).toBe('')
    expect(await token.getAttribute('type')).toBe('password')
    expect(await findAccessibilityProblems(page)).toEqual([])
    await token.fill(hub.token)
    await form.getByRole('button', { name: 'Connect', exact: true }).click()
    await form.waitFor({ state: 'detached' })
    await panel.getByText('the service isoscope').waitFor()
    await panel.getByText(/MiB of hub and proxy/).waitFor()
    await page.getByText(/^Tokens are kept in .*, which only you can read/).waitFor()
  })

  it('adds users, and says why the server of one does not start', async () => {
    for (const name of ['broken', 'alice']) {
      await page.getByRole('button', { name: `Add user… ${hub.url}` }).click()
      const form = dialog('Add a user')
      await form.getByLabel('Name of the user').fill(name)
      await form.getByRole('button', { name: 'Add user', exact: true }).click()
      await form.waitFor({ state: 'detached' })
      await rowOf(name).getByText('Isoscope').waitFor()
    }
    await openMenu('broken', 'Start')
    const notice = page.getByRole('main').getByRole('alert').filter({ hasText: 'Start broken: failed' })
    await notice.getByText(/No such file or directory: '\/nonexistent\/jupyterhub-singleuser'/).waitFor()
  })

  it('starts a server, which isoscope ps shows, and stops it', { timeout: 240_000 }, async () => {
    await openMenu('alice', 'Start')
    // The hub itself waits two minutes for a server.
    await rowOf('alice').getByText('running').waitFor({ timeout: 120_000 })
    await rowOf('alice')
      .getByText(/\d\sMiB/)
      .waitFor()
    await checkBothThemes()
    const { stdout } = await runCliToEnd(['ps'], { ISOSCOPE_HOME: home.path })
    expect(stdout).toMatch(/alice/)
    await openMenu('alice', 'Stop')
    await rowOf('alice').getByText('stopped').waitFor()
  })

  it('removes the users, and forgets the hub with its token', async () => {
    for (const name of ['alice', 'broken']) {
      await openMenu(name, 'Remove…')
      await dialog(/^Remove/)
        .getByRole('button', { name: 'Remove it' })
        .click()
      await rowOf(name).waitFor({ state: 'detached' })
    }
    await page.getByRole('button', { name: `Disconnect… ${hub.url}` }).click()
    await dialog('Disconnect this hub?').getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('region', { name: hub.url }).getByText('found on this machine, not connected').waitFor()
    const { stdout } = await runCliToEnd(['hub', 'list', '--json'], { ISOSCOPE_HOME: home.path })
    expect(JSON.parse(stdout)).not.toHaveProperty('hubs', expect.arrayContaining([{ state: 'connected' }]))
  })

  it('has the token in no answer, nowhere in the page and in none of its stores', async () => {
    const held = await page.evaluate<string>(`JSON.stringify([
      Object.entries(localStorage), Object.entries(sessionStorage), document.cookie, document.documentElement.outerHTML,
      [...document.querySelectorAll('input')].map((input) => input.value), location.href,
    ])`)
    expect(held).toContain('isoscope.token')
    expect(held).not.toContain(hub.token)
    expect(answers.some((answer) => answer.includes(hub.url))).toBe(true)
    expect(answers.filter((answer) => answer.includes(hub.token))).toEqual([])
  })

  it('never broke the content security policy and logged no error', () => {
    expect(watched.complaints).toEqual([])
  })
})
