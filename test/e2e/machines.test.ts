import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasKernelDriver, kernelDevice } from '../../main/drivers/virtualbox/kernelDriver.ts'
import { createHome, runCliToEnd } from '../support/cli.ts'
import { createManagedPage } from '../support/managedPage.ts'
import { findAccessibilityProblems, openApp, runCommand, type WatchedPage } from '../support/page.ts'
import { launchChromium, type ServedProcess, serveApp } from '../support/served.ts'
import { createVirtualBoxPlace, findTestVBoxManage, type VirtualBoxPlace } from '../support/virtualBox.ts'

/** Of one step: each asks VBoxManage several times. */
const longWait = 60_000
const first = 'isoscope-page-web'
const second = `${first}-2`
const third = `${first}-3`

/** The Machines page with a real VirtualBox, everything but a start, and a real QEMU. One story: each step goes on from the one before. */
describe.skipIf(findTestVBoxManage() === null && !process.env.CI)('the Machines page', () => {
  const home = createHome()
  let place: VirtualBoxPlace
  let app: ServedProcess
  let browser: Browser
  let watched: WatchedPage
  let page: Page

  beforeAll(async () => {
    place = createVirtualBoxPlace()
    app = await serveApp({ ...place.env, ISOSCOPE_HOME: home.path })
    browser = await launchChromium()
    watched = await openApp(browser, app)
    page = watched.page
    page.setDefaultTimeout(longWait)
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    home.remove()
    place?.remove()
  })

  const { dialog, rowOf, openMenu, checkBothThemes } = createManagedPage(() => page)

  it('makes a machine from the palette, and says at each field what cannot be', async () => {
    // What makes machines is asked of the engines; VirtualBox is one that is ready.
    await page.getByRole('button', { name: 'VirtualBox', exact: false }).first().waitFor()
    await runCommand(page, 'new machine')
    const form = dialog('New machine')
    await form.getByLabel('Name').fill('-x')
    const engine = form.getByText('VirtualBox', { exact: true })
    await engine.click()
    await form.getByLabel('Memory').fill('2')
    await form.getByLabel('ISO image').fill('/tmp/no.iso')
    await form.getByRole('button', { name: 'Create' }).click()
    await form.getByText('A number with its unit, such as 512 MiB or 2 GiB.').waitFor()
    await form.getByText(/A name has 1 to 63 letters/).waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
    await form.getByLabel('Name').fill(first)
    await form.getByLabel('Memory').fill('256 MiB')
    await form.getByLabel('Size of the disk').fill('64 MiB')
    await form.getByLabel('Ports that lead into it').fill('2222 22\n5353 → 53 udp')
    await form.getByRole('button', { name: 'Create' }).click()
    // Not below a folder that was approved, and nothing that was typed is lost.
    await form.getByText('The file is below no folder that was approved.').waitFor()
    await form.getByLabel('ISO image').fill('')
    await form.getByRole('button', { name: 'Create' }).click()
    await form.waitFor({ state: 'detached' })
    await rowOf(first)
      .getByText(/256\sMiB/)
      .waitFor()
    expect(place.ask('list', 'vms')).toContain(`"${first}"`)
  })

  it('shows what it consists of, takes a snapshot and goes back to it', async () => {
    await rowOf(first).getByRole('button', { name: first, exact: true }).click()
    const drawer = dialog(new RegExp(first))
    await drawer.getByText('2222 → 22 tcp, 5353 → 53 udp').waitFor()
    await drawer
      .getByRole('region', { name: 'Disks' })
      .getByText(/isoscope-page-web\.vdi/)
      .waitFor()
    await drawer.getByText(/\d+ settings in the engine/).click()
    await drawer.getByRole('region', { name: 'Settings' }).getByText('VMState', { exact: true }).waitFor()
    await drawer.getByRole('button', { name: 'Take snapshot…' }).click()
    const form = dialog(/^Take a snapshot/)
    await form.getByLabel('Name of the snapshot').fill('base')
    await form.getByRole('button', { name: 'Take snapshot' }).click()
    await form.waitFor({ state: 'detached' })
    await drawer.getByText('base · the machine goes on from here').waitFor()
    await checkBothThemes()
    await drawer.getByRole('button', { name: 'Restore… base' }).click()
    const question = dialog(/back to “base”/)
    await question.getByText(/since it was taken is lost/).waitFor()
    await question.getByRole('button', { name: 'Restore it' }).click()
    await question.waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
  })

  it('clones it, linked to its disk, and marks the clone in the list', async () => {
    await openMenu(first, 'Clone…')
    const form = dialog(/^Clone/)
    await form.getByLabel('Name of the new machine').fill(second)
    await form.getByText('Linked', { exact: true }).click()
    await form.getByRole('button', { name: 'Clone' }).click()
    await form.waitFor({ state: 'detached' })
    await page.locator('tr[aria-selected="true"]').getByRole('button', { name: second, exact: true }).waitFor()
  })

  it.skipIf(hasKernelDriver(process.platform, kernelDevice))('refuses to start it, with the remedy', async () => {
    await openMenu(second, 'Start')
    const notice = page
      .getByRole('main')
      .getByRole('alert')
      .filter({ hasText: `Start ${second}: failed` })
    await notice.getByText(/The kernel driver of VirtualBox is not loaded/).waitFor()
    expect(await notice.getByRole('button', { name: /^Copy: / }).count()).toBe(1)
    expect(await findAccessibilityProblems(page)).toEqual([])
    await notice.getByRole('button', { name: `Put away: Start ${second}` }).click()
    await notice.waitFor({ state: 'detached' })
  })

  it('removes both after a second step, with their files', async () => {
    const remove = async (name: string) => {
      await openMenu(name, 'Remove…')
      await dialog(/^Remove/)
        .getByRole('button', { name: 'Remove it' })
        .click()
      await rowOf(name).waitFor({ state: 'detached' })
    }
    // The clone first: it reads from the disk of the other one.
    await remove(second)
    await rowOf(first).getByRole('button', { name: first, exact: true }).click()
    const drawer = dialog(new RegExp(first))
    await drawer.getByRole('button', { name: 'Remove… base' }).click()
    await dialog(/Remove the snapshot “base”/)
      .getByRole('button', { name: 'Remove it' })
      .click()
    await drawer.getByRole('button', { name: 'Remove… base' }).waitFor({ state: 'detached' })
    expect(place.ask('showvminfo', first)).not.toContain('base')
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    await remove(first)
    expect(place.ask('list', 'vms')).not.toMatch(/^"/m)
    const folder = join(place.machines, 'isoscope')
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([])
  })

  it('makes one with QEMU, runs it, and removes it', async () => {
    await runCommand(page, 'New machine')
    const form = dialog('New machine')
    await form.getByText('QEMU', { exact: true }).click()
    await form.getByLabel('Name').fill(third)
    await form.getByText('None', { exact: true }).click()
    await form.getByLabel('Memory').fill('64 MiB')
    await form.getByRole('button', { name: 'Create' }).click()
    await rowOf(third).getByText('stopped').waitFor()
    await openMenu(third, 'Start')
    await rowOf(third).getByText('running').waitFor()
    const listRunning = async () => (await runCliToEnd(['ps'], { ...place.env, ISOSCOPE_HOME: home.path })).stdout
    expect(await listRunning()).toContain(third)
    // It boots nothing that could obey an orderly stop.
    await openMenu(third, 'Kill…')
    await dialog(/^Kill/).getByRole('button', { name: 'Kill it' }).click()
    await rowOf(third).getByText('stopped').waitFor()
    expect(await listRunning()).not.toContain(third)
    await openMenu(third, 'Remove…')
    await dialog(/^Remove/)
      .getByRole('button', { name: 'Remove it' })
      .click()
    await rowOf(third).waitFor({ state: 'detached' })
    // Its folder has another name while it is taken away.
    await expect.poll(() => readdirSync(join(home.path, 'machines'))).toEqual([])
  })

  it('never broke the content security policy and logged no error', () => {
    expect(watched.complaints).toEqual([])
  })
})
