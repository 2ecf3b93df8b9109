import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPaths } from '../../main/os/paths.ts'
import { openStore } from '../../main/store/store.ts'
import { createHome } from '../support/cli.ts'
import { findLeftovers } from '../support/leftovers.ts'
import {
  findAccessibilityProblems,
  measureSidewaysOverflow,
  openApp,
  openPalette,
  reloadApp,
  runCommand,
  showTheme,
  type WatchedPage,
} from '../support/page.ts'
import { exampleRun } from '../support/runExample.ts'
import { launchChromium, type ServedApp, type ServedProcess, serveApp } from '../support/served.ts'
import { bringProgramsBack, hidePrograms } from '../support/withoutPrograms.ts'

/* The shell with its pages in a real browser, from the first run on; engines are real. One story: each step goes on from the one before. */

const longWait = { timeout: 120_000 }
/** Below the time of a test, so that a step says what it waited for. */
const shortWait = 10_000
const pageTitles = ['Compare', 'History', 'Live', 'Environments', 'Machines', 'Hub', 'Engines', 'Settings']
const home = createHome()
let app: ServedApp
let browser: Browser
let watched: WatchedPage
let page: Page
/** Messages on the page's sockets, both ways. */
let frames = 0

beforeAll(async () => {
  app = await serveApp({ ISOSCOPE_HOME: home.path })
  browser = await launchChromium()
  watched = await openApp(browser, app)
  page = watched.page
  page.setDefaultTimeout(shortWait)
  page.on('websocket', (socket) => {
    for (const event of ['framesent', 'framereceived'] as const) socket.on(event as 'framesent', () => frames++)
  })
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
  home.remove()
})

