import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { createBusyDrivers } from '../../support/manyInstances.ts'
import { launchChromium } from '../../support/served.ts'
import { serveInProcess } from '../../support/servedInProcess.ts'
import type { Check } from '../check.ts'
import { listMainTasks, traceBrowser } from './trace.ts'

const counts = { docker: 700, qemu: 200, venv: 100 } as const
const rows = Object.values(counts).reduce((sum, count) => sum + count, 0)
/** Milliseconds. */
const mostPerTask = 50
const window = 10_000
const leastFrames = 50

/**
 * The Live page with 1,000 running instances of invented engines, each sampled once a second: how long the page's main
 * thread is taken at one time, and how smoothly the table scrolls, against an empty page in the same browser.
 */
export async function checkLivePage(): Promise<readonly Check[]> {
  const filling: Promise<void>[] = []
  const app = await serveInProcess((deps) => {
    const { drivers, filled } = createBusyDrivers(deps, counts)
    filling.push(filled)
    return drivers
  })
  const browser = await launchChromium()
  try {
    await Promise.all(filling)
    const blank = await browser.newPage()
    const reference = await countFrames(blank, async () => sleep(3_000))
    await blank.close()
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(app.openUrl.replace('/#', '/?page=live#'))
    await page.getByText(`${rows} instances`).waitFor()
    await page.getByRole('row', { name: /%/ }).first().waitFor()
    await sleep(1_000)
    return [await checkTasks(browser), await checkScrolling(page, reference)]
  } finally {
    await browser.close()
    await app.stop()
  }
}

async function checkTasks(browser: Browser): Promise<Check> {
  const tasks = listMainTasks(await traceBrowser(browser, () => sleep(window)))
  const longest = tasks[0]?.wall ?? Number.NaN
  return {
    name: `longest task of the Live page's main thread, ${rows} rows at 1 Hz`,
    unit: 'ms',
    ours: {
      longest,
      tenthLongest: tasks[9]?.wall ?? Number.NaN,
      // Where this is far less, the machine had other work: the thread waited for a processor.
      mostCpu: Math.max(...tasks.map(({ cpu }) => cpu)),
      cpuPerSecond: tasks.reduce((sum, { cpu }) => sum + cpu, 0) / (window / 1000),
      tasks: tasks.length,
    },
    reference: { most: mostPerTask, window },
    limit: `no task over ${mostPerTask} ms in ${window / 1000} s after the first second`,
    holds: tasks.length > 0 && longest <= mostPerTask,
  }
}

async function checkScrolling(page: Page, reference: number): Promise<Check> {
  const place = await page.getByRole('treegrid').boundingBox()
  if (!place) throw new Error('the table is not there')
  await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2)
  let top = 0
  const fps = await countFrames(page, async () => {
    // As a hand does it: a notch of the wheel every 50 ms.
    for (let notch = 0; notch < 60; notch++) {
      await page.mouse.wheel(0, notch < 40 ? 240 : -240)
      await sleep(50)
    }
    top = await page.evaluate<number>('document.querySelector("[role=treegrid]").scrollTop')
  })
  return {
    name: `frames per second while ${rows} rows are scrolled`,
    unit: 'count',
    ours: { fps, scrolledTo: top },
    reference: { fps: reference, least: leastFrames },
    limit: `at least ${leastFrames} frames of the main thread per second`,
    holds: fps >= leastFrames && top > 0,
  }
}

/** Frames that the page's main thread has made per second while `work` goes on. */
async function countFrames(page: Page, work: () => Promise<void>): Promise<number> {
  await page.evaluate(`
    window.frames_ = []
    const note = (at) => { window.frames_.push(at); window.going_ = requestAnimationFrame(note) }
    window.going_ = requestAnimationFrame(note)`)
  await work()
  const times = await page.evaluate<number[]>('cancelAnimationFrame(window.going_), window.frames_')
  const [first = 0] = times
  return ((times.length - 1) / ((times.at(-1) ?? 0) - first)) * 1000
}
