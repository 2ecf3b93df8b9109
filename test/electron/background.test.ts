import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createHome } from '../support/cli.ts'
import { findLeftovers } from '../support/leftovers.ts'
import { findAccessibilityProblems } from '../support/page.ts'
import { createProbeContainers, type ProbeContainers } from '../support/probeContainers.ts'
import { createShellContainer, type ShellContainer } from '../support/shellContainer.ts'
import { type Desktop, launchDesktop, ranOn } from './desktop.ts'
import type { ItemState } from './standIn/verbs.ts'
import { type Control, startStandIn } from './standInDesktop.ts'
import { createTrayDesktop } from './trayDesktop.ts'

/*
 * The built app beside its window: tray, closing, coming back, a second start, the end. One story: each step goes on from
 * the one before. Only the stand-in can be asked to click a tray or the cross of a window.
 */

const unique = `desktop${process.pid}`
const name = `${unique}-web`
const home = createHome()
const userData = join(home.path, 'desktop')
const patience = { timeout: 60_000, interval: 200 }
let containers: ProbeContainers
let shell: ShellContainer
let desktop: Desktop
let control: Control

/** For people to look at, where they ask for it. */
async function takePicture(subject: string): Promise<void> {
  const folder = process.env.DESKTOP_PICTURES
  if (folder) await desktop.page.screenshot({ path: join(folder, `${subject}.png`) })
}

async function readTray(): Promise<readonly ItemState[]> {
  return (await control.trays())[0]?.items ?? []
}

