import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCliToEnd } from '../support/cli.ts'
import {
  findAccessibilityProblems,
  forEachLook,
  measureSidewaysOverflow,
  openApp,
  runCommand,
  type WatchedPage,
} from '../support/page.ts'
import { installReplay } from '../support/replayConda.ts'
import { launchChromium, type ServedApp, serveApp } from '../support/served.ts'

/*
 * The Environments page with this machine's own venv, and with conda as it was captured. One story: each step goes on from the
 * one before. pip reaches no index.
 */
const home = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-envpage-')))
const ours = join(home, 'ours')
const conda = installReplay('conda-26.7.1', home)
const env = {
  HOME: home,
  ISOSCOPE_HOME: ours,
  PATH: `${conda.bin}:${process.env.PATH ?? ''}`,
  CONDA_PREFIX: '',
  VIRTUAL_ENV: '',
  PIP_CONFIG_FILE: '/dev/null',
  PIP_FIND_LINKS: '',
  PIP_INDEX_URL: 'http://127.0.0.1:9/simple',
  PIP_RETRIES: '0',
}
let app: ServedApp
let browser: Browser
let watched: WatchedPage
let page: Page

beforeAll(async () => {
  app = await serveApp(env, [], ['--allow-commands', '--root', home])
  browser = await launchChromium()
  watched = await openApp(browser, app)
  page = watched.page
  // Making one takes half a minute where the machine has more to do.
  page.setDefaultTimeout(60_000)
  await watched.context.grantPermissions(['clipboard-read', 'clipboard-write'])
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
  rmSync(home, { recursive: true, force: true })
})

const rowOf = (name: string) => page.getByRole('row').filter({ has: page.getByRole('button', { name, exact: true }) })
const dialog = () => page.getByRole('dialog', { name: 'New environment' })
const press = (within: Locator, name: string) => within.getByRole('button', { name, exact: true }).click()

/** Fills in and sends the dialog, and waits for the row of what it has made, which has the focus then. */
async function create(maker: string, name: string, packages: string): Promise<void> {
  const { label } = await findMaker(maker)
  await dialog().getByLabel('Made with').selectOption({ label })
  await dialog().getByLabel('Name', { exact: true }).fill(name)
  await dialog().getByRole('textbox', { name: 'Packages', exact: true }).fill(packages)
  await press(dialog(), 'Create')
  await dialog().waitFor({ state: 'detached' })
  await page.locator('[data-row]:focus').filter({ hasText: name }).waitFor()
}

async function findMaker(maker: string): Promise<{ readonly label: string }> {
  const option = dialog()
    .getByLabel('Made with')
    .locator('option')
    .filter({ hasText: new RegExp(`^${maker} `) })
  await option.waitFor({ state: 'attached' })
  return { label: (await option.textContent()) ?? '' }
}

async function openDetails(name: string): Promise<Locator> {
  await press(rowOf(name), name)
  const drawer = page.getByRole('dialog', { name })
  await drawer.getByRole('region', { name: 'Installed packages' }).waitFor()
  return drawer
}

async function listNames(): Promise<readonly string[]> {
  const { stdout } = await runCliToEnd(['env', 'list', '--json'], env, home)
  return (JSON.parse(stdout) as { environments: { name: string }[] }).environments.map(({ name }) => name)
}

it('says what environments are for where there are none, and what of a new one is missing, at its field', async () => {
  await page.getByRole('navigation').getByRole('button', { name: 'Environments' }).click()
  await page.getByRole('heading', { name: 'No environments yet' }).waitFor()
  await runCommand(page, 'new environment')
  await dialog().getByLabel('Name', { exact: true }).waitFor()
  await press(dialog(), 'Create')
  await dialog().getByText('Give it a name.').waitFor()
  await dialog().locator('input[aria-invalid="true"]:focus').waitFor()
  await dialog().getByLabel('Python', { exact: true }).fill('2.7')
  await dialog().getByRole('textbox', { name: 'Packages', exact: true }).fill('--index-url=http://evil')
  await press(dialog(), 'Create')
  await dialog().getByText('2.7: A version of Python is like 3.12.').waitFor()
  await dialog()
    .getByText(/^--index-url=http:\/\/evil: A package is named like/)
    .waitFor()
  expect(await findAccessibilityProblems(page)).toEqual([])
  await dialog().getByLabel('Python', { exact: true }).fill('')
})

it('makes one with venv, and marks its row', async () => {
  await create('venv', 'web', '')
  expect(await rowOf('web').textContent()).toMatch(/made by Isoscope.*3\.\d+\.\d+/)
  expect(existsSync(join(ours, 'environments', 'web', 'pyvenv.cfg'))).toBe(true)
  expect(await listNames()).toEqual(['web'])
})

it('shows what is installed in it, and why something could not be, with the words of pip', async () => {
  const drawer = await openDetails('web')
  await drawer.getByRole('rowheader', { name: 'pip', exact: true }).waitFor()
  await drawer.getByLabel('Packages to install').fill('numpy')
  await press(drawer, 'Install')
  const alert = drawer.getByRole('alert')
  await alert.getByText('The package index does not have numpy.').waitFor()
  expect(await alert.locator('pre').textContent()).toContain('No matching distribution found for numpy')
})

