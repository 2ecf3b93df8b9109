import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createHome } from '../support/cli.ts'
import { findLeftovers } from '../support/leftovers.ts'
import { type Desktop, launchDesktop, ranOn } from './desktop.ts'
import type { Control } from './standInDesktop.ts'

/*
 * The built app when its page's process crashes or hangs. The crash and the endless loop are real; that a page hangs is noticed by
 * Electron, which the stand-in is told to say. One story: each step goes on from the one before.
 */

const home = createHome()
const userData = join(home.path, 'desktop')
const patience = { timeout: 60_000, interval: 100 }
let desktop: Desktop
let control: Control

/** The page as it is now; what was connected to a process that is gone sees nothing any more. */
async function withPage<T>(use: (page: Page) => Promise<T>): Promise<T> {
  const browser = await chromium.connectOverCDP(await control.endpoint())
  try {
    const page = browser.contexts()[0]?.pages()[0]
    if (!page) throw new Error('There is no page.')
    return await use(page)
  } finally {
    await browser.close()
  }
}

const waitForPage = () =>
  vi.waitFor(
    () => withPage((page) => page.getByRole('button', { name: 'Run comparison' }).waitFor({ timeout: 5_000 })),
    patience,
  )
const readDialogs = async () =>
  (await control.dialogs()).map(({ options, isOpen }) => ({
    message: (options as { message: string }).message,
    isOpen,
  }))
const waitForDialog = (message: string) =>
  vi.waitUntil(
    async () =>
      (await readDialogs())
        .filter(({ isOpen }) => isOpen)
        .map((each) => each.message)
        .join() === message,
    patience,
  )
const crashed = 'The page has crashed.'
const hangs = 'The page does not answer.'

describe.skipIf(ranOn === 'Electron')(`a page in trouble on ${ranOn}`, () => {
  beforeAll(async () => {
    desktop = await launchDesktop({ home: home.path, userData })
    if (desktop.control === null) throw new Error('the stand-in has nobody to ask')
    control = desktop.control
    await waitForPage()
  })
  afterAll(async () => {
    if (desktop && existsSync(`/proc/${desktop.pid}`)) await desktop.quit()
    home.remove()
    rmSync(userData, { recursive: true, force: true, maxRetries: 10 })
  })

  it('that crashes: the window stays and asks, and the app goes on', async () => {
    await control.crashPage()
    await waitForDialog(crashed)
    expect((await control.windows())[0]).toMatchObject({ isVisible: true })
    expect(desktop.log()).toContain('the page is gone: crashed')
  })

  it('comes back whole when that is wanted', async () => {
    await control.answerDialog({ response: 0 })
    await waitForPage()
    expect(await control.windows()).toHaveLength(1)
  })

  it('that hangs is asked about once, and no more when it answers again', async () => {
    await control.emitOnWindow('unresponsive')
    await waitForDialog(hangs)
    await control.emitOnWindow('unresponsive')
    await control.emitOnWindow('responsive')
    await waitForDialog('')
    expect((await readDialogs()).filter(({ message }) => message === hangs)).toHaveLength(1)
    await waitForPage()
  })

  it('that hangs for good gets a new process, without a word of a crash', async () => {
    await withPage((page) => page.evaluate('void setTimeout(() => { for (;;); })'))
    await control.emitOnWindow('unresponsive')
    await waitForDialog(hangs)
    await control.answerDialog({ response: 1 })
    await waitForPage()
    expect((await readDialogs()).map(({ message }) => message)).toEqual([crashed, hangs, hangs])
  })

  it('that crashes again is asked about again, and may end the app, which leaves nothing', async () => {
    await control.crashPage()
    await waitForDialog(crashed)
    await control.answerDialog({ response: 1 })
    await vi.waitUntil(() => !existsSync(`/proc/${desktop.pid}`), patience)
    expect(await findLeftovers()).toEqual([])
  })
})
