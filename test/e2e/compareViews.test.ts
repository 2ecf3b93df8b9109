import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createHome } from '../support/cli.ts'
import { copyPng, copyText } from '../support/copies.ts'
import { finishedRun } from '../support/finishedRun.ts'
import {
  findAccessibilityProblems,
  measureSidewaysOverflow,
  openApp,
  reloadApp,
  type WatchedPage,
} from '../support/page.ts'
import { seedRun } from '../support/seedRun.ts'
import { launchChromium, type ServedApp, serveApp } from '../support/served.ts'

/* The views of one stored run, in a real browser. Texts in it are hostile: engines print what they like. */
const home = createHome()
let app: ServedApp
let browser: Browser
let watched: WatchedPage
let page: Page

beforeAll(async () => {
  seedRun(home.path, finishedRun())
  app = await serveApp({ ISOSCOPE_HOME: home.path })
  browser = await launchChromium()
  watched = await openApp(browser, app)
  page = watched.page
  await watched.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('table').first().waitFor({ timeout: 60_000 })
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
  home.remove()
})

async function openView(name: string): Promise<void> {
  await page.getByRole('radiogroup', { name: 'How to look at the run' }).getByText(name, { exact: true }).click()
}

it('says in sentences which starts fastest and what Docker costs in memory', async () => {
  const says = page.getByRole('region', { name: 'What this says' })
  await says
    .getByText(/^Python venv starts fastest, in 714\u00a0µs\. To compare: the bare host 704\u00a0µs, Docker/)
    .waitFor()
  await says.getByText(/^Each further one takes: Docker 2\.53\u00a0MiB\. Once, .* Docker 87\.7\u00a0MiB\.$/).waitFor()
})

it('grades a figure beside its number, with limits and reasons on focus', async () => {
  const cell = page
    .getByRole('row', { name: /^Start-up, probe/ })
    .getByRole('cell')
    .nth(2)
  await cell.getByText('MEDIUM LOW').focus()
  await page
    .getByRole('tooltip')
    .getByText(/feels immediate/)
    .waitFor()
  await page.keyboard.press('Tab')
})

it('has the next comparison in one line beside a run, opens it by the keyboard, and remembers that', async () => {
  const form = page.getByRole('region', { name: 'What to compare' })
  await form.getByText(/^quick, 10 rounds, the basics · Host, Python venv/).waitFor()
  expect(await page.getByLabel('Rounds', { exact: true }).count()).toBe(0)
  await form.getByRole('button', { name: 'Change the next comparison' }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Rounds', { exact: true }).fill('7')
  await page.getByLabel('Minutes at most').fill('5')
  await form.getByText(/^7 rounds after the warm-up, no further one after/).waitFor()
  await reloadApp(page)
  await page.getByLabel('Rounds', { exact: true }).waitFor()
  await form.getByRole('button', { name: 'Fold the next comparison' }).focus()
  await page.keyboard.press('Enter')
  await form.getByText(/^quick, 10 rounds, the basics/).waitFor()
})

it('has the facts of the run in two lines at 1024 px, and all of them behind a button, by the keyboard', async () => {
  await page.setViewportSize({ width: 1024, height: 700 })
  const facts = page.getByRole('list').filter({ hasText: '10 of 10 rounds' })
  expect((await facts.boundingBox())?.height).toBeLessThanOrEqual(42)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'About this run' }).focus()
  await page.keyboard.press('Enter')
  const about = page.getByRole('dialog', { name: 'About this run' })
  await about.getByText('10 of 10, interleaved, seed 7').waitFor()
  await page.locator('[role=dialog]:focus-within').waitFor()
  await page.keyboard.press('Escape')
  await about.waitFor({ state: 'hidden' })
})

