import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHome } from '../support/cli.ts'
import { type LayeredImage, makeLayeredImage } from '../support/layeredImage.ts'
import { createManagedPage } from '../support/managedPage.ts'
import { findAccessibilityProblems, openApp, reloadApp, type WatchedPage } from '../support/page.ts'
import { docker } from '../support/probeContainers.ts'
import { launchChromium, type ServedProcess, serveApp } from '../support/served.ts'
import { hasRegistry, startRegistry, type TestRegistry } from '../support/startRegistry.ts'

const longWait = 30_000
const password = 'a-password-nobody-may-see'

/** The Registries page with a real registry. One story: each step goes on from the one before. */
describe.skipIf(!hasRegistry && !process.env.CI)('the Registries page', () => {
  const home = createHome()
  let registry: TestRegistry
  let image: LayeredImage
  let reference: string
  let app: ServedProcess
  let browser: Browser
  let watched: WatchedPage
  let page: Page
  /** What the page got. */
  const answers: string[] = []

  beforeAll(async () => {
    registry = await startRegistry({ login: { username: 'ann', password } })
    image = makeLayeredImage(`isoscope-test-registries-${process.pid}:image`, [100_000, 20_000_000])
    reference = `${registry.address}/team/web:1`
    image.tag(reference)
    const config = { DOCKER_CONFIG: home.path }
    docker('--config', home.path, 'login', '--username', 'ann', '--password', password, registry.address)
    docker('--config', home.path, 'push', reference)
    docker('--config', home.path, 'logout', registry.address)
    ;[app, browser] = await Promise.all([serveApp({ ISOSCOPE_HOME: home.path, ...config }), launchChromium()])
    watched = await openApp(browser, app)
    page = watched.page
    page.setDefaultTimeout(longWait)
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => answers.push(payload.toString())))
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    image?.remove()
    await registry?.stop()
    home.remove()
  })

  const { dialog, checkBothThemes } = createManagedPage(() => page)

  it('lists the registries everybody knows, and logs in to another with a password that stays nowhere', async () => {
    // Signed in: a reload finds its token again, and its frames are seen from the first on.
    await page.getByRole('contentinfo').getByText('nothing is being measured').waitFor()
    await reloadApp(page)
    await page.getByRole('navigation').getByRole('button', { name: 'Registries' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Docker Hub' }).getByText('not logged in').waitFor()
    await page.getByRole('button', { name: 'Log in to another…' }).click()
    const form = dialog('Log in to a registry')
    await form.getByLabel('Address').fill(registry.address)
    await form.getByLabel('User name').fill('ann')
    const field = form.getByLabel('Password or token')
    await field.fill('another-one')
    await form.getByRole('button', { name: 'Log in', exact: true }).click()
    await form.getByText('does not take this name and password').waitFor()
    expect(await field.inputValue()).toBe('')
    expect(await findAccessibilityProblems(page)).toEqual([])
    await field.fill(password)
    await form.getByRole('button', { name: 'Log in', exact: true }).click()
    await form.waitFor({ state: 'detached' })
    await page
      .getByRole('listitem')
      .filter({ hasText: registry.address })
      .getByText('ann, until Isoscope ends')
      .waitFor()
  })

  it('shows the tags of a repository and what an image holds, and pulls it', async () => {
    await page.getByLabel('Repository').fill(`${registry.address}/team/web`)
    await page.getByRole('button', { name: 'Show tags' }).click()
    await page
      .getByRole('list', { name: /^Tags of/ })
      .getByRole('button', { name: '1', exact: true })
      .click()
    const holds = page.getByRole('region', { name: `What ${reference} holds` })
    await holds.getByText(/MiB to download, 2 layers/).waitFor()
    await checkBothThemes()
    image.remove()
    await holds.getByRole('button', { name: /^Pull…/ }).click()
    const form = dialog('Pull an image')
    expect(await form.getByRole('textbox', { name: /^Image/ }).inputValue()).toBe(reference)
    expect(await findAccessibilityProblems(page)).toEqual([])
    await form.getByRole('button', { name: 'Pull', exact: true }).click()
    await form.waitFor({ state: 'detached' })
    expect(docker('images', '--quiet', reference)).not.toBe('')
  })

  it('says why an image cannot be pulled, and keeps what was filled in', async () => {
    await page
      .getByRole('region', { name: /^What/ })
      .getByRole('button', { name: /^Pull…/ })
      .click()
    const form = dialog('Pull an image')
    await form.getByRole('textbox', { name: /^Image/ }).fill(`${registry.address}/team/none:1`)
    await form.getByRole('button', { name: 'Pull', exact: true }).click()
    await form.getByText(/^The registry has no/).waitFor()
    await form.getByRole('button', { name: 'Cancel', exact: true }).click()
  })

  it('logs out again, and has had the password in no answer and complained of nothing', async () => {
    await page.getByRole('button', { name: `Log out of ${registry.address}` }).click()
    await page.getByRole('listitem').filter({ hasText: registry.address }).waitFor({ state: 'detached' })
    expect(answers.length).toBeGreaterThan(0)
    expect(answers.filter((answer) => answer.includes(password))).toEqual([])
    const kept = await page.evaluate<string>('JSON.stringify([localStorage, sessionStorage]) + document.body.outerHTML')
    expect(kept).not.toContain(password)
    expect(watched.complaints).toEqual([])
  })
})
