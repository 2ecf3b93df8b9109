import { toChromium, toElectron } from '../addresses.ts'
import { app } from '../app.ts'
import { Emitter } from '../refusal.ts'
import { defaultSession, noteAsked } from '../session.ts'
import { createPage, setPermissions, type Target } from './browser.ts'
import { runPreload } from './preload.ts'
import { watchRequests } from './requests.ts'

type Parts =
  | 'id'
  | 'setWindowOpenHandler'
  | 'loadURL'
  | 'getURL'
  | 'getTitle'
  | 'reload'
  | 'reloadIgnoringCache'
  | 'isDestroyed'
  | 'isCrashed'
  | 'isLoading'
  | 'isDevToolsOpened'
  | 'openDevTools'
  | 'closeDevTools'
  | 'toggleDevTools'
  | 'forcefullyCrashRenderer'
  | 'setBackgroundThrottling'
  | 'setZoomFactor'
  | 'getZoomFactor'
  | 'setZoomLevel'
  | 'getZoomLevel'
  | 'focus'
  | 'isFocused'
  | 'getOSProcessId'

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

/** Chromium's names of what Electron's permissions are about. */
const permissionNames: Readonly<Record<string, readonly string[]>> = {
  notifications: ['notifications'],
  geolocation: ['geolocation'],
  media: ['camera', 'microphone'],
  'clipboard-read': ['clipboard-read'],
}

let lastId = 0

export interface ContentsOptions {
  readonly preload: string | undefined
  readonly width: number
  readonly height: number
  readonly onClosed: () => void
}

export class WebContents extends Emitter implements Pick<Electron.WebContents, Parts> {
  readonly id = ++lastId
  /** Resolves when the page is there and everything that watches it. */
  readonly page: Promise<{
    readonly target: Target
    expectNavigation(): void
    sendFromSubFrames(channel: string): Promise<number>
  }>
  private readonly options: ContentsOptions
  private openHandler: OpenHandler | null = null
  private url = ''
  private title = ''
  private zoom = 1
  private devtoolsAreOpen = false
  private crashed = false
  destroyed = false
  popups = 0

  constructor(options: ContentsOptions) {
    super()
    this.options = options
    this.page = this.create()
    this.page.catch((error: unknown) => process.stderr.write(`the stand-in cannot open a page: ${String(error)}\n`))
  }

  private async create() {
    const { preload, width, height, onClosed } = this.options
    const target = await createPage(width, height, {
      mayOpen: (url) => this.mayOpen(url),
      onOpened: () => {
        this.popups++
      },
      onClosed: () => {
        this.destroyed = true
        onClosed()
      },
    })
    const { devtools } = target
    const requests = await watchRequests(devtools, target.id, this)
    await devtools.send('Page.enable')
    await devtools.send('Inspector.enable')
    const worlds = await runPreload(devtools, {
      preload,
      mainFrame: target.id,
      sender: this,
      onAsk: (permission, origin) => this.decide(permission, origin),
    })
    devtools.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return
      this.url = toElectron(frame.url + (frame.urlFragment ?? ''))
      this.emit('did-navigate', {}, this.url, 200, 'OK')
    })
    devtools.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === target.id) this.url = toElectron(url)
    })
    devtools.on('Page.domContentEventFired', () => this.emit('dom-ready', {}))
    devtools.on('Page.loadEventFired', async () => {
      const { targetInfo } = await devtools.send('Target.getTargetInfo')
      this.title = targetInfo.title
      this.emit('did-finish-load', {})
    })
    devtools.on('Inspector.targetCrashed', () => {
      this.crashed = true
      const details: Electron.RenderProcessGoneDetails = { reason: 'crashed', exitCode: 11 }
      this.emit('render-process-gone', {}, details)
      app.emit('render-process-gone', {}, this, details)
    })
    await devtools.send('Runtime.runIfWaitingForDebugger')
    return { target, ...requests, ...worlds }
  }

  private mayOpen(address: string): boolean {
    // Electron lets a page open windows where nobody has said otherwise.
    if (!this.openHandler) return true
    const url = toElectron(address)
    const referrer = { url: '', policy: 'no-referrer' } as const
    const details = { url, frameName: '', features: '', disposition: 'foreground-tab', referrer } as const
    return this.openHandler(details).action === 'allow'
  }

  private async decide(permission: string, origin: string): Promise<void> {
    noteAsked(permission)
    const isGranted = await defaultSession.decide(this as unknown as Electron.WebContents, permission, `${origin}/`)
    await setPermissions(toChromium(origin), permissionNames[permission] ?? [], isGranted ? 'granted' : 'denied')
  }

  /** What a page finds before it asks. */
  private async applyChecks(url: string): Promise<void> {
    const origin = /^\w+:\/\/[^/]+/.exec(url)?.[0]
    if (origin === undefined) return
    for (const [permission, names] of Object.entries(permissionNames)) {
      const isGranted = defaultSession.isGranted(this as unknown as Electron.WebContents, permission, `${origin}/`)
      await setPermissions(toChromium(origin), names, isGranted ? 'granted' : 'denied')
    }
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }
  async loadURL(url: string): Promise<void> {
    const { target, expectNavigation } = await this.page
    await this.applyChecks(url)
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()))
    expectNavigation()
    this.crashed = false
    const { errorText } = await target.devtools.send('Page.navigate', { url: toChromium(url) })
    if (errorText !== undefined) {
      this.emit('did-fail-load', {}, -2, errorText, url, true)
      throw new Error(`${errorText} (-2) loading '${url}'`)
    }
    await loaded
  }
  reload(): void {
    this.crashed = false
    this.page.then(({ target, expectNavigation }) => {
      expectNavigation()
      return target.devtools.send('Page.reload')
    })
  }
  reloadIgnoringCache(): void {
    this.reload()
  }
  forcefullyCrashRenderer(): void {
    // Never answered: who would answer is gone.
    this.page.then(({ target }) => void target.devtools.send('Page.crash').catch(() => {}))
  }
  getURL = (): string => this.url
  getTitle = (): string => this.title
  isDestroyed = (): boolean => this.destroyed
  isCrashed = (): boolean => this.crashed
  isLoading = (): boolean => false
  isFocused = (): boolean => !this.destroyed
  focus(): void {}
  getOSProcessId = (): number => 0
  isDevToolsOpened = (): boolean => this.devtoolsAreOpen
  openDevTools(): void {
    this.devtoolsAreOpen = true
  }
  closeDevTools(): void {
    this.devtoolsAreOpen = false
  }
  toggleDevTools(): void {
    this.devtoolsAreOpen = !this.devtoolsAreOpen
  }
  setBackgroundThrottling(): void {}
  setZoomFactor(factor: number): void {
    this.zoom = factor
  }
  getZoomFactor = (): number => this.zoom
  setZoomLevel(level: number): void {
    this.zoom = 1.2 ** level
  }
  getZoomLevel = (): number => Math.log(this.zoom) / Math.log(1.2)
}
