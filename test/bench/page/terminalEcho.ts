import { spawnSync } from 'node:child_process'
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
 * by `docker exec -it` to a pty that only swallows them. Alternating, the least of each: other work only ever adds.
 */
export async function checkTerminalEcho(): Promise<Check> {
  const home = createHome()
  importPrograms(`${name}:1`, ['/bin/sh', '/bin/sleep', '/usr/bin/yes', '/usr/bin/head'])
  docker('run', '--detach', '--name', name, `${name}:1`, '/bin/sleep', '100000')
  const app = await serveApp({ ISOSCOPE_HOME: home.path }, [], ['--allow-commands', '--root', home.path])
  const browser = await launchChromium()
  const ours: number[] = []
  const reference: number[] = []
  const tasks: Task[] = []
  try {
    const page = await openTerminal(browser, app.openUrl)
    for (let round = 1; round <= rounds; round++) {
      reference.push(timeDocker())
      const events = await traceBrowser(browser, async () => {
        ours.push(await timePage(page, round))
      })
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
    ours: { least: Math.min(...ours), longest, mostCpu: Math.max(...tasks.map(({ cpu }) => cpu)), ratio },
    reference: { least: Math.min(...reference), mostRatio, mostPerTask },
    limit: `at most ${mostRatio} times as long, and no task of the page over ${mostPerTask} ms`,
    holds: ratio <= mostRatio && tasks.length > 0 && longest <= mostPerTask,
  }
}

async function openTerminal(browser: Browser, openUrl: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(openUrl.replace('/#', '/?page=containers#'))
  await page.getByText(name, { exact: true }).click()
  await page.getByRole('button', { name: 'Terminal…' }).click()
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.locator('.xterm-rows').filter({ hasText: /[#$]/ }).waitFor()
  return page
}

async function timePage(page: Page, round: number): Promise<number> {
  const startedAt = performance.now()
  // What is typed does not hold the word that is waited for.
  await page.keyboard.type(`${echo}; echo end$((${round}+0))of\n`)
  await page
    .locator('.xterm-rows')
    .filter({ hasText: `end${round}of` })
    .waitFor({ timeout: 300_000 })
  return performance.now() - startedAt
}

/** script --quiet --return --command COMMAND /dev/null (script(1)), which gives it a terminal. */
function timeDocker(): number {
  const command = `docker exec -it ${name} sh -c "${echo}"`
  const startedAt = performance.now()
  const { status } = spawnSync('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`docker exec ended with ${status}`)
  return performance.now() - startedAt
}
