import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createHome } from '../support/cli.ts'
import { copyPng, copyText } from '../support/copies.ts'
import {
  findAccessibilityProblems,
  forEachLook,
  measureSidewaysOverflow,
  openApp,
  reloadApp,
  type WatchedPage,
} from '../support/page.ts'
import { createProbeContainers, type ProbeContainers } from '../support/probeContainers.ts'
import { launchChromium, type ServedApp, serveApp } from '../support/served.ts'

/*
 * The Live page on the machine's own Docker, with containers that a user made. One story: each step goes on from the one
 * before. What else exists on the machine is neither counted nor touched.
 */
const unique = `isolive${process.pid}`
const [first, second] = [`${unique}-a`, `${unique}-b`] as const

const home = createHome()
let containers: ProbeContainers
let app: ServedApp
let browser: Browser
let watched: WatchedPage
let page: Page
/** Of the page's connection. */
const frames = { sent: 0, received: 0 }

const rowOf = (name: string) => page.getByRole('row', { name: new RegExp(name) })

beforeAll(async () => {
  containers = createProbeContainers(unique)
  app = await serveApp({ ISOSCOPE_HOME: home.path })
  browser = await launchChromium()
  watched = await openApp(browser, app)
  page = watched.page
  page.setDefaultTimeout(10_000)
  // Signed in: a reload finds its token again, and its connection is seen from the beginning.
  await page.getByRole('button', { name: /^Docker.*: ready/ }).waitFor({ timeout: 60_000 })
  page.on('websocket', (socket) => {
    socket.on('framesent', () => {
      frames.sent++
    })
    socket.on('framereceived', () => {
      frames.received++
    })
  })
  await reloadApp(page)
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
  containers?.remove()
  home.remove()
})

it('shows containers as soon as somebody makes them, with figures that begin as dashes', async () => {
  await page.getByRole('button', { name: 'Live', exact: true }).click()
  await page.getByLabel('Search instances').fill(unique)
  await page.getByText(/Nothing has/).waitFor()
  containers.run(first)
  containers.run(second)
  await rowOf(first).waitFor()
  await rowOf(second).waitFor()
  await rowOf(first)
    .getByText(/\d\u00a0%/)
    .waitFor()
  await rowOf(first)
    .getByText(/\d\u00a0[KM]iB$/)
    .first()
    .waitFor()
  expect(await rowOf(first).textContent()).toContain('yours')
})

it('stops one from its menu', async () => {
  await page.getByRole('button', { name: `Actions of ${first}` }).click()
  await page.getByRole('menuitem', { name: 'Stop', exact: true }).click()
  await rowOf(first).getByText('stopped').waitFor()
  await page.getByText(`Stopped ${first}`, { exact: true }).waitFor()
  expect(containers.states()).toMatchObject({ [first]: 'exited', [second]: 'running' })
})

it('starts it again by keyboard alone', async () => {
  await rowOf(second).focus()
  await page.keyboard.press('ArrowUp')
  await page.locator('[data-row]:focus').filter({ hasText: first }).waitFor()
  await page.keyboard.press('Shift+F10')
  const start = page.getByRole('menuitem', { name: 'Start', exact: true })
  await start.waitFor()
  await page.locator('[role=menu]:focus-within').waitFor()
  await expect
    .poll(async () => {
      await page.keyboard.press('ArrowDown')
      return page.evaluate('document.activeElement.textContent')
    })
    .toBe('Start')
  await page.keyboard.press('Enter')
  await rowOf(first).getByText('running').waitFor()
  expect(containers.states()).toMatchObject({ [first]: 'running' })
})