it('updates it from a file, with the words of pip where it cannot, and nothing that was typed is lost', async () => {
  const drawer = page.getByRole('dialog', { name: 'web' })
  await press(drawer, 'Update from a file…')
  const form = page.getByRole('dialog', { name: 'Update web from a file' })
  await press(form, 'Update')
  await form.getByText('Drop a file, choose one, or paste what is in it.').waitFor()
  const file = form.getByRole('textbox', { name: 'File' })
  await file.fill('name: web\ndependencies:\n  - hello\n')
  await form.getByText('This is a file of conda’s; pip installs from a requirements.txt.').waitFor()
  await file.fill('numpy\n')
  await press(form, 'Update')
  await form.getByText('The package index does not have numpy.').waitFor()
  expect(await file.inputValue()).toBe('numpy\n')
  expect(await findAccessibilityProblems(page)).toEqual([])
  await file.fill('pip\n')
  await press(form, 'Update')
  await form.waitFor({ state: 'detached' })
  await drawer.getByText('Nothing had to be changed.').waitFor()
})

it('runs a command in it', async () => {
  const section = page.getByRole('region', { name: 'Run a command' })
  await section.getByLabel('Command').fill(`python -c "import sys; print(sys.prefix); sys.exit(3)"`)
  await press(section, 'Run')
  await section.getByText(join(ours, 'environments', 'web')).waitFor()
  await section.getByText('It ended with 3.').waitFor()
  await page.keyboard.press('Escape')
})

it('removes it from its row’s menu, after saying what returns', async () => {
  await press(rowOf('web'), 'Actions of web')
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  const question = page.getByRole('dialog', { name: 'Remove web?' })
  await question.getByText(/MiB of disk return/).waitFor()
  await press(question, 'Remove it')
  await rowOf('web').waitFor({ state: 'detached' })
  expect(existsSync(join(ours, 'environments', 'web'))).toBe(false)
  expect(await listNames()).toEqual([])
})

it('makes one with conda, clones it, and finds what it has on disk', async () => {
  await page.getByRole('button', { name: 'New environment' }).first().click()
  await dialog().getByLabel('Name', { exact: true }).waitFor()
  await create('conda', 't1', 'hello')
  await press(rowOf('t1'), 'Actions of t1')
  await page.getByRole('menuitem', { name: 'Clone…' }).click()
  const clone = page.getByRole('dialog', { name: 'Clone t1' })
  await clone.getByLabel('Name', { exact: true }).fill('t1c')
  await press(clone, 'Clone')
  await rowOf('t1c').waitFor()
  await page.getByRole('button', { name: 'Read sizes' }).click()
  await rowOf('t1')
    .getByText(/\d\s[KM]?i?B$/)
    .waitFor()
})

it('installs, uninstalls and exports, with the solver’s words where it cannot', async () => {
  const drawer = await openDetails('t1')
  await drawer.getByLabel('Search packages').fill('greet')
  await drawer.getByText('1 of 2').waitFor()
  await drawer.getByLabel('Search packages').fill('')
  await drawer.getByLabel('Packages to install').fill('no-such-package')
  await press(drawer, 'Install')
  await drawer.getByText('No channel has no-such-package.').waitFor()
  await drawer.getByLabel('Tick hello').check()
  await press(drawer, 'Uninstall 1…')
  await press(drawer.getByRole('group', { name: 'Uninstall?' }), 'Uninstall')
  await drawer.getByText('− hello 1.1').waitFor()
  await drawer.getByLabel('Format').selectOption('yml-no-builds')
  await press(drawer.getByRole('region', { name: 'Export' }), 'Copy')
  await drawer.getByText('Copied', { exact: true }).waitFor()
  expect(await page.evaluate<string>('navigator.clipboard.readText()')).toContain('  - hello=1.1\n')
  await forEachLook(page, async () => {
    expect(await findAccessibilityProblems(page, '[role=dialog]')).toEqual([])
  })
  await page.keyboard.press('Escape')
})

it('goes through its rows by keyboard, removes one with Delete, and the next one has the focus', async () => {
  await rowOf('t1').focus()
  await page.keyboard.press('End')
  await page.locator('[data-row]:focus').filter({ hasText: 't1c' }).waitFor()
  await page.keyboard.press('Delete')
  await press(page.getByRole('dialog', { name: 'Remove t1c?' }), 'Remove it')
  await rowOf('t1c').waitFor({ state: 'detached' })
  await page.locator('[data-row]:focus').filter({ hasText: 't1' }).waitFor()
  expect(existsSync(join(conda.root, 'envs', 't1c'))).toBe(false)
})

it('has no serious accessibility problem and does not scroll sideways, in both themes', async () => {
  await forEachLook(page, async () => {
    expect(await measureSidewaysOverflow(page)).toBe(0)
    expect(await findAccessibilityProblems(page)).toEqual([])
  })
})

it('never broke the content security policy and logged no error', () => {
  expect(watched.complaints).toEqual([])
})
