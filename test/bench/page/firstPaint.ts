import type { Page } from 'playwright-core'
import { median } from '../../../main/model/stats/median.ts'
import { launchChromium } from '../../support/served.ts'
import { serveInProcess } from '../../support/servedInProcess.ts'
import type { Check } from '../check.ts'

const loads = 10
/** Milliseconds. */
const most = 300

/**
 * From the arrival of the document until its first frame is painted, and until the shell can be used, which is told
 * beside it; nothing cached. Beside it the same for the server's plain answer "not found": a line of text, which no page
 * can beat here. The browser's process for the page is there before, as it is when somebody follows a link: starting it
 * takes another tenth of a second, of which the document can know nothing.
 */
export async function checkFirstPaint(): Promise<Check> {
  // No engine ever answers here: the shell must not wait for one.
  const app = await serveInProcess(() => [])
  const browser = await launchChromium()
  try {
    const plain: number[] = []
    const shell: number[] = []
    const usable: number[] = []
    for (let load = 0; load < loads; load++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      try {
        const page = await context.newPage()
        await page.addInitScript(noteShell)
        const open = (path: string) => page.goto(new URL(path, app.openUrl).href)
        await open(plainPath)
        await open(plainPath)
        plain.push(await readPaint(page))
        await open('/')
        await page.getByRole('navigation').waitFor()
        shell.push(await readPaint(page))
        usable.push(await page.evaluate<number>(`window.shellAt - ${arrival}`))
      } finally {
        await context.close()
      }
    }
    return {
      name: 'first paint of the shell after the document has arrived',
      unit: 'ms',
      ours: {
        median: median(shell),
        least: Math.min(...shell),
        worst: Math.max(...shell),
        usable: median(usable),
        loads,
      },
      reference: { most, plain: median(plain) },
      limit: `median under ${most} ms`,
      holds: median(shell) < most,
    }
  } finally {
    await browser.close()
    await app.stop()
  }
}

const plainPath = '/nothing-is-here'

/** In the page, before anything else: notes when the shell's first button is there. */
const noteShell = `new MutationObserver(() => {
  if (window.shellAt === undefined && document.querySelector('nav button')) window.shellAt = performance.now()
}).observe(document, { childList: true, subtree: true })`

const arrival = `performance.getEntriesByType('navigation')[0].responseEnd`

/** Milliseconds from the document's arrival. */
async function readPaint(page: Page): Promise<number> {
  return await page.evaluate<number>(`new Promise((resolve) => {
    const read = () => {
      const [paint] = performance.getEntriesByName('first-contentful-paint')
      if (paint) resolve(paint.startTime - ${arrival})
      else setTimeout(read, 20)
    }
    read()
  })`)
}
