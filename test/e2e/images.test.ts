import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHome } from '../support/cli.ts'
import { createLayeredImages, type LayeredImages } from '../support/layeredImages.ts'
import {
  findAccessibilityProblems,
  forEachLook,
  measureSidewaysOverflow,
  openApp,
  type WatchedPage,
} from '../support/page.ts'
import { docker } from '../support/probeContainers.ts'
import { launchChromium, type ServedProcess, serveApp } from '../support/served.ts'

const repository = `isoscope-page-images-${process.pid}`

/** The pages Images and Containers on the real daemon. One story: each step goes on from the one before. */
describe('the Images page', () => {
  const home = createHome()
  let images: LayeredImages
  let app: ServedProcess
  let browser: Browser
  let watched: WatchedPage
  let page: Page

  beforeAll(async () => {
    images = createLayeredImages(repository)
    const from = `FROM ${images.nameOf('base')}\nRUN mkdir /d && echo one > /d/one && echo two > /d/two\n`
    images.build('parent', from)
    images.build('child', `FROM ${images.nameOf('parent')}\nRUN rm /d/two && echo more >> /d/one\nENV LANG=C\n`)
    images.build('sibling', `FROM ${images.nameOf('parent')}\nRUN dd if=/dev/zero of=/d/big bs=1024 count=100\n`)
    const label = `${repository}=1`
    docker('run', '-d', '--name', repository, '--label', label, images.nameOf('parent'), '/bin/sh', '-c', 'exit 3')
    app = await serveApp({ ISOSCOPE_HOME: home.path })
    browser = await launchChromium()
    watched = await openApp(browser, app)
    page = watched.page
    page.setDefaultTimeout(20_000)
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    docker('rm', '--force', repository)
    images?.remove()
    home.remove()
  })

  const openPage = (title: string) =>
    page.getByRole('navigation').getByRole('button', { name: title, exact: true }).click()
  const rowOf = (tag: string) =>
    page.getByRole('row').filter({ has: page.getByRole('button', { name: images.nameOf(tag), exact: true }) })
  const checkLooks = () =>
    forEachLook(page, async () => {
      expect(await findAccessibilityProblems(page)).toEqual([])
      expect(await measureSidewaysOverflow(page)).toBe(0)
    })
  const close = async (drawer: Locator) => {
    await drawer.waitFor()
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
  }

  it('lists what there is with what returns, finds by words, and follows what others do', async () => {
    await openPage('Images')
    await page.getByRole('searchbox', { name: 'Search images' }).fill(`${repository} yours`)
    await rowOf('parent').getByText('1 container').waitFor()
    await rowOf('sibling').getByText('100 KiB').waitFor()
    await rowOf('child').getByText('unused').waitFor()
    await page.getByText('on disk, each layer once').waitFor()
    await page.getByRole('button', { name: 'Sort by Unique' }).click()
    await expect.poll(() => page.getByRole('row').nth(1).textContent()).toContain('sibling')
    docker('tag', images.nameOf('child'), `${images.nameOf('child')}-too`)
    await rowOf('child').getByText('2 names').waitFor()
    docker('rmi', `${images.nameOf('child')}-too`)
    await rowOf('child').getByText('2 names').waitFor({ state: 'detached' })
    await checkLooks()
  })

  it('draws an image’s layers as they lie, says who shares them, and unfolds one', async () => {
    await page.getByRole('button', { name: images.nameOf('child'), exact: true }).click()
    const drawer = page.getByRole('dialog', { name: images.nameOf('child') })
    const steps = drawer.getByRole('region', { name: 'Layers', exact: true }).getByRole('listitem')
    await steps.first().waitFor()
    expect(
      (await steps.allTextContents()).map((text) => /(LABEL|ENV|RUN rm|RUN mkdir|Imported)/.exec(text)?.[1]),
    ).toEqual(['LABEL', 'ENV', 'RUN rm', 'LABEL', 'RUN mkdir', 'Imported'])
    expect(await steps.nth(2).textContent()).toContain('only here')
    expect(await steps.nth(4).textContent()).toContain('in 2 others')
    expect(await steps.nth(1).textContent()).toContain('no files')
    await drawer.getByRole('button', { name: new RegExp(`${images.nameOf('sibling')} 2 layers`) }).click()
    await expect.poll(() => steps.nth(4).textContent()).toContain('✓ in 2 others')
    await drawer.getByRole('button', { name: /RUN rm/ }).click()
    const files = drawer.getByRole('region', { name: 'Files of the layer' })
    await files.getByText('1 changed, 1 removed').first().waitFor()
    await files.getByRole('button', { name: /^d\// }).click()
    await files.getByRole('listitem').filter({ hasText: /^one/ }).getByText('9 B').waitFor()
    await files.getByRole('listitem').filter({ hasText: /^two/ }).getByText('removed').waitFor()
    await drawer.getByRole('region', { name: 'Settings' }).getByText('ENV LANG').waitFor()
    await checkLooks()
    await close(drawer)
  })

  it('compares two that are ticked, from the older one to the newer', async () => {
    await page.getByLabel(`Tick ${images.nameOf('sibling')}`).check()
    await page.getByLabel(`Tick ${images.nameOf('child')}`).check()
    await page.getByRole('button', { name: 'Compare the two' }).click()
    const drawer = page.getByRole('dialog', { name: 'Compare two images' })
    await drawer.getByRole('region', { name: 'In both' }).getByText('RUN mkdir').waitFor()
    expect(await drawer.getByRole('region', { name: 'Only in the first' }).textContent()).toContain('RUN rm')
    await drawer
      .getByRole('row', { name: /d\/big added/ })
      .getByText('+100 KiB')
      .waitFor()
    await drawer
      .getByRole('row', { name: /d\/one changed/ })
      .getByText('−5 B')
      .waitFor()
    await drawer.getByRole('row', { name: /ENV LANG C –/ }).waitFor()
    await drawer.getByText('Neither has a database of packages').waitFor()
    await checkLooks()
    await close(drawer)
  })

  it('is used by keyboard alone', async () => {
    await rowOf('child').focus()
    await page.keyboard.press('Home')
    await page.locator('[data-row]:focus').filter({ hasText: 'sibling' }).waitFor()
    await page.keyboard.press('Space')
    await page.getByRole('toolbar').getByText('1 selected:').waitFor()
    await page.keyboard.press('Enter')
    await close(page.getByRole('dialog', { name: images.nameOf('sibling') }))
    await page.locator('[data-row]:focus').filter({ hasText: 'sibling' }).waitFor()
  })

  it('shows a container that has failed with its code, its image and its command', async () => {
    await openPage('Containers')
    const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: repository, exact: true }) })
    await row.getByText('exit 3', { exact: true }).waitFor()
    await row.getByText("/bin/sh -c 'exit 3'").waitFor()
    await row.getByText(images.nameOf('parent')).waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
    expect(await measureSidewaysOverflow(page)).toBe(0)
  })

  it('never broke the content security policy and logged no error', () => {
    expect(watched.complaints).toEqual([])
  })
})
