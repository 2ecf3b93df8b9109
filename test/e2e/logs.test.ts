import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogLine, LogRange } from '../../main/contract/live.ts'
import type { Driver } from '../../main/drivers/driver.ts'
import { createFakeDriver } from '../../main/drivers/fake/driver.ts'
import { findAccessibilityProblems, forEachLook, openApp, type WatchedPage } from '../support/page.ts'
import { launchChromium, type ServedApp } from '../support/served.ts'
import { serveInProcess } from '../support/servedInProcess.ts'

/* The log of a container that has written 10,000 lines and goes on writing, in the built page. */

const began = Date.parse('2026-11-24T13:30:00.000Z')
const written = 10_000
/** Further lines, let through one by one. */
let more: string[] = []

function lineOf(number: number, text: string): LogLine {
  const stream = number % 7 === 0 ? 'stderr' : 'stdout'
  return { stream, at: new Date(began + number * 41).toISOString(), text }
}

async function* writeLog(_id: string, { tail }: LogRange, signal: AbortSignal): AsyncGenerator<LogLine, void> {
  for (let number = written - (tail ?? written) + 1; number <= written; number++) {
    const what = number % 500 === 0 ? 'Error: the disk is full' : 'GET /things/42 200 in 3 ms'
    yield lineOf(number, `\u001b[32mrequest ${number}\u001b[0m ${what}`)
  }
  for (let number = written + 1; !signal.aborted; await sleep(20)) {
    const text = more.shift()
    if (text !== undefined) yield lineOf(number++, text)
  }
}

let app: ServedApp
let browser: Browser
let watched: WatchedPage

function withLog(driver: Driver): Driver {
  const { lifecycle } = driver
  if (!lifecycle) throw new Error('an invented engine has a lifecycle')
  return { ...driver, lifecycle: { ...lifecycle, logs: writeLog } }
}

beforeAll(async () => {
  let made: Promise<unknown> = Promise.resolve()
  app = await serveInProcess((deps) => {
    const contenders = [{ id: 'docker', title: 'Docker' }]
    const driver = createFakeDriver(deps, { technology: 'docker', title: 'Docker', contenders })
    made = driver.lifecycle?.create({ name: 'web' }, new AbortController().signal) ?? made
    return [withLog(driver)]
  })
  await made
  browser = await launchChromium()
  watched = await openApp(browser, app)
  const { page } = watched
  const links = page.getByRole('navigation', { name: 'Pages and runs' }).locator('button')
  await links.filter({ hasText: 'Containers' }).click()
  await page.getByRole('button', { name: 'web', exact: true }).click()
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

const logOf = (page: Page) => page.getByRole('region', { name: 'Log', exact: true })
const statusOf = (page: Page) => logOf(page).getByRole('status').textContent()

describe('the log on the page', () => {
  it('has the end of a long log, and no more of it than it can hold', async () => {
    const { page } = watched
    const lines = logOf(page).getByRole('log').locator('[data-stream]')
    await expect.poll(() => lines.count()).toBe(2_000)
    expect(await lines.last().textContent()).toBe('request 10000 Error: the disk is full')
  })

  it('tells on demand when each line was written', async () => {
    const { page } = watched
    await logOf(page).getByRole('switch', { name: 'Times' }).click()
    const time = logOf(page).locator('time').last()
    const iso = new Date(began + written * 41).toISOString()
    expect(await time.getAttribute('title')).toBe(iso)
    expect(await time.textContent()).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/)
  })

  it('is searched, from hit to hit, while it goes on', async () => {
    const { page } = watched
    await logOf(page).getByRole('log').click()
    await page.keyboard.press('Control+f')
    await page.keyboard.type('ERROR: the')
    await expect.poll(() => statusOf(page)).toBe('4 hits')
    await page.keyboard.press('Enter')
    expect(await statusOf(page)).toBe('1 of 4')
    await page.keyboard.press('Shift+Enter')
    expect(await statusOf(page)).toBe('4 of 4')
    expect(await logOf(page).locator('mark').count()).toBe(4)
    const active = logOf(page).locator('mark[data-active]')
    await page.keyboard.press('Enter')
    expect(await statusOf(page)).toBe('1 of 4')
    const isInSight = async () => {
      const [hit, box] = [await active.boundingBox(), await logOf(page).getByRole('log').boundingBox()]
      return hit !== null && box !== null && hit.y >= box.y && hit.y + hit.height <= box.y + box.height
    }
    await expect.poll(isInSight).toBe(true)
    more = ['one more error: the last']
    await expect.poll(() => statusOf(page)).toBe('1 of 5')
    await expect.poll(isInSight).toBe(true)
  })

  it('looks right and is accessible in every look', async () => {
    const { page } = watched
    await forEachLook(page, async () => {
      expect(await findAccessibilityProblems(page, '[role=dialog]')).toEqual([])
    })
  })

  it('gives the search up with Escape, and with another one the details', async () => {
    const { page } = watched
    await logOf(page).getByRole('searchbox', { name: 'Search log' }).press('Escape')
    await expect.poll(() => logOf(page).locator('mark').count()).toBe(0)
    await page.keyboard.press('Escape')
    await logOf(page).waitFor({ state: 'hidden' })
    expect(watched.complaints).toEqual([])
  })
})
