import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createHome } from '../support/cli.ts'
import { findLeftovers } from '../support/leftovers.ts'
import { forEachLook, measureSidewaysOverflow, openApp, reloadApp, type WatchedPage } from '../support/page.ts'
import { takePictures } from '../support/pictures.ts'
import { launchChromium, type ServedApp, serveApp } from '../support/served.ts'
import { linkSharedCache } from '../support/sharedCache.ts'

/*
 * The page in a real browser, served by `isoscope serve`, on real engines. One story: each step goes on from the one before.
 * With SCREENSHOTS=1 the pictures of docs/screenshots are made anew, from six rounds of everything (a quarter of an hour).
 */
const wantsPictures = process.env.SCREENSHOTS === '1'
const rounds = wantsPictures ? '6' : '2'
const patience = wantsPictures ? 3_600_000 : 900_000
const longWait = { timeout: patience }

const home = createHome()
let app: ServedApp
let browser: Browser
let watched: WatchedPage
let page: Page

beforeAll(async () => {
  linkSharedCache(home.path)
  app = await serveApp({ ISOSCOPE_HOME: home.path })
  browser = await launchChromium()
  watched = await openApp(browser, app)
  page = watched.page
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
  home.remove()
})

it('shows each engine as ready, found by itself', async () => {
  for (const engine of ['Docker', 'QEMU', 'venv']) {
    await page.getByRole('button', { name: new RegExp(`^${engine}.*: ready`) }).waitFor(longWait)
  }
})

it('shows what an engine is and its facts behind its chip', async () => {
  await page.getByRole('button', { name: /^Docker.*: ready/ }).click()
  const facts = page.getByText('unix:///var/run/docker.sock')
  await facts.waitFor()
  await page.locator('[role=dialog]:focus-within').waitFor()
  await page.keyboard.press('Escape')
  await facts.waitFor({ state: 'hidden' })
})

it(
  'runs a comparison, and resumes its progress after a reload in the middle',
  async () => {
    await page.getByLabel('Rounds', { exact: true }).fill(rounds)
    // A server takes longer to start than all of these together.
    await page.getByRole('checkbox', { name: 'JupyterHub server' }).uncheck({ force: true })
    if (wantsPictures) await page.locator('label').getByText('Everything', { exact: true }).click()
    await page.getByRole('button', { name: 'Run comparison' }).click()
    await page.getByRole('heading', { name: 'Warm-up round' }).waitFor(longWait)
    await reloadApp(page)
    await page.getByRole('heading', { name: /^(Warm-up round|Round \d+ of)/ }).waitFor(longWait)
    await page.getByRole('button', { name: 'Cancel' }).waitFor()
  },
  patience,
)

it(
  'shows the table so far after the first round, without verdicts',
  async () => {
    await page.getByRole('heading', { name: /^So far, 1 of/ }).waitFor(longWait)
    const row = page.getByRole('region', { name: 'Result so far' }).getByRole('row', { name: /^Start-up, probe/ })
    expect(await row.textContent()).toMatch(/1\u00a0sample: no interval/)
  },
  patience,
)

it(
  'shows the table of the finished comparison, every contender with its start-up',
  async () => {
    await page.getByRole('region', { name: 'Result', exact: true }).waitFor(longWait)
    // The lecture's table, below, has columns of the same names.
    const table = page.getByRole('region', { name: 'Result', exact: true }).getByRole('table').first()
    for (const title of ['Host', 'Python venv', 'Docker', 'QEMU virtual machine']) {
      expect(await table.getByRole('columnheader', { name: new RegExp(title) }).count()).toBe(1)
    }
    const cells = page.getByRole('row', { name: /^Start-up, probe/ }).getByRole('cell')
    expect(await cells.count()).toBe(4)
    for (const text of await cells.allInnerTexts()) expect(text).toMatch(/\d\u00a0(µs|ms|s)/)
  },
  patience,
)

it('shows the same table from the store after a reload', async () => {
  const table = page.getByRole('region', { name: 'Result', exact: true }).getByRole('table').first()
  const before = await table.textContent()
  await reloadApp(page)
  await table.waitFor()
  expect(await table.textContent()).toBe(before)
})

it('fits 1024×700 without scrolling sideways, in both themes', async () => {
  await forEachLook(page, async () => {
    expect(await measureSidewaysOverflow(page)).toBe(0)
  })
  if (wantsPictures) await takePictures(page)
}, 300_000)

it('cancels a comparison in the middle and leaves nothing', async () => {
  await page.getByRole('button', { name: 'Change the next comparison' }).click()
  await page.getByLabel('Rounds', { exact: true }).fill('50')
  await page.getByRole('button', { name: 'Run comparison' }).click()
  await page.getByRole('heading', { name: 'Warm-up round' }).waitFor(longWait)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Run comparison' }).waitFor(longWait)
  expect(await findLeftovers()).toEqual([])
}, 300_000)

it('never broke the content security policy and logged no error', () => {
  expect(watched.complaints).toEqual([])
})

it('is of no use to somebody with the address alone', async () => {
  const other = await browser.newContext()
  const stranger = await other.newPage()
  await stranger.goto(new URL('/', app.openUrl).href)
  await stranger
    .getByText(/isoscope serve/)
    .first()
    .waitFor()
  expect(await stranger.getByRole('table').count()).toBe(0)
  await other.close()
})
