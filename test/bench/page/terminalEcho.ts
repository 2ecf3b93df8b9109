import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Browser, Page } from 'playwright-core'
import { createHome } from '../../support/cli.ts'
import { docker } from '../../support/probeContainers.ts'
import { launchChromium, serveApp } from '../../support/served.ts'
import { importPrograms } from '../../support/shellContainer.ts'
import type { Check } from '../check.ts'
import { listMainTasks, type Task, traceBrowser } from './trace.ts'

const bytes = 100 * 1024 ** 2
const rounds = 3
const mostRatio = 1.5
/** Milliseconds. */
const mostPerTask = 100

const name = `isoscope-echo${process.pid}`
const line = 'The quick brown fox jumps over the lazy dog, and each of its bytes is counted here.'
const echo = `yes '${line}' | head -c ${bytes}`

/**
 * A hundred megabytes of text from a container to a terminal: on the page of `isoscope serve`, drawn by a real browser, and
 * by `docker exec -it` to a pty of the same size that only swallows them. Alternating, the least of each: other work only ever
 * adds. Timed until the last byte: on the page from the key that starts it until what comes behind it is drawn, with docker from
 * the first byte on, so without the start of its client.
 */
export async function checkTerminalEcho(): Promise<Check> {
  const home = createHome()
  importPrograms(`${name}:1`, ['/bin/sh', '/bin/sleep', '/usr/bin/yes', '/usr/bin/head'])
  docker('run', '--detach', '--name', name, `${name}:1`, '/bin/sleep', '100000')
  const app = await serveApp({ ISOSCOPE_HOME: home.path }, [], ['--allow-commands', '--root', home.path])
  const browser = await launchChromium()
  const ours: number[] = []
  const reference: number[] = []
  const told: Told[] = []
  const tasks: Task[] = []
  try {
    const { page, seen } = await openTerminal(browser, app.openUrl)
    for (let round = 1; round <= rounds; round++) {
      reference.push(await timeDocker(seen.size))
      const events = await traceBrowser(browser, async () => {
        ours.push(await timePage(page, round))
      })
      told.push(seen.takeBytes())
      tasks.push(...listMainTasks(events))
    }
  } finally {
    await browser.close()
    await app.stop()
    docker('rm', '--force', name)
    docker('rmi', '--force', `${name}:1`)
    home.remove()
  }
  const ratio = Math.min(...ours) / Math.min(...reference)
  const longest = Math.max(...tasks.map(({ wall }) => wall))
  return {
    name: 'a terminal on the page that echoes 100 MiB, against docker exec -it',
    unit: 'ms',
    // Where `mostCpu` is far less than `longest`, the thread waited for a processor.
    ours: {
      least: Math.min(...ours),
      longest,
      mostCpu: Math.max(...tasks.map(({ cpu }) => cpu)),
      ratio,
      // Bytes of a round that came to the page, and that the server left out as no terminal would show them: the lines that are
      // pushed out of its memory before it is drawn again.
      leastDrawnBytes: Math.min(...told.map(({ drawn }) => drawn)),
      mostLeftOutBytes: Math.max(...told.map(({ leftOut }) => leftOut)),
    },
    reference: { least: Math.min(...reference), mostRatio, mostPerTask },
    limit: `at most ${mostRatio} times as long, and no task of the page over ${mostPerTask} ms`,
    holds: ratio <= mostRatio && tasks.length > 0 && longest <= mostPerTask,
  }
}

interface Size {
  readonly columns: number
  readonly rows: number
}

interface Told {
  readonly drawn: number
  readonly leftOut: number
}

/** What goes over the page's socket about its terminal. */
interface Seen {
  readonly size: Size
  takeBytes(): Told
}

async function openTerminal(browser: Browser, openUrl: string): Promise<{ readonly page: Page; readonly seen: Seen }> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const seen = watchSocket(page)
  await page.goto(openUrl.replace('/#', '/?page=containers#'))
  await page.getByText(name, { exact: true }).click()
  await page.getByRole('button', { name: 'Terminal…' }).click()
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.locator('.xterm-rows').filter({ hasText: /[#$]/ }).waitFor()
  return { page, seen }
}

function watchSocket(page: Page): Seen {
  let size: Size | undefined
  let drawn = 0
  let leftOut = 0
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      const found = /"columns":(\d+),"rows":(\d+)/.exec(payload.toString())
      if (found) size = { columns: Number(found[1]), rows: Number(found[2]) }
    })
    socket.on('framereceived', ({ payload }) => {
      const [, bytes, left] = /"bytes":"([^"]*)","leftOut":(\d+)/.exec(payload.toString()) ?? []
      drawn += bytes === undefined ? 0 : Buffer.byteLength(bytes, 'base64')
      leftOut += Number(left ?? 0)
    })
  })
  return {
    get size() {
      if (!size) throw new Error('The page has told no size.')
      return size
    },
    takeBytes: () => {
      const told = { drawn, leftOut }
      drawn = leftOut = 0
      if (told.drawn + told.leftOut < bytes) throw new Error('The page was told of less than was printed.')
      return told
    },
  }
}

async function timePage(page: Page, round: number): Promise<number> {
  // What is typed does not hold the word that is waited for.
  await page.keyboard.insertText(`${echo}; echo end$((${round}+0))of`)
  const startedAt = performance.now()
  await page.keyboard.press('Enter')
  await page
    .locator('.xterm-rows')
    .filter({ hasText: `end${round}of` })
    .waitFor({ timeout: 300_000 })
  return performance.now() - startedAt
}

/** script --quiet --return --command COMMAND /dev/null (script(1)), which gives it a terminal. */
async function timeDocker({ columns, rows }: Size): Promise<number> {
  const command = `stty cols ${columns} rows ${rows}; exec docker exec -it ${name} sh -c "${echo}"`
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let startedAt = 0
  let came = 0
  child.stdout.on('data', (chunk: Buffer) => {
    if (came === 0) startedAt = performance.now()
    came += chunk.length
  })
  const [status] = await once(child, 'close')
  if (status !== 0 || came < bytes) throw new Error(`docker exec ended with ${status}, after ${came} bytes`)
  return performance.now() - startedAt
}