describe.skipIf(ranOn === 'Electron')(`the built app in the background on ${ranOn}`, () => {
  const terminal = join(home.path, 'terminal')
  const opened = join(home.path, 'terminal-arguments')
  const config = join(home.path, 'config')
  const autostart = join(config, 'autostart', 'isoscope.desktop')
  const desk = { TERMINAL: terminal, DISPLAY: ':0', XDG_CONFIG_HOME: config }
  const env = { ...createTrayDesktop(home.path), ...desk }

  beforeAll(async () => {
    containers = createProbeContainers(unique)
    containers.run(name)
    shell = createShellContainer(`${unique}-shell`)
    writeFileSync(terminal, `#!/bin/sh\nprintf '%s\\n' "$@" >'${opened}.new' && mv '${opened}.new' '${opened}'\n`)
    chmodSync(terminal, 0o755)
    desktop = await launchDesktop({ home: home.path, userData, env })
    if (desktop.control === null) throw new Error('the stand-in has nobody to ask')
    control = desktop.control
  })

  afterAll(async () => {
    if (desktop && existsSync(`/proc/${desktop.pid}`)) await desktop.quit()
    containers?.remove()
    shell?.remove()
    home.remove()
    rmSync(userData, { recursive: true, force: true, maxRetries: 10 })
  })

  it('stops a real container from the menu of the tray', async () => {
    const find = async () => (await readTray()).find(({ label }) => label.startsWith(name))
    const item = await vi.waitUntil(find, patience)
    await control.clickTrayMenu(item.label, 'Stop')
    await vi.waitUntil(() => containers.states()[name] === 'exited', patience)
    await vi.waitUntil(async () => (await find()) === undefined, patience)
  })

  it('has what is starred on the Live page in the tray, and starts it from there', async () => {
    const { page } = desktop
    await page.getByRole('navigation').getByRole('button', { name: /^Live/ }).click()
    await page.getByText(name, { exact: true }).first().click()
    const drawer = page.getByRole('dialog', { name })
    const star = drawer.getByRole('button', { name: 'Favourite' })
    await star.click()
    await vi.waitUntil(async () => (await star.getAttribute('aria-pressed')) === 'true', patience)
    expect(await findAccessibilityProblems(page)).toEqual([])
    await takePicture('desktop-favourite')
    const find = async () => (await readTray()).find(({ label }) => label.startsWith(`Start ${name}`))
    const item = await vi.waitUntil(find, patience)
    await control.clickTrayMenu(item.label)
    await vi.waitUntil(() => containers.states()[name] === 'running', patience)
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
  })

  it('pauses sampling from the tray; the Live page says so, and lets it go on', async () => {
    const isPaused = async () => (await readTray()).find(({ label }) => label === 'Pause sampling')?.isChecked
    await control.clickTrayMenu('Pause sampling')
    const resume = desktop.page.getByRole('button', { name: 'Resume sampling' })
    await resume.waitFor()
    await vi.waitUntil(async () => (await isPaused()) === true, patience)
    expect(await findAccessibilityProblems(desktop.page)).toEqual([])
    await takePicture('desktop-paused')
    await resume.click()
    await resume.waitFor({ state: 'hidden' })
    await vi.waitUntil(async () => (await isPaused()) === false, patience)
  })

  it('opens a terminal inside a real container, with its id as one argument', async () => {
    const find = async () => (await readTray()).find(({ label }) => label.startsWith(`${unique}-shell`))
    const item = await vi.waitUntil(find, patience)
    await control.clickTrayMenu(item.label, 'Open terminal')
    await vi.waitUntil(() => existsSync(opened), patience)
    const args = readFileSync(opened, 'utf8').trimEnd().split('\n')
    expect(args[0]).toBe('-e')
    expect(args.slice(-5)).toEqual(['exec', '--interactive', '--tty', shell.id, '/bin/sh'])
  })

  it('is opened at login when Settings says so, which shows what the system has', async () => {
    const { page } = desktop
    const readMenu = async () => {
      const items = ((await control.menu()) ?? []).flatMap((menu) => menu.items)
      return items.find(({ id }) => id === 'open-at-login')?.isChecked
    }
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Settings/ })
      .click()
    const box = page.getByLabel('Open at login')
    await vi.waitUntil(() => box.isEnabled(), patience)
    expect(await box.isChecked()).toBe(false)
    await page.getByText('Open at login', { exact: true }).click()
    await vi.waitUntil(() => box.isChecked(), patience)
    expect(readFileSync(autostart, 'utf8')).toContain('"--hidden"')
    expect(await readMenu()).toBe(true)
    expect(await findAccessibilityProblems(page)).toEqual([])
    await takePicture('desktop-login')
    rmSync(autostart)
    await page.evaluate(`dispatchEvent(new Event('focus'))`)
    await vi.waitUntil(async () => !(await box.isChecked()), patience)
  })

  it('asks what closing the window does, and keeps running in the tray without a page', async () => {
    await control.closeWindow()
    await vi.waitUntil(async () => (await control.dialogs()).some(({ isOpen }) => isOpen), patience)
    expect(await control.windows()).toHaveLength(1)
    await control.answerDialog({ response: 0 })
    await vi.waitUntil(async () => (await control.windows()).length === 0, patience)
    await vi.waitUntil(async () => (await desktop.countWindows()) === 0, patience)
    expect(await control.trays()).toHaveLength(1)
  })

  it('has its window back from the tray, and does not ask a second time', async () => {
    const asked = (await control.dialogs()).length
    await control.clickTrayMenu('Open Isoscope')
    await vi.waitUntil(async () => (await control.windows())[0]?.isVisible === true, patience)
    await control.closeWindow()
    await vi.waitUntil(async () => (await control.windows()).length === 0, patience)
    expect(await control.dialogs()).toHaveLength(asked)
  })

  it('comes to the front when it is started a second time, and the second one ends', async () => {
    const second = startStandIn({ home: home.path, userData, env })
    expect(await second.ended).toBe(0)
    // What it has written may come after its end.
    await vi.waitUntil(() => second.log().includes('Isoscope is open already'), patience)
    await vi.waitUntil(async () => (await control.windows())[0]?.isFocused === true, patience)
    expect(await control.windows()).toHaveLength(1)
  })

  it('quits from the tray and leaves nothing', async () => {
    await control.clickTrayMenu('Quit Isoscope')
    await vi.waitUntil(() => !existsSync(`/proc/${desktop.pid}`), patience)
    expect(await findLeftovers()).toEqual([])
    expect(desktop.complaints).toEqual([])
  })
})
