import type { Browser } from 'playwright-core'
import { median } from '../../../main/model/stats/median.ts'
import { launchChromium } from '../../support/served.ts'
import { serveInProcess } from '../../support/servedInProcess.ts'
import type { Check } from '../check.ts'

const loads = 10
/** Milliseconds. */
const most = 300

/** From the arrival of the document until the shell is painted; each load in a profile of its own, with nothing cached. */
export async function checkFirstPaint(): Promise<Check> {
  // No engine ever answers here: the shell must not wait for one.
  const app = await serveInProcess(() => [])
  const browser = await launchChromium()
  try {
    const times: number[] = []
    for (let load = 0; load < loads; load++) times.push(await timeFirstPaint(browser, new URL('/', app.openUrl).href))
    return {
      name: 'first paint of the shell after the document has arrived',
      unit: 'ms',
      ours: { median: median(times), least: Math.min(...times), worst: Math.max(...times), loads },
      reference: { most },
      limit: `median under ${most} ms`,
      holds: median(times) < most,
    }
  } finally {
    await browser.close()
    await app.stop()
  }
}

async function timeFirstPaint(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const page = await context.newPage()
    await page.goto(url)
    await page.getByRole('navigation').waitFor()
    return await page.evaluate<number>(`new Promise((resolve) => {
      const read = () => {
        const [paint] = performance.getEntriesByName('first-contentful-paint')
        const [document] = performance.getEntriesByType('navigation')
        paint ? resolve(paint.startTime - document.responseEnd) : setTimeout(read, 20)
      }
      read()
    })`)
  } finally {
    await context.close()
  }
}
