import { readFile } from 'node:fs/promises'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runSchema } from '../../main/contract/run.ts'
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
import { launchChromium, type ServedApp, serveApp } from '../support/served.ts'
import { seedRuns } from '../support/storeRuns.ts'

/*
 * History in a real browser on a store of finished runs: Docker is upgraded before the third one and slower from then on. One
 * story: each step goes on from the one before.
 */
const runs = [1, 2, 3, 4].map((number) => {
  const run = finishedRun({ number, dockerFactor: number < 3 ? 1 : 1.4 })
  const docker = { version: number < 3 ? '20.10' : '24.0' }
  return {
    ...run,
    startedAt: new Date(Date.UTC(2026, 0, number, 3, 4)).toISOString(),
    environment: { ...run.environment, engines: { docker } },
  }
})
const cancelled = { ...finishedRun({ number: 5, rounds: 1 }), status: 'cancelled' as const, endedBy: 'cancel' as const }
const ids = runs.map(({ id }) => id)

const home = createHome()
let app: ServedApp
let browser: Browser
let watched: WatchedPage
let page: Page

beforeAll(async () => {
  seedRuns(home.path, [...runs, { ...cancelled, startedAt: '2026-01-05T03:04:00.000Z' }])
  app = await serveApp({ ISOSCOPE_HOME: home.path, TZ: 'UTC' })
  browser = await launchChromium()
  watched = await openApp(browser, app)
  page = watched.page
  page.setDefaultTimeout(30_000)
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
  home.remove()
})

/** The row of the run that began on this day of January. */
const row = (day: number): Locator => page.getByRole('row', { name: new RegExp(`\\b${day} Jan 2026`) })
const listed = () => page.getByRole('grid', { name: 'Runs' }).locator('tbody tr').count()

/** As it stands, in both themes and at the smallest size. */
async function expectSound(): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width: 1024, height: 700 })
    // Until colours have changed.
    await page.waitForTimeout(300)
    expect(await measureSidewaysOverflow(page)).toBe(0)
    expect(await findAccessibilityProblems(page)).toEqual([])
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

it('lists every run, the newest first, from the link below the recent ones', async () => {
  await page.getByRole('button', { name: 'All runs' }).click()
  await page.getByRole('heading', { name: 'History' }).waitFor()
  await row(5).waitFor()
  expect(await listed()).toBe(5)
  expect(await page.locator('tbody tr').first().textContent()).toContain('5 Jan 2026')
  await expectSound()
})

it('filters by words, by contender and by status', async () => {
  await page.getByLabel('With the status').selectOption('cancelled')
  await expect.poll(listed).toBe(1)
  await page.getByLabel('With the status').selectOption('')
  await page.getByLabel('Find runs').fill('3 jan')
  await expect.poll(listed).toBe(1)
  await page.getByLabel('Find runs').fill('no such words')
  await page.getByText('No run is like that.').waitFor()
  await page.getByLabel('Find runs').fill('')
  await page.getByLabel('With the contender').selectOption('docker:python')
  await expect.poll(listed).toBe(5)
  await page.getByLabel('With the contender').selectOption('')
})

it('keeps a note, also over a reload, and finds the run by it', async () => {
  await row(3)
    .getByRole('button', { name: /^Add a note/ })
    .click()
  await page.getByRole('textbox', { name: /^Note on/ }).fill('after the upgrade of Docker')
  await page.keyboard.press('Enter')
  await row(3).getByText('after the upgrade of Docker').waitFor()
  await reloadApp(page)
  await row(3).getByText('after the upgrade of Docker').waitFor()
  await page.getByLabel('Find runs').fill('UPGRADE')
  await expect.poll(listed).toBe(1)
  await page.getByLabel('Find runs').fill('')
})

it('drops what was typed when Escape is pressed', async () => {
  await row(3)
    .getByRole('button', { name: /^Change the note/ })
    .click()
  await page.getByRole('textbox', { name: /^Note on/ }).fill('never mind')
  await page.keyboard.press('Escape')
  await row(3).getByText('after the upgrade of Docker').waitFor()
})

it('compares two: what else is not the same first, then the shift with its verdict', async () => {
  await row(2).getByRole('checkbox').check()
  await expect.poll(() => page.getByRole('button', { name: 'Compare the two' }).isDisabled()).toBe(true)
  await row(3).getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Compare the two' }).click()
  const alert = page.getByRole('alert')
  await alert.getByText(/docker: version: 20\.10 → 24\.0/).waitFor()
  const changed = page.getByRole('row', { name: /docker Start-up, probe/ })
  expect((await changed.textContent())?.replaceAll('\u00a0', ' ')).toMatch(
    /\+9\d\.\d ms[\s\S]*\+40\.0 %[\s\S]*significant/,
  )
  expect(await page.getByRole('row', { name: /host Start-up, probe/ }).textContent()).toContain('no difference')
  await page.getByRole('switch', { name: 'Only significant changes' }).check()
  expect(await page.getByRole('row', { name: /host Start-up, probe/ }).count()).toBe(0)
  await expectSound()
  await page.getByRole('button', { name: 'Back to the runs' }).click()
  await expect.poll(() => row(2).getByRole('checkbox').isChecked()).toBe(true)
})