it('moves along the rows by the arrow keys', async () => {
  await page.getByRole('button', { name: /^Start-up, probe/ }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const third = page.getByRole('button', { name: /^CPU cost/ }).first()
  await expect.poll(() => third.getAttribute('aria-expanded')).toBe('true')
})

it('recommends by somebody’s own weights, moved by the keyboard', async () => {
  const says = page.getByRole('region', { name: 'What this says' })
  await says.getByRole('combobox', { name: 'Recommended for' }).click()
  await page.getByRole('option', { name: 'Your own weights' }).click()
  await says.getByRole('slider', { name: 'time to start' }).focus()
  await page.keyboard.press('ArrowLeft')
  await says.getByText(/counted on \d+ % of the weight/).waitFor()
})

it('shows what each fact of isolation means, contender by contender', async () => {
  await openView('Isolation')
  const row = page.getByRole('row', { name: /^Same kernel/ })
  await row.waitFor()
  expect(await row.getByRole('cell').count()).toBe(5)
  await page.getByText('root (stated: the manual)').waitFor()
})

it('draws a round in its order, another when it is picked', async () => {
  await openView('Timeline')
  await page.getByLabel('Round', { exact: true }).selectOption('Warm-up')
  await page.getByRole('img', { name: 'Warm-up round' }).waitFor()
})

it('draws every start-up, the warm-up hollow', async () => {
  await openView('Charts')
  const chart = page.getByRole('img', { name: 'Start-up, probe: every round' })
  await chart.waitFor()
  // Host, venv, docker and qemu, a warm-up and ten rounds each.
  expect(await chart.locator('g > title').count()).toBe(44)
  expect(await chart.locator('g > path[fill="var(--iso-panel)"]').count()).toBe(4)
})

it('draws two charts abreast in a wide window, with letters as large as in one column', async () => {
  const charts = page.locator('main svg[role="img"][viewBox]')
  const lefts = async () => {
    const boxes = await Promise.all([charts.nth(0).boundingBox(), charts.nth(1).boundingBox()])
    return boxes.map((box) => box?.x ?? 0)
  }
  const [left = 0, right = 0] = await lefts()
  expect(right - left).toBeGreaterThan(400)
  await page.setViewportSize({ width: 1024, height: 700 })
  await expect.poll(async () => new Set(await lefts()).size).toBe(1)
  const drawn = await charts.first().getAttribute('viewBox')
  expect((await charts.first().boundingBox())?.width).toBeCloseTo(Number(drawn?.split(' ')[2]), 0)
  await page.setViewportSize({ width: 1440, height: 900 })
})

it('shows the table behind a chart', async () => {
  await page.getByRole('button', { name: 'Show as table' }).first().click()
  const row = page.getByRole('row', { name: /^Docker 23/ }).first()
  expect(await row.textContent()).toMatch(/1 an outlier, kept/)
})

it('copies a chart as SVG that needs nothing from outside, and as PNG', async () => {
  const svg = await copyText(page, 'Start-up, probe: every round', 'SVG')
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/)
  expect(svg).not.toMatch(/var\(|class=|<script/)
  expect((await copyPng(page, 'Start-up, probe: every round')).width).toBe(1504)
})

it('copies the table behind a chart as CSV and as Markdown', async () => {
  expect(await copyText(page, 'Start-up, probe: every round', 'CSV')).toMatch(
    /^,median,95 % interval,warm-up,samples\r?\nHost,/,
  )
  expect(await copyText(page, 'Start-up, probe: every round', 'Markdown')).toMatch(
    /^### Median and samples\n\n\| {2}\| median \|/,
  )
})

it('saves a file where the clipboard refuses', async () => {
  await watched.context.clearPermissions()
  await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("no"))')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Copy as… Start-up, probe: every round' }).click()
  await page.getByRole('menuitem', { name: 'SVG', exact: true }).click()
  expect((await download).suggestedFilename()).toBe('rounds-startup.svg')
})

const views = ['Table', 'Charts', 'Isolation', 'Timeline']

it.each(views)('%s fits 1024×700 and has no serious accessibility problem, in both themes', async (view) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  await openView(view)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.waitForTimeout(300)
    expect(await measureSidewaysOverflow(page)).toBe(0)
    expect(await findAccessibilityProblems(page, 'main')).toEqual([])
  }
})

it('never broke the content security policy and logged no error', () => {
  expect(watched.complaints).toEqual([])
})