it('shows details, disk and the log of the row that Enter is pressed on', async () => {
  await rowOf(first).focus()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: first })
  await drawer
    .getByText(/ISOSCOPE READY/)
    .first()
    .waitFor()
  await drawer.getByText('returns when it is removed').waitFor()
  await drawer.getByText('PSS', { exact: true }).waitFor()
  // A favourite is one of the tray's, which a browser has not.
  expect(await drawer.getByRole('button', { name: 'Favourite' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
  await page.locator('[data-row]:focus').filter({ hasText: first }).waitFor()
})

it('renames one, and only to what is a name', async () => {
  await page.getByRole('button', { name: `Actions of ${first}` }).click()
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  const dialog = page.getByRole('dialog', { name: `Rename ${first}` })
  await dialog.getByLabel('New name').fill('-no name')
  await dialog.getByText('This is not a name.').waitFor()
  await expect.poll(() => dialog.getByRole('button', { name: 'Rename' }).isDisabled()).toBe(true)
  await dialog.getByLabel('New name').fill(`${first}-2`)
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await rowOf(`${first}-2`).waitFor()
  expect(Object.keys(containers.states())).toContain(`${first}-2`)
})

it('says why something could not be done, with what to do about it', async () => {
  await page.getByRole('button', { name: `Actions of ${second}` }).click()
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('New name').fill(`${first}-2`)
  await dialog.getByRole('button', { name: 'Rename' }).click()
  const alert = page.getByRole('alert').filter({ hasText: `${second} could not be renamed` })
  await alert.waitFor()
  await alert.getByRole('button', { name: 'Put away' }).click()
  await alert.waitFor({ state: 'hidden' })
})

it('takes the totals out as a picture and as numbers, with the table behind them', async () => {
  await watched.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  expect(await copyText(page, 'Memory', 'CSV')).toMatch(
    /^time,[\w,]*docker_memory_bytes[\w,]*\r?\n(?:[\s\S]*\n)?20\d\d-[\dT:-]+\.000Z,[\d.,]*[1-9]\d{4}/,
  )
  const svg = await copyText(page, 'CPU, share of one core', 'SVG')
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/)
  expect(svg).toMatch(/>CPU, share of one core, stacked, \d+ \w+ 20\d\d, \d\d:\d\d–/)
  expect(svg).toContain('>Docker</text>')
  expect(svg).not.toMatch(/var\(|class=/)
  expect((await copyPng(page, 'CPU, share of one core')).width).toBe(1504)
  await page.getByRole('button', { name: 'Show as a table' }).click()
  const table = page.getByRole('region', { name: /^Memory: means per minute/ })
  await table.getByRole('columnheader', { name: 'Docker' }).waitFor()
  await table
    .getByRole('cell', { name: /\d\s[KMG]iB$/ })
    .first()
    .waitFor()
  expect(await copyText(page, 'Memory', 'Markdown')).toMatch(/^### Memory: means per minute.*\n\n\| From \|.*Docker/)
  await page.getByRole('button', { name: 'Show as lines' }).click()
})

it('shows the last 24 hours as means of minutes, and says since when there are any', async () => {
  await page.getByRole('radiogroup', { name: 'How far back' }).getByText('24 hours').click()
  await page.getByRole('figure', { name: /^Memory of all, last 24 hours: \d/ }).waitFor()
  await page.getByText(/^Since \d\d:\d\d: kept while Isoscope runs/).waitFor()
  const [, ...minutes] = (await copyText(page, 'Memory', 'CSV')).trim().split(/\r?\n/)
  expect(minutes.length).toBeGreaterThan(0)
  for (const minute of minutes) expect(minute).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:00\.000Z,[\d.,]+$/)
})

it('has no serious accessibility problem and does not scroll sideways, in both themes', async () => {
  await forEachLook(page, async () => {
    expect(await measureSidewaysOverflow(page)).toBe(0)
    expect(
      await page.evaluate(
        '(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector("[role=treegrid]"))',
      ),
    ).toBe(0)
    expect(await findAccessibilityProblems(page)).toEqual([])
  })
})

it('asks nothing and hears nothing while the page is hidden, the 24 hours included, and goes on when it is seen again', async () => {
  await setVisibility('hidden')
  await page.waitForTimeout(1_000)
  const before = { ...frames }
  await page.waitForTimeout(3_000)
  expect(frames).toEqual(before)
  await setVisibility('visible')
  await expect.poll(() => frames.received, { timeout: 15_000 }).toBeGreaterThan(before.received)
  await rowOf(second)
    .getByText(/\d\u00a0%/)
    .waitFor()
})

it('reads nothing of it on another page', async () => {
  const samples = frames.received
  await page.waitForTimeout(2_500)
  const live = frames.received - samples
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await page.waitForTimeout(500)
  const left = frames.received
  await page.waitForTimeout(2_500)
  // The app's own cost goes on in the status bar.
  expect(frames.received - left).toBeLessThan(live)
  await page.goBack()
  await rowOf(second).waitFor()
})

it('removes many at once, after naming them, whose they are and what returns', async () => {
  await page.getByRole('checkbox', { name: `Tick ${first}-2` }).click()
  // What a search hides is not meant.
  await page.getByLabel('Search instances').fill(second)
  await rowOf(`${first}-2`).waitFor({ state: 'detached' })
  expect(await page.getByRole('toolbar').count()).toBe(0)
  await page.getByLabel('Search instances').fill(unique)
  await rowOf(second).focus()
  await page.keyboard.press('Space')
  const bar = page.getByRole('toolbar', { name: 'Actions on what is ticked' })
  await bar.getByText('2 selected').waitFor()
  await bar.getByRole('button', { name: 'Remove…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove 2 instances?' })
  await dialog.getByText('None of them was made by Isoscope.').waitFor()
  await dialog.getByText(/\d\u00a0([KM]i)?B of disk return/).waitFor()
  for (const name of [`${first}-2`, second]) await dialog.getByText(name).waitFor()
  expect(await findAccessibilityProblems(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(Object.keys(containers.states())).toHaveLength(2)
  await bar.getByRole('button', { name: 'Remove…' }).click()
  await dialog.getByRole('button', { name: 'Remove all 2' }).click()
  await page.getByText(/^Removed all 2, .*returned$/).waitFor()
  await page.getByText(/Nothing has/).waitFor()
  expect(containers.states()).toEqual({})
})

it('keeps what was done among the activities, with how it ended', async () => {
  await page.getByRole('button', { name: 'Activities: none going on' }).click()
  const list = page.getByRole('list', { name: 'Activities' })
  await list.getByText(`Remove ${second}`, { exact: true }).waitFor()
  const removed = list.getByRole('listitem').filter({ hasText: `Remove ${second}` })
  expect(await removed.textContent()).toMatch(/done · .*returned/)
  const failed = list.getByRole('listitem').filter({ hasText: `Rename ${second}` })
  expect(await failed.textContent()).toContain('failed')
  await page.keyboard.press('Escape')
})

it('never broke the content security policy and logged no error', () => {
  expect(watched.complaints).toEqual([])
})

function setVisibility(state: 'hidden' | 'visible'): Promise<unknown> {
  return page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true })
    Object.defineProperty(document, 'hidden', { value: ${state === 'hidden'}, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))`)
}