const isFocused = (selector: string) => page.locator(`${selector}:focus`).waitFor()
const readScheme = () => page.locator('html').getAttribute('data-mantine-color-scheme')
const openByClick = async (title: string) => {
  await page.getByRole('navigation').getByRole('button', { name: title }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

it('welcomes somebody new with the engines found here, and what a first comparison takes', async () => {
  const welcome = page.getByRole('region', { name: 'What does isolation cost on this machine?' })
  await welcome
    .getByText(/^ready, /)
    .nth(2)
    .waitFor(longWait)
  expect(await welcome.getByRole('listitem').count()).toBeGreaterThanOrEqual(3)
  expect(await welcome.textContent()).toMatch(/10 rounds, about (four minutes|a minute)/)
  expect(await welcome.textContent()).toContain('everything it creates is removed afterwards')
})

it('does not welcome again who has closed it', async () => {
  await page.getByRole('button', { name: 'Close the welcome' }).click()
  await page.getByRole('heading', { name: 'No comparison yet' }).waitFor()
  await reloadApp(page)
  await page.getByRole('heading', { name: 'No comparison yet' }).waitFor()
  expect(await page.getByRole('button', { name: 'Close the welcome' }).count()).toBe(0)
})

it('lets the keyboard skip to the page', async () => {
  await page.keyboard.press('Tab')
  await isFocused('button:has-text("Skip to the page")')
  await page.keyboard.press('Enter')
  await isFocused('main')
})

it('goes to a page by the palette, without a mouse, and to its heading', async () => {
  await runCommand(page, 'go to engi')
  await isFocused('h1:has-text("Engines")')
  expect(await page.title()).toBe('Engines · Isoscope')
  expect(new URL(page.url()).search).toBe('?page=engines')
})

it('takes what is typed right after the keys that open the palette', async () => {
  const focused = await page.evaluate<string | null>(`(async () => {
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true }),
    )
    await null
    return document.activeElement?.getAttribute('aria-label') ?? null
  })()`)
  expect(focused).toBe('Command')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Commands' }).waitFor({ state: 'hidden' })
})

it('gives the focus back when the palette is closed without a choice', async () => {
  await page.getByRole('button', { name: 'Check all again' }).focus()
  await openPalette(page)
  await page.keyboard.press('Escape')
  await isFocused('button:has-text("Check all again")')
})

it('tests an engine for real: venv starts, and nothing is left of it', async () => {
  await page.getByRole('button', { name: 'Test it: venv' }).click()
  await page.getByText(/It works: Python venv was there after/).waitFor(longWait)
  await page.getByText('nothing left behind ✓').waitFor()
  expect(await findLeftovers()).toEqual([])
})

it('keeps settings over a reload, and is painted in the chosen theme from the first frame on', async () => {
  await openByClick('Settings')
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByText('Light', { exact: true }).click()
  await page.getByText('MB (1,000,000)').click()
  await page.getByLabel('Rounds to begin with').fill('7')
  await page.keyboard.press('Enter')
  await page.getByLabel('Minutes at most to begin with').fill('5')
  await page.keyboard.press('Enter')
  await page.getByText(/memory \S+ \/ \S+\sGB/).waitFor()
  await page.addInitScript(`requestAnimationFrame(() => {
    document.documentElement.dataset.first = document.querySelector('meta[name=color-scheme]').content
  })`)
  await reloadApp(page)
  await page.getByText(/memory \S+ \/ \S+\sGB/).waitFor()
  expect(await page.locator('html').getAttribute('data-first')).toBe('light')
  expect(await readScheme()).toBe('light')
  expect(await page.getByLabel('Rounds to begin with').inputValue()).toBe('7')
  await openByClick('Compare')
  expect(await page.getByLabel('Rounds', { exact: true }).inputValue()).toBe('7')
  expect(await page.getByLabel('Minutes at most', { exact: true }).inputValue()).toBe('5')
})

it('has the same theme behind its button, its palette and the settings', async () => {
  await page.getByRole('button', { name: /^Theme: light/ }).click()
  await expect.poll(readScheme).toBe('dark')
  await runCommand(page, 'theme as the system')
  await page.getByRole('button', { name: /^Theme: as the system/ }).waitFor()
  await openByClick('Settings')
  await expect.poll(() => page.getByRole('radio', { name: 'System' }).isChecked()).toBe(true)
})

it('says where folders are named, because this door may not, and has nothing of a desktop', async () => {
  await page.getByText('isoscope folders --add DIR').waitFor()
  expect(await page.getByText(home.path).count()).toBe(1)
  expect(await page.getByText('Open at login').count()).toBe(0)
})

it('keeps prices only when all three are there', async () => {
  const keep = page.getByRole('button', { name: 'Keep prices' })
  await page.getByLabel('Currency').fill('EUR')
  await page.getByLabel('One virtual CPU for an hour').fill('0.04')
  await expect.poll(() => keep.isDisabled()).toBe(true)
  await page.getByLabel('One GiB of memory for an hour').fill('0.005')
  await keep.click()
  await page.getByText('Kept; Compare computes with them.').waitFor()
  await reloadApp(page)
  await page.getByRole('button', { name: 'Remove prices' }).waitFor()
  expect(await page.getByLabel('One virtual CPU for an hour').inputValue()).toBe('0.04')
})

it('names what a crash has left behind, and cleans it up', async () => {
  const folder = `/tmp/isoscope-venv-${randomBytes(6).toString('hex')}`
  mkdirSync(folder)
  const database = new DatabaseSync(join(home.path, 'isoscope.sqlite'))
  database
    .prepare(
      `INSERT INTO ledger (technology, kind, ref, lifetime, owner_pid, owner_start_time, recorded_at)
       VALUES ('venv', 'folder', ?, 'run', 4194304, 'long ago', '2026-01-01T00:00:00.000Z')`,
    )
    .run(folder)
  database.close()
  await page.getByRole('button', { name: '1 thing left behind: clean up' }).click()
  await page.getByText('nothing left behind ✓').waitFor()
  expect(existsSync(folder)).toBe(false)
})

it('removes all runs after a second step, which begins at keeping them', async () => {
  const store = openStore(findPaths({ ISOSCOPE_HOME: home.path }, process.platform))
  const ended = { status: 'completed', endedBy: 'rounds', endedAt: new Date().toISOString() } as const
  for (const number of [1, 2]) store.beginRun({ ...exampleRun(number), ...ended })
  store.close()
  await reloadApp(page)
  await page.getByRole('button', { name: 'Remove all runs…' }).click()
  await isFocused('button:has-text("Keep them")')
  for (const colorScheme of ['light', 'dark'] as const) {
    await showTheme(page, colorScheme)
    expect(await findAccessibilityProblems(page)).toEqual([])
  }
  await page.getByRole('button', { name: 'Remove 2 runs' }).click()
  await page.getByText(/^2 runs removed; .* returned to the disk/).waitFor()
  await page.getByText('None yet. Every run is kept').waitFor()
})

it.each(['dark', 'light'] as const)(
  'has no serious accessibility problem and fits 1024×700 in the %s theme',
  async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width: 1024, height: 700 })
    for (const title of pageTitles) {
      await openByClick(title)
      expect(await findAccessibilityProblems(page)).toEqual([])
      expect(await measureSidewaysOverflow(page)).toBe(0)
    }
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: 'Commands' }).waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
    await page.keyboard.press('Escape')
  },
)

