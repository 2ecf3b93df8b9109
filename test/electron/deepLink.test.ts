import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatWhen } from '../../main/model/formatWhen.ts'
import { createHome } from '../support/cli.ts'
import { finishedRun } from '../support/finishedRun.ts'
import { seedRuns } from '../support/storeRuns.ts'
import { type Desktop, launchDesktop, ranOn } from './desktop.ts'
import { startStandIn } from './standInDesktop.ts'

/*
 * `isoscope://run/ID` at the built app: among the arguments of the first start, of a second one, and as macOS hands it over. One
 * story: each step goes on from the one before. A second start of the real Electron is not made here.
 */

const home = createHome()
const userData = join(home.path, 'desktop')
/** Told apart by the minute that the page shows. */
const linked = { ...finishedRun({ number: 1 }), startedAt: '2026-01-02T03:04:00.000Z' }
const newest = { ...finishedRun({ number: 2 }), startedAt: '2026-01-02T03:09:00.000Z' }
const missing = '20990101T000000-0fade0'
let desktop: Desktop

const startAgain = (link: string) => startStandIn({ home: home.path, userData, args: [link] }).ended
const heading = (startedAt: string) =>
  desktop.page.getByRole('heading', { level: 2, name: formatWhen(startedAt), exact: true })
const complaint = () => desktop.page.getByText('A stored run could not be read')

describe.skipIf(ranOn === 'Electron')(`a link to a run, on ${ranOn}`, () => {
  beforeAll(async () => {
    seedRuns(home.path, [linked, newest])
    desktop = await launchDesktop({ home: home.path, userData, args: [`isoscope://run/${linked.id}`] })
  })
  afterAll(async () => {
    if (existsSync(`/proc/${desktop?.pid}`)) await desktop?.quit()
    home.remove()
    rmSync(userData, { recursive: true, force: true, maxRetries: 10 })
  })

  it('opens it at the first start, and not the newest', async () => {
    await heading(linked.startedAt).waitFor({ timeout: 60_000 })
    expect(await heading(newest.startedAt).count()).toBe(0)
  })

  it('opens it in the window that is there when the app is started again, without loading the page anew', async () => {
    await desktop.page.evaluate('window.isTheSame = true')
    expect(await startAgain(`isoscope://run/${newest.id}`)).toBe(0)
    await heading(newest.startedAt).waitFor()
    expect(await desktop.page.evaluate('window.isTheSame')).toBe(true)
    expect(await desktop.countWindows()).toBe(1)
  })

  it.for([
    'isoscope://run/../../etc/passwd',
    'isoscope://run/20260101T000000-abcdef?x=1',
    'isoscope://settings/',
    `isoscope://run/${linked.id}#x`,
    'https://example.com/run/1',
  ])('that is none only brings the window to the front: %s', async (link) => {
    const before = desktop.page.url()
    await desktop.control?.hideWindow()
    expect(await startAgain(link)).toBe(0)
    await expect.poll(async () => (await desktop.control?.windows())?.[0]?.isVisible).toBe(true)
    expect(desktop.page.url()).toBe(before)
    expect(await heading(newest.startedAt).count()).toBe(1)
    expect(await complaint().count()).toBe(0)
  })

  it('to a run that is not there says so, and what was shown stays', async () => {
    expect(await startAgain(`isoscope://run/${missing}`)).toBe(0)
    await complaint().waitFor()
    await heading(newest.startedAt).waitFor()
  })

  it('of macOS is taken as an event', async () => {
    await desktop.control?.emit('app', 'open-url', `isoscope://run/${linked.id}`)
    await heading(linked.startedAt).waitFor()
    expect(await complaint().count()).toBe(0)
  })

  it('has brought nothing else about', () => {
    expect(desktop.complaints).toEqual([])
  })
})
