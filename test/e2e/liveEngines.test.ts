import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openApp, type WatchedPage } from '../support/page.ts'
import { launchChromium, type ServedApp } from '../support/served.ts'
import { serveInProcess } from '../support/servedInProcess.ts'
import { createInstance, createReading, createWatchedDriver, notRunning } from '../support/watchedDriver.ts'

/*
 * The Live page with engines that do not do what they should: one never answers, one goes away and comes back. No real
 * engine can be made to, so these are played.
 */
const docker = createWatchedDriver('docker', { events: true, sample: true })
const qemu = createWatchedDriver('qemu')
let app: ServedApp
let browser: Browser
let watched: WatchedPage
let page: Page

beforeAll(async () => {
  docker.rows = [createInstance('docker:web'), createInstance('docker:db', { state: 'stopped', actions: ['start'] })]
  docker.reading = (id) => createReading(id, { at: Number(process.hrtime.bigint()), memory: 2 ** 20 })
  qemu.trouble = 'deaf'
  app = await serveInProcess(() => [docker, qemu])
  browser = await launchChromium()
  watched = await openApp(browser, app)
  page = watched.page
  page.setDefaultTimeout(20_000)
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

const rowOf = (name: string) => page.getByRole('row', { name: new RegExp(`Tick ${name}`) })

it('shows the other engines’ rows and the whole shell while one engine never answers', async () => {
  await page.getByRole('button', { name: 'Live', exact: true }).click()
  await rowOf('web').waitFor()
  await rowOf('db').waitFor()
  await page.getByText('2 instances · asking QEMU…').waitFor()
  await page.getByRole('contentinfo').getByText('nothing is being measured').waitFor()
  expect(await page.getByRole('button', { name: /^Docker/ }).count()).toBe(1)
})

it('shows figures of what runs, and why there is none of what does not', async () => {
  await rowOf('web').getByText('1.00\u00a0MiB').waitFor()
  expect(await rowOf('db').getByRole('gridcell').nth(3).getAttribute('title')).toBe('It does not run.')
})

it('goes on showing the rows of an engine that has gone away, as stale and with nothing to do to them', async () => {
  docker.trouble = notRunning
  docker.breakEvents(notRunning)
  const notice = page.getByRole('alert').filter({ hasText: 'Docker does not answer' })
  await notice.getByText(/Docker is not running\. Its 2 rows are those of its last answer\./).waitFor()
  await notice.getByText('systemctl start docker').waitFor()
  await rowOf('web').getByText('stale').waitFor()
  expect(await rowOf('web').getByRole('button', { name: 'Actions of web' }).count()).toBe(0)
  expect(await rowOf('web').textContent()).not.toContain('MiB')
})

it('shows what exists once the engine is back', async () => {
  docker.trouble = 'none'
  docker.rows = [createInstance('docker:web')]
  await page.getByRole('alert').filter({ hasText: 'Docker does not answer' }).waitFor({ state: 'detached' })
  await rowOf('db').waitFor({ state: 'detached' })
  await rowOf('web').getByText('1.00\u00a0MiB').waitFor()
})

it('never broke the content security policy and logged no error', () => {
  expect(watched.complaints).toEqual([])
})