it('draws a figure over the runs with the upgrade marked, and its numbers as a table and as CSV', async () => {
  await page.getByRole('tab', { name: 'Trend' }).click()
  const chart = page.getByRole('img', { name: 'Start-up, probe' })
  await chart.getByText('Docker 24.0', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Show as a table' }).click()
  const figures = page.getByRole('table', { name: 'The figures of the chart' })
  expect(await figures.locator('tbody tr').count()).toBe(4)
  expect(await figures.getByRole('row', { name: /3 Jan 2026/ }).textContent()).toContain('Docker: 20.10 → 24.0')
  await watched.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const csv = await copyText(page, 'the trend', 'CSV')
  expect(csv).toMatch(/^run,started,contender,median,low,high,unit,engine_version\r?\n/)
  expect(csv).toMatch(new RegExp(`${ids[2]},2026-01-03T03:04:00.000Z,docker,32\\d[.\\d]*,[.\\d]+,[.\\d]+,ms,24.0`))
  expect(await copyText(page, 'the trend', 'Markdown')).toMatch(
    /\| 3 Jan 2026, 03:04 \|.*32\d\u00a0ms \(.*\| Docker: 20\.10 → 24\.0 \|/,
  )
  const svg = await copyText(page, 'the trend', 'SVG')
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/)
  expect(svg).toContain('>Docker 24.0</text>')
  expect(svg).not.toMatch(/var\(|class=/)
  expect((await copyPng(page, 'the trend')).width).toBe(1504)
  await expectSound()
  await page.getByLabel('Figure', { exact: true }).selectOption({ label: 'Deployment, caches empty' })
  await page.getByText(/No completed run has this figure/).waitFor()
  await page.getByRole('tab', { name: 'Runs' }).click()
})

it('saves a run as a file that is the run', async () => {
  await row(1)
    .getByRole('button', { name: /^Actions/ })
    .click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^JSON/ }).click(),
  ])
  expect(download.suggestedFilename()).toBe(`isoscope-${ids[0]}.json`)
  const saved = runSchema.parse(JSON.parse(await readFile(await download.path(), 'utf8')))
  expect(saved).toEqual(runs[0])
})

it('goes through the runs with the keyboard alone: arrows, Space, and Delete to a question that Escape leaves', async () => {
  await page.getByLabel('With the status').focus()
  // Past the buttons and the box that ticks all, to the row that was used last.
  for (let stop = 0; stop < 6 && !(await isFocused(row(1))); stop++) await page.keyboard.press('Tab')
  expect(await isFocused(row(1))).toBe(true)
  await page.keyboard.press('Home')
  expect(await isFocused(row(5))).toBe(true)
  await page.keyboard.press('End')
  expect(await isFocused(row(1))).toBe(true)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Space')
  expect(await row(2).getByRole('checkbox').isChecked()).toBe(false)
  await page.keyboard.press('Delete')
  await page.getByRole('dialog', { name: 'Delete 1 run?' }).waitFor()
  await expectSound()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await listed()).toBe(5)
  await expect.poll(() => isFocused(row(2))).toBe(true)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Compare', exact: true }).waitFor()
  await page.getByRole('heading', { name: /^2 Jan 2026/ }).waitFor()
  await page.goBack()
})

it('deletes in a second step that says what goes and how much returns, and brings it back', async () => {
  // The two that are compared stay ticked; the run that is shown on Compare is among those that go.
  await row(2).getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Delete…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete 2 runs?' })
  await dialog.getByText(/2 Jan 2026.*host, venv, docker/).waitFor()
  expect(await dialog.getByText('after the upgrade of Docker').count()).toBe(1)
  await dialog.getByText(/about \d[\d.]*\s[KM]iB/).waitFor()
  await dialog.getByRole('button', { name: 'Delete 2 runs' }).click()
  await page.getByText(/^2 runs deleted\./).waitFor()
  await expect.poll(listed).toBe(3)
  // The keyboard goes on at the way back, and from there in the rows.
  await expect.poll(() => isFocused(page.getByRole('button', { name: 'Undo' }))).toBe(true)
  await page.keyboard.press('Enter')
  await expect.poll(listed).toBe(5)
  await expect.poll(() => page.locator('[role=grid] tr:focus').count()).toBe(1)
  await row(3).getByText('after the upgrade of Docker').waitFor()
})

it('teaches what it is for when the last run is gone', async () => {
  await page.getByRole('checkbox', { name: 'Tick all that are shown' }).check()
  await page.getByRole('button', { name: 'Delete…' }).click()
  await page.getByRole('button', { name: 'Delete 5 runs' }).click()
  await page.getByRole('heading', { name: 'No run yet' }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).waitFor()
  await expectSound()
})

it('never broke the content security policy and logged no error', () => {
  expect(watched.complaints).toEqual([])
})

function isFocused(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element === element.ownerDocument.activeElement)
}
