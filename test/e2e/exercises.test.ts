import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  findAccessibilityProblems,
  forEachLook,
  measureSidewaysOverflow,
  openApp,
  type WatchedPage,
} from '../support/page.ts'
import { docker } from '../support/probeContainers.ts'
import { removeContainersOf, removeImageNames, removeImages } from '../support/removeImages.ts'
import { launchChromium, type ServedProcess, serveApp } from '../support/served.ts'
import { importPrograms } from '../support/shellContainer.ts'
import { hasRegistry, startRegistry, type TestRegistry } from '../support/startRegistry.ts'

const unique = `isoscope-exercises-${process.pid}`
const base = `${unique}:base`

/** The Exercises page on the real daemon and a real registry. One story: each step goes on from the one before. */
describe.skipIf(!hasRegistry && !process.env.CI)('the Exercises page', () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), `${unique}-`)))
  let registry: TestRegistry
  let app: ServedProcess
  let browser: Browser
  let watched: WatchedPage
  let page: Page
  const nameOf = (tag: string) => `${registry.address}/${unique}:${tag}`

  beforeAll(async () => {
    registry = await startRegistry()
    importPrograms(base, ['/bin/sh', '/bin/cat', '/bin/echo'])
    // What the course has put there for its students, with a file that they are to change.
    const given = `FROM ${base}\nLABEL ${unique}=1\nRUN echo "Write your name below." > /Readme.txt\nCMD ["/bin/sh"]\n`
    execFileSync('docker', ['build', '--quiet', '--tag', nameOf('given'), '-'], {
      input: given,
      env: { ...process.env, DOCKER_BUILDKIT: '0' },
      stdio: 'pipe',
    })
    docker('push', '--quiet', nameOf('given'))
    removeImageNames(nameOf('given'))
    app = await serveApp({ ISOSCOPE_HOME: home }, [], ['--allow-commands', '--root', home])
    browser = await launchChromium()
    watched = await openApp(browser, app)
    page = watched.page
    page.setDefaultTimeout(30_000)
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    await registry?.stop()
    rmSync(home, { recursive: true, force: true })
    removeContainersOf(unique)
    removeImages(unique)
  })

  const step = (title: string) => page.getByRole('listitem', { name: title, exact: true })
  const says = (title: string, words: string | RegExp) =>
    step(title).getByRole('status').filter({ hasText: words }).waitFor()
  const open = async (title: string, action: string, dialogName: string) => {
    await step(title).getByRole('button', { name: action, exact: true }).click()
    return page.getByRole('dialog', { name: dialogName })
  }
  const press = (dialog: ReturnType<Page['getByRole']>, name: string) =>
    dialog.getByRole('button', { name, exact: true }).last().click()
  const checkLooks = () =>
    forEachLook(page, async () => {
      expect(await findAccessibilityProblems(page)).toEqual([])
      expect(await measureSidewaysOverflow(page)).toBe(0)
    })
  /** The digest that the page tells, and the one by which docker knows the image that it has pulled anew. */
  const comparePushed = async (title: string, tag: string) => {
    await says(title, 'Done. In the registry')
    const told = /sha256:[0-9a-f]{64}/.exec((await step(title).textContent()) ?? '')?.[0]
    removeImageNames(nameOf(tag))
    expect(/Digest: (\S+)/.exec(docker('pull', nameOf(tag)))?.[1]).toBe(told)
  }

  it('begins with names, and says what is wrong with them', async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Exercises', exact: true }).click()
    const field = (label: string) => page.getByRole('textbox', { name: label })
    await says('Push the new image', 'First give it a name above.')
    await field('Image to begin with').fill(nameOf('given'))
    await field('Push the modified image as').fill(nameOf('given'))
    await page.getByText('Another name: the image it begins with keeps its own.').waitFor()
    await field('Push the modified image as').fill(nameOf('modified'))
    await field('Push the built image as').fill(nameOf('built'))
    await says('Pull the image', 'To do. It is not here yet.')
    await says('Commit the container', 'Later. First run a container.')
    await step('Push the new image')
      .getByText(`docker push ${nameOf('modified')}`)
      .waitFor()
    await checkLooks()
  })

  it('1: pulls, runs at a terminal, shows what has changed, commits and pushes what docker pulls', async () => {
    await press(await open('Pull the image', 'Pull…', 'Pull an image'), 'Pull')
    await says('Pull the image', 'Done. The image is here')

    const run = 'Run a container and change a file in it'
    await press(await open(run, 'Run in a terminal…', `Run ${nameOf('given')}`), 'Run')
    const terminal = page.getByRole('dialog', { name: `Run ${nameOf('given')}` })
    const screen = () => terminal.locator('.xterm-rows').textContent()
    await expect.poll(screen).toMatch(/[#$]/)
    await terminal.getByRole('textbox', { name: 'Terminal input' }).focus()
    await page.keyboard.type('cat /Readme.txt\n')
    await expect.poll(screen).toContain('Write your name below.')
    await page.keyboard.type('echo Ada >> /Readme.txt; exit\n')
    await terminal.getByRole('status').filter({ hasText: 'ended' }).first().waitFor()
    await press(terminal, 'Close')
    await says(run, /Done\. Container \S+ is here and has ended\./)
    const container = docker(
      'ps',
      '--all',
      '--latest',
      '--format',
      '{{.Names}}',
      '--filter',
      `ancestor=${nameOf('given')}`,
    )
    await step('Commit the container')
      .getByText(`docker commit ${container} ${nameOf('modified')}`)
      .waitFor()

    await says('See what has changed', /Done\. 1 changed/)
    const changes = await open('See what has changed', 'Show changes…', `What ${container} has changed`)
    await changes.getByText('Readme.txt').waitFor()
    await press(changes, 'Close')

    await press(await open('Commit the container', 'Commit…', `Commit ${container}`), 'Commit')
    await says('Commit the container', 'Done. The new image is here')
    await says('Push the new image', 'To do. It is not in the registry yet.')
    await press(await open('Push the new image', 'Push…', `Push ${nameOf('modified')}`), 'Push')
    await comparePushed('Push the new image', 'modified')
    expect(docker('run', '--rm', nameOf('modified'), 'cat', '/Readme.txt')).toBe('Write your name below.\nAda')
    await page.getByText('5 of 5 done').waitFor()
  })

  it('2: builds; with another ENTRYPOINT only that and what follows is new, and why; pushes what docker pulls', async () => {
    const build = await open('Build the image', 'Build…', 'Build an image')
    await press(build, 'Build')
    await build.getByText('1 of 4 steps cached, 3 new').waitFor()
    await press(build, 'Close')
    await says('Build the image', 'Done. Built: 1 of 4 steps cached, 3 new.')

    const again = await open('Change ENTRYPOINT and build again', 'Build again…', 'Build an image')
    await press(again, 'Build')
    await again.getByText('2 of 4 steps cached, 2 new').waitFor()
    await again.getByText(/instruction changed: ENTRYPOINT .*Hello.* → ENTRYPOINT .*Hi/).waitFor()
    await press(again, 'Close')
    await says('Change ENTRYPOINT and build again', /Done\. 2 of 4 steps cached, 2 new\. Step 3: instruction changed/)

    await press(await open('Push the image', 'Push…', `Push ${nameOf('built')}`), 'Push')
    await comparePushed('Push the image', 'built')
    expect(docker('run', '--rm', nameOf('built'), 'Pavlos')).toBe('Hi Pavlos')
    await checkLooks()
  })

  it('follows what is done without it: pushed, pulled and removed by docker', async () => {
    docker('tag', base, nameOf('built'))
    docker('push', nameOf('built'))
    docker('pull', nameOf('built'))
    await page.getByRole('button', { name: 'Check again' }).click()
    await says('Push the image', 'Done. In the registry')
    removeContainersOf(unique)
    removeImageNames(nameOf('modified'), nameOf('given'))
    await says('Pull the image', 'To do. It is not here yet.')
    await says('Push the new image', 'Later. First commit the container.')
  })

  it('never broke the content security policy and logged no error', () => {
    expect(watched.complaints).toEqual([])
  })
})
