import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diffSchema } from '../../main/contract/diff.ts'
import { type Run, runSchema } from '../../main/contract/run.ts'
import { createHome, runCliToEnd } from '../support/cli.ts'
import { launchChromium } from '../support/served.ts'

const home = createHome()
const env = { ISOSCOPE_HOME: home.path }
const inHome = (name: string) => join(home.path, name)
const readRun = (name: string): Run => runSchema.parse(JSON.parse(readFileSync(inHome(name), 'utf8')))
const compareHost = ['compare', '--contenders', 'host', '--rounds', '6', '--quiet']

// Every test below is about this run.
beforeAll(async () => {
  const files = ['json', 'csv', 'markdown', 'html'].flatMap((format) => [`--${format}`, inHome(`first.${format}`)])
  const { code, stderr } = await runCliToEnd([...compareHost, ...files], env)
  if (code !== 0) throw new Error(`exit code ${code}\n${stderr}`)
})

afterAll(() => home.remove())

/** The same run as if the host had started a hundred times faster. */
function quicken(run: Run): Run {
  return {
    ...run,
    contenders: run.contenders.map((contender) => {
      const { startup } = contender.metrics
      if (startup?.kind !== 'number') throw new Error('the host has a start-up')
      const quick = { ...startup, samples: startup.samples.map((value) => value / 100), median: startup.median / 100 }
      return { ...contender, metrics: { ...contender.metrics, startup: quick } }
    }),
  }
}

describe('a real run of the host alone', () => {
  it('is written in every form at once, each of the same samples', () => {
    const run = readRun('first.json')
    expect(run.samples.length).toBeGreaterThan(50)
    expect(readFileSync(inHome('first.csv'), 'utf8').trim().split('\r\n')).toHaveLength(run.samples.length + 1)
    expect(readFileSync(inHome('first.markdown'), 'utf8')).toContain(`# Isoscope run ${run.id}`)
    expect(readFileSync(inHome('first.html'), 'utf8')).toContain(run.id)
  })

  it.each(['json', 'csv', 'markdown', 'html'])('is exported later as %s with the same text', async (format) => {
    const { code, stdout } = await runCliToEnd(['export', 'last', `--${format}`, '-'], env)
    expect(code).toBe(0)
    expect(stdout).toBe(readFileSync(inHome(`first.${format}`), 'utf8'))
  })

  it('that is no run is refused, with the place that is wrong', async () => {
    writeFileSync(inHome('wrong.json'), JSON.stringify({ ...readRun('first.json'), seed: 'seven' }))
    const { code, stderr } = await runCliToEnd(['diff', 'last', inHome('wrong.json')], env)
    expect(code).toBe(2)
    expect(stderr).toMatch(/wrong\.json is not a run that this version can read: .*seed/)
  })
})

describe('its HTML in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it.each(['light', 'dark'] as const)(
    'asks for nothing, breaks no policy and fits the window, %s',
    async (colorScheme) => {
      const page = await browser.newPage({ viewport: { width: 1024, height: 768 }, colorScheme })
      const requests: string[] = []
      const messages: string[] = []
      page.on('request', (request) => requests.push(request.url()))
      page.on('console', (message) => messages.push(message.text()))
      page.on('pageerror', (error) => messages.push(error.message))
      await page.goto(`file://${inHome('first.html')}`)
      expect(requests).toEqual([`file://${inHome('first.html')}`])
      expect(messages).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1024)
      const background = await page.evaluate('getComputedStyle(document.body).backgroundColor')
      expect(background).toBe(colorScheme === 'dark' ? 'rgb(15, 18, 22)' : 'rgb(245, 247, 250)')
      expect(await page.getByRole('img', { name: 'Start-up, probe: every round' }).count()).toBe(1)
      await page.close()
    },
  )
})

describe('a second one beside it', () => {
  it('exits with 3 where a change from the baseline is significant and beyond what was allowed', async () => {
    writeFileSync(inHome('quick.json'), JSON.stringify(quicken(readRun('first.json'))))
    const conditions = ['--fail-if', 'host.startup<-1%', '--fail-if', 'host.startup>+50%']
    const args = [...compareHost, '--json', inHome('second.json'), '--baseline', inHome('quick.json'), ...conditions]
    const { code, stdout, stderr } = await runCliToEnd(args, env)
    expect(stderr).toMatch(/host\.startup>\+50%: has happened: \+.* significant/)
    expect(stderr).toMatch(/host\.startup<-1%: has not happened/)
    expect(stdout).toMatch(/^host +startup +.*significant$/m)
    expect(code).toBe(3)
  })

  it('is compared with the first by name, and nothing of this machine has changed between them', async () => {
    const [first, second] = [readRun('first.json'), readRun('second.json')]
    const { code, stdout } = await runCliToEnd(['diff', first.id, inHome('second.json'), '--json'], env)
    expect(code).toBe(0)
    const diff = diffSchema.parse(JSON.parse(stdout))
    expect([diff.before.id, diff.after.id]).toEqual([first.id, second.id])
    expect(diff.environment).toEqual([])
    expect(diff.metrics).toContainEqual(expect.objectContaining({ kind: 'compared', metric: 'startup' }))
    const text = await runCliToEnd(['diff', first.id, second.id], env)
    expect(text.stdout).toContain('CONTENDER')
  })
})
