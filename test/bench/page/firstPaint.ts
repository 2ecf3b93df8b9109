import type { Browser } from 'playwright-core'
import { median } from '../../../main/model/stats/median.ts'
import { launchChromium } from '../../support/served.ts'
import { serveInProcess } from '../../support/servedInProcess.ts'
import type { Check } from '../check.ts'

const loads = 10
/** Milliseconds. */
const most = 300

/**
 * From the arrival of the document until its first frame is painted, and until the shell can be used, which is told beside it;
 * each load in a profile of its own, with nothing cached.
 */
export async function checkFirstPaint(): Promise<Check> {
  // No engine ever answers here: the shell must not wait for one.
  const app = await serveInProcess(() => [])
  const browser = await launchChromium()
  try {
    const times: number[] = []
    const usable: number[] = []
    for (let load = 0; load < loads; load++) {
      const { paint, shell } = await timeLoad(browser, new URL('/', app.openUrl).href)
      times.push(paint)
      usable.push(shell)
    }
    return {
      name: 'first paint of the shell after the document has arrived',
      unit: 'ms',
      ours: {
        median: median(times),
        least: Math.min(...times),
        worst: Math.max(...times),
        usable: median(usable),
        loads,
      },
      reference: { most },
      limit: `median under ${most} ms`,
      holds: median(times) < most,
    }
  } finally {
    await browser.close()
    await app.stop()
  }
}

/** In the page, before anything else: notes when the shell's first button is there. */
const noteShell = `new MutationObserver(() => {
  if (window.shellAt === undefined && document.querySelector('nav button')) window.shellAt = performance.now()
}).observe(document, { childList: true, subtree: true })`

async function timeLoad(browser: Browser, url: string): Promise<{ readonly paint: number; readonly shell: number }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const page = await context.newPage()
    await page.addInitScript(noteShell)
    await page.goto(url)
    await page.getByRole('navigation').waitFor()
    return await page.evaluate<{ paint: number; shell: number }>(`new Promise((resolve) => {
      const read = () => {
        const [paint] = performance.getEntriesByName('first-contentful-paint')
        const [{ responseEnd }] = performance.getEntriesByType('navigation')
        if (!paint || window.shellAt === undefined) setTimeout(read, 20)
        else resolve({ paint: paint.startTime - responseEnd, shell: window.shellAt - responseEnd })
      }
      read()
    })`)
  } finally {
    await context.close()
  }
}
