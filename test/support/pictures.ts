import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { projectRoot } from './cli.ts'
import { createProbeContainers } from './probeContainers.ts'

const folder = join(projectRoot, 'docs', 'screenshots')
const views = ['Table', 'Charts', 'Isolation', 'Timeline']
const pages = ['History', 'Live', 'Engines', 'Settings']

/**
 * Pictures of every page and view in both themes for docs/screenshots, 1440×900, of what the page shows: a real run has
 * to be there. The Live page gets three containers to show for as long.
 */
export async function takePictures(page: Page): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const containers = createProbeContainers(`isopicture${process.pid}`)
  try {
    for (const name of ['web', 'database', 'worker']) containers.run(`${name}-${process.pid}`)
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      await openPage(page, 'Compare')
      for (const view of views) {
        await chooseView(page, view)
        await takePicture(page, view === 'Table' ? 'compare' : view.toLowerCase(), theme)
      }
      await chooseView(page, 'Table')
      for (const title of pages) {
        await openPage(page, title)
        await takePicture(page, title.toLowerCase(), theme)
      }
    }
    await openPage(page, 'Compare')
  } finally {
    containers.remove()
  }
}

async function openPage(page: Page, title: string): Promise<void> {
  const navigation = page.getByRole('navigation', { name: 'Pages and runs' })
  await navigation.getByRole('button', { name: new RegExp(`^${title}`) }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

/** By its label, as a mouse does: the radio button itself is out of sight. */
async function chooseView(page: Page, view: string): Promise<void> {
  await page.locator('label').getByText(view, { exact: true }).click()
}

async function takePicture(page: Page, name: string, theme: string): Promise<void> {
  // Until colours have changed, what is lazy has come, and live figures have been read a few times.
  await page.waitForTimeout(name === 'live' ? 15_000 : 2_500)
  await page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
}