it('sends and gets nothing on any page while it is hidden, and goes on when it is seen', async () => {
  await page.evaluate(
    `Object.defineProperty(document, 'visibilityState', { get: () => window.seen ?? 'visible', configurable: true })`,
  )
  const show = (state: 'hidden' | 'visible') =>
    page.evaluate(`window.seen = '${state}'; document.dispatchEvent(new Event('visibilitychange'))`)
  for (const title of pageTitles) {
    await openByClick(title)
    await show('hidden')
    // What was under way when it was hidden.
    await page.waitForTimeout(500)
    const before = frames
    // Figures come once a second.
    await page.waitForTimeout(1_500)
    expect(`${title}: ${frames - before}`).toBe(`${title}: 0`)
    await show('visible')
    await expect.poll(() => frames, { timeout: 15_000 }).toBeGreaterThan(before + 2)
  }
})

it('never broke the content security policy and logged no error', () => {
  expect(watched.complaints).toEqual([])
})

it.each(['main', 'EnginesPage'])('loads anew where the network cut off %s', async (part) => {
  await openByClick('Compare')
  await reloadApp(page)
  let asked = 0
  await page.route(`**/${part}-*.js`, (route) => (++asked === 1 ? route.abort('failed') : route.continue()))
  await page.goto(new URL('/?page=engines', app.openUrl).href)
  await page.getByRole('heading', { level: 1, name: 'Engines' }).waitFor(longWait)
  await page.unroute(`**/${part}-*.js`)
  expect(asked).toBe(2)
})

it('keeps the shell when a page’s file is gone, says so and offers a reload', async () => {
  await openByClick('Compare')
  await page.route('**/EnginesPage*.js', (route) => route.abort())
  // It has loaded anew by itself as often as it does, so that what it says is final.
  await page.evaluate("sessionStorage.setItem('isoscope.reloads', JSON.stringify(Array(3).fill(Date.now())))")
  await reloadApp(page)
  await page.getByRole('navigation').getByRole('button', { name: 'Engines' }).click()
  await page
    .getByRole('alert')
    .getByText(/could not be loaded: Isoscope has ended, or was updated/)
    .waitFor()
  await page.unroute('**/EnginesPage*.js')
  await page.getByRole('button', { name: 'Reload the window' }).click()
  await page.getByRole('heading', { level: 1, name: 'Engines' }).waitFor()
})

describe.runIf(process.getuid?.() === 0)('an engine that is not installed', () => {
  const programs = ['qemu-system-x86_64', 'qemu-system-aarch64']
  const other = createHome()
  let without: ServedProcess
  beforeAll(async () => {
    without = await serveApp({ ISOSCOPE_HOME: other.path }, hidePrograms(programs))
  })
  afterAll(async () => {
    await without?.stop()
    other.remove()
  })

  it('shows the command that installs it, says why its test fails, and is there again after a new check', async () => {
    const { page: stranger, context, complaints } = await openApp(browser, without)
    await stranger.getByRole('navigation').getByRole('button', { name: 'Engines' }).click()
    const panel = stranger.getByRole('region', { name: 'QEMU' })
    await panel.getByText('not installed').first().waitFor(longWait)
    expect(await panel.locator('code').textContent()).toMatch(/install .*qemu-system/)
    await panel.getByRole('button', { name: 'Test it: QEMU' }).click()
    await panel.getByText('The test of QEMU did not pass').waitFor(longWait)
    expect(await findAccessibilityProblems(stranger)).toEqual([])
    bringProgramsBack(without.pid, programs)
    await panel.getByRole('button', { name: 'Check again: QEMU' }).click()
    await panel.getByText(/^ready, \d/).waitFor(longWait)
    expect(await panel.getByText('The test of QEMU did not pass').count()).toBe(0)
    expect(complaints).toEqual([])
    await context.close()
  })
})
