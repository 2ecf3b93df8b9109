import { join } from 'node:path'
import { app } from '../app.ts'
import { answer } from '../control.ts'
import { type Chromium, type Devtools, startChromium } from '../devtools.ts'
import { atExit } from '../registry.ts'

export interface Target {
  readonly id: string
  readonly devtools: Devtools
}

interface Opener {
  /** Asked before the new window has loaded anything; `false` closes it. */
  readonly mayOpen: (url: string) => boolean
  readonly onOpened: (target: Target) => void
  readonly onClosed: () => void
}

let chromium: Chromium | undefined
const pages = new Map<string, Opener>()
const expected = new Map<string, PromiseWithResolvers<Devtools>>()
/** Attached before the command that made them has been answered. */
const early = new Map<string, Devtools>()
/** What each page has asked for with window.open, while the window that comes of it is not there yet. */
const wanted = new Map<string, string[]>()

/** The browser, started when the first window needs it: a second instance never does. */
async function findBrowser(): Promise<Chromium> {
  if (chromium) return chromium
  const started = startChromium(join(app.getPath('userData'), 'chromium'))
  chromium = started
  atExit(started.close)
  started.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const devtools = started.attach(sessionId)
    const target: Target = { id: targetInfo.targetId, devtools }
    const asked = expected.get(target.id)
    const opener = pages.get(targetInfo.openerId ?? '')
    if (asked) asked.resolve(devtools)
    else if (opener) judgePopup(started, target, targetInfo.openerId ?? '', opener)
    else early.set(target.id, devtools)
  })
  started.on('Target.targetDestroyed', ({ targetId }) => pages.get(targetId)?.onClosed())
  await started.send('Target.setDiscoverTargets', { discover: true, filter: [{ type: 'page' }] })
  // Every page waits until it was judged, so that nothing has been loaded by then.
  const filter = [{ type: 'page' }]
  await started.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter })
  return started
}

function judgePopup(browser: Chromium, target: Target, openerId: string, opener: Opener): void {
  const url = wanted.get(openerId)?.shift() ?? ''
  if (opener.mayOpen(url)) {
    opener.onOpened(target)
    void target.devtools.send('Runtime.runIfWaitingForDebugger')
    return
  }
  void browser.send('Target.closeTarget', { targetId: target.id })
  // It must be let go to be closed, and never gets to load anything.
  void target.devtools.send('Runtime.runIfWaitingForDebugger').catch(() => {})
}

export async function createPage(width: number, height: number, opener: Opener): Promise<Target> {
  const browser = await findBrowser()
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height })
  const asked = Promise.withResolvers<Devtools>()
  expected.set(targetId, asked)
  const attached = early.get(targetId)
  if (attached) asked.resolve(attached)
  const devtools = await asked.promise
  expected.delete(targetId)
  early.delete(targetId)
  pages.set(targetId, opener)
  devtools.on('Page.windowOpen', ({ url }) => wanted.set(targetId, [...(wanted.get(targetId) ?? []), url]))
  return { id: targetId, devtools }
}

export function closePage({ id }: Target): void {
  pages.delete(id)
  void chromium?.send('Target.closeTarget', { targetId: id }).catch(() => {})
}

/** Minimised is what Chromium knows of a window that nobody sees. */
export async function setSeen({ id, devtools }: Target, isSeen: boolean): Promise<void> {
  if (!chromium) return
  const { windowId } = await chromium.send('Browser.getWindowForTarget', { targetId: id })
  await chromium.send('Browser.setWindowBounds', { windowId, bounds: { windowState: isSeen ? 'normal' : 'minimized' } })
  if (isSeen) await devtools.send('Page.bringToFront')
}

export async function resizePage({ id }: Target, width: number, height: number): Promise<void> {
  if (!chromium) return
  const { windowId } = await chromium.send('Browser.getWindowForTarget', { targetId: id })
  await chromium.send('Browser.setWindowBounds', { windowId, bounds: { width, height } })
}

type Setting = 'granted' | 'denied'

export async function setPermissions(origin: string, names: readonly string[], setting: Setting): Promise<void> {
  for (const name of names) await chromium?.send('Browser.setPermission', { origin, setting, permission: { name } })
}

answer({ endpoint: async () => (await findBrowser()).endpoint })
