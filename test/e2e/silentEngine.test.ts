import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Driver } from '../../main/drivers/driver.ts'
import { createFakeDriver } from '../../main/drivers/fake/driver.ts'
import { openApp, type WatchedPage } from '../support/page.ts'
import { launchChromium, type ServedApp } from '../support/served.ts'
import { serveInProcess } from '../support/servedInProcess.ts'

/* The whole app with an engine that never answers beside two that do: nothing waits for the slowest. */

let app: ServedApp
let browser: Browser
let watched: WatchedPage
const asked: string[] = []

/** Neither its state nor its list ever comes, nor does it notice that nobody waits any more. */
function silence(driver: Driver): Driver {
  const hang = (what: string) => () => {
    asked.push(what)
    return new Promise<never>(() => undefined)
  }
  return { ...driver, detect: hang('detect'), list: hang('list') }
}

beforeAll(async () => {
  app = await serveInProcess((deps) =>
    (['venv', 'docker', 'qemu'] as const).map((technology) => {
      const contenders = [{ id: technology, title: `Invented ${technology}` }]
      const driver = createFakeDriver(deps, { technology, title: technology, contenders })
      return technology === 'docker' ? silence(driver) : driver
    }),
  )
  browser = await launchChromium()
  watched = await openApp(browser, app)
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

it('shows the engines that answer as ready, and the silent one as being checked', async () => {
  const { page } = watched
  for (const engine of ['venv', 'QEMU']) {
    await page.getByRole('button', { name: new RegExp(`^${engine}.*: ready`) }).waitFor()
  }
  await page.getByRole('button', { name: 'Docker checking…' }).waitFor()
  expect(asked).toContain('detect')
})

it('has its contenders, its status bar and every page meanwhile', async () => {
  const { page } = watched
  await page.getByRole('checkbox', { name: 'Invented venv' }).waitFor()
  await page.getByText('nothing left behind ✓').waitFor()
  const links = page.getByRole('navigation', { name: 'Pages and runs' }).locator('button')
  const titles = (await links.allTextContents()).map((text) => text.replace(/\d+\+?$/, ''))
  expect(titles).toEqual(expect.arrayContaining(['Compare', 'Engines', 'Settings']))
  for (const title of titles) {
    await links.filter({ hasText: title }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  }
  await links.filter({ hasText: 'Engines' }).click()
  const docker = page.getByRole('region', { name: 'Docker' })
  await docker.getByText('checking…').waitFor()
  await page.getByRole('region', { name: 'venv' }).getByText('ready, 1.0').waitFor()
})

it('complains of nothing', () => {
  expect(watched.complaints).toEqual([])
})
