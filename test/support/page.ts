import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, ConsoleMessage, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { ServedApp } from './served.ts'

/** The app's page in a browser, and everything it complained about. */
export interface WatchedPage {
  readonly page: Page
  readonly context: BrowserContext
  /** Console errors and warnings, exceptions and breaches of the content security policy. Must stay empty. */
  readonly complaints: readonly string[]
}

export async function openApp(browser: Browser, app: ServedApp): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' })
  const page = await context.newPage()
  const complaints: string[] = []
  let wasCutOff = false
  const complain = (text: string) => {
    wasCutOff ||= text.includes(cutOff)
    complaints.push(text)
    if (!wasCutOff) return
    // Which of the two is told first is not sure.
    const others = complaints.filter((one) => !one.includes(cutOff) && !notLoaded.test(one))
    complaints.splice(0, Infinity, ...others)
  }
  page.on('console', (message) => {
    if (isComplaint(message)) complain(message.text())
  })
  page.on('pageerror', (error) => complain(String(error)))
  await load(page, () => page.goto(app.openUrl))
  return { page, context, complaints }
}

/** As a user's reload, until the app is there. */
export function reloadApp(page: Page): Promise<void> {
  return load(page, () => page.reload())
}

/**
 * Chromium drops what it loads when the machine's network changes, which every container of another test makes it do. The app
 * itself loads anew where a part of it did not come; where its very first file did not, nobody but the user can.
 */
async function load(page: Page, ask: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await ask()
      await page.locator('#root > :not(.boot)').first().waitFor({ state: 'attached', timeout: 10_000 })
      return
    } catch (error) {
      if (attempt === 3) throw error
      ask = () => page.reload()
    }
  }
}

const cutOff = 'net::ERR_NETWORK_CHANGED'
const notLoaded = /Failed to fetch dynamically imported module|Unable to preload CSS/

function isComplaint(message: ConsoleMessage): boolean {
  return ['error', 'warning'].includes(message.type())
}

export async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Commands' }).waitFor()
  await page.locator('[role=dialog] input:focus').waitFor()
}

/** Does the first command that fits the words: it is chosen by itself. */
export async function runCommand(page: Page, words: string): Promise<void> {
  await openPalette(page)
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Commands' }).waitFor({ state: 'hidden' })
}

interface AxeViolation {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

const axePath = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'))

/** What axe finds serious or critical within an element of the page as it stands, one text each. */
export async function findAccessibilityProblems(page: Page, within = 'html'): Promise<readonly string[]> {
  // Through the debugger, which no content security policy stops.
  await page.evaluate(readFileSync(axePath, 'utf8'))
  const violations = (await page.evaluate(
    `axe.run('${within}').then(({ violations }) => violations)`,
  )) as AxeViolation[]
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`))
}

/** Pixels that the page is wider than its window; 0 is right. */
export async function measureSidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}

/** The system's theme changes; resolves when nothing on the page changes its colour any more. */
export async function showTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  // The page is told of it with its next frame.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  await expect
    .poll(() => page.evaluate('document.getAnimations().filter((one) => one instanceof CSSTransition).length'))
    .toBe(0)
}

/** Goes through both themes at the smallest window and at a usual one; each look is there when `check` is asked. */
export async function forEachLook(page: Page, check: () => Promise<void>): Promise<void> {
  for (const [width, height] of windows) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height })
      await showTheme(page, colorScheme)
      // Until what follows the window's size has been drawn anew.
      await page.waitForTimeout(300)
      await check()
    }
  }
}

const windows = [
  [1024, 700],
  [1440, 900],
] as const
