import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHome } from '../support/cli.ts'
import { findAccessibilityProblems, forEachLook, openApp, type WatchedPage } from '../support/page.ts'
import { docker } from '../support/probeContainers.ts'
import { launchChromium, type ServedProcess, serveApp } from '../support/served.ts'
import { importPrograms } from '../support/shellContainer.ts'

const name = `isoscope-page-terminal-${process.pid}`
const programs = ['/bin/sh', '/bin/sleep', '/bin/stty', '/usr/bin/yes', '/usr/bin/head']

/** A terminal on the Containers page, at a shell in a real container. One story: each step goes on from the one before. */
describe('a terminal on the page', () => {
  const home = createHome()
  let app: ServedProcess
  let browser: Browser
  let watched: WatchedPage
  let page: Page

  beforeAll(async () => {
    importPrograms(`${name}:1`, programs)
    docker('run', '--detach', '--name', name, `${name}:1`, '/bin/sleep', '1000')
    app = await serveApp({ ISOSCOPE_HOME: home.path }, [], ['--allow-commands', '--root', home.path])
    browser = await launchChromium()
    watched = await openApp(browser, app)
    page = watched.page
    await watched.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    page.setDefaultTimeout(20_000)
    await page.getByRole('navigation').getByRole('button', { name: 'Containers', exact: true }).click()
    await page.getByText(name, { exact: true }).click()
    await page.getByRole('button', { name: 'Terminal…' }).click()
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await rows().filter({ hasText: /[#$]/ }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    docker('rm', '--force', name)
    docker('rmi', '--force', `${name}:1`)
    home.remove()
  })

  const rows = () => page.locator('.xterm-rows')
  const state = () => page.locator('[data-state]')
  const waitFor = (text: string | RegExp) => rows().filter({ hasText: text }).waitFor()
  const enter = async (line: string) => {
    await page.keyboard.insertText(line)
    await page.keyboard.press('Enter')
  }

  it('shows what a program prints: what was typed, in UTF-8, and colours of 24 bits', async () => {
    await enter("printf '%s-%s\\n' 'zoë €' 'かな'")
    await waitFor('zoë €-かな')
    await enter("printf '\\033[38;2;10;200;30m%s\\033[0m\\n' gr''een")
    const green = rows().getByText('green', { exact: true })
    await green.waitFor()
    expect(await green.getAttribute('style')).toMatch(/color: rgb/)
    expect(watched.complaints).toEqual([])
  })

  it('can be read, in both themes', async () => {
    await forEachLook(page, async () => expect(await findAccessibilityProblems(page)).toEqual([]))
  })

  it('tells the program its size when the window’s changes', async () => {
    const read = async (mark: string) => {
      await enter(`echo ${mark}''$(stty size)`)
      await waitFor(new RegExp(`${mark}\\d+ \\d+`))
      return new RegExp(`${mark}(\\d+ \\d+)`).exec((await rows().textContent()) ?? '')?.[1]
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    const before = await read('one:')
    await page.setViewportSize({ width: 700, height: 900 })
    await expect.poll(() => read('two:')).not.toBe(before)
  })

  it('answers during a flood, and shows its last line', { timeout: 180_000 }, async () => {
    await enter("yes 'a line of a flood that nobody reads' | head -c 20000000; echo end''of")
    // Another thing of the page's, while it goes on.
    await page.keyboard.press('Control+Shift+ArrowUp')
    await page.locator('button:focus').filter({ hasText: 'Edit' }).waitFor()
    await rows().filter({ hasText: 'endof' }).waitFor({ timeout: 120_000 })
    expect(await rows().textContent()).toContain('a line of a flood that nobody reads')
  })

  it('copies and pastes, and has a mode for screen readers', async () => {
    const choose = async (item: string) => {
      await page.getByRole('button', { name: 'Edit', exact: true }).click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    await choose('Clear')
    await page.evaluate("navigator.clipboard.writeText('echo pas\\'\\'ted')")
    await choose('Paste')
    // The browser hands over what is copied in its own time, and the terminal has the keyboard from then on.
    await waitFor("echo pas''ted")
    await page.locator('.xterm-helper-textarea:focus').waitFor()
    await page.keyboard.press('Enter')
    await waitFor('pasted')
    await choose('Select all')
    await choose('Copy')
    await page.getByText('Copied.').waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain('pasted')
    await choose('Screen reader mode')
    await page.locator('.xterm-accessibility').waitFor({ state: 'attached' })
    expect(await findAccessibilityProblems(page)).toEqual([])
    await choose('Leave screen reader mode')
  })

  it('says how the program ended, and that its connection was lost', async () => {
    await page.locator('.xterm-helper-textarea').focus()
    await enter('exit 7')
    await state().filter({ hasText: 'Ended with exit code 7.' }).waitFor()
    await page.getByRole('button', { name: 'Open again' }).click()
    await state()
      .filter({ hasText: `A shell in ${name}` })
      .waitFor()
    expect(watched.complaints).toEqual([])
    await app.stop()
    await state().filter({ hasText: 'The connection ended' }).waitFor()
  })
})
