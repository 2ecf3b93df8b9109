import { app } from '../app.ts'
import { Emitter, emitPreventable } from '../refusal.ts'
import { addWindow, forgetWindow, windows } from '../registry.ts'
import type { Bounds, WindowState } from '../verbs.ts'
import { closePage, resizePage, setSeen } from './browser.ts'
import { WebContents } from './webContents.ts'

type Parts =
  | 'id'
  | 'loadURL'
  | 'reload'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'close'
  | 'destroy'
  | 'isDestroyed'
  | 'focus'
  | 'blur'
  | 'isFocused'
  | 'isVisible'
  | 'minimize'
  | 'restore'
  | 'isMinimized'
  | 'maximize'
  | 'unmaximize'
  | 'isMaximized'
  | 'setFullScreen'
  | 'isFullScreen'
  | 'getBounds'
  | 'setBounds'
  | 'getNormalBounds'
  | 'getSize'
  | 'getPosition'
  | 'setSize'
  | 'setPosition'
  | 'center'
  | 'getTitle'
  | 'setTitle'
  | 'setMenuBarVisibility'
  | 'setAutoHideMenuBar'
  | 'setMenu'
  | 'removeMenu'
  | 'setSkipTaskbar'
  | 'setIcon'
  | 'moveTop'
  | 'flashFrame'
  | 'setProgressBar'
  | 'setBackgroundColor'
  | 'setAlwaysOnTop'
  | 'isAlwaysOnTop'

/** What the stand-in is like; a window that is meant to be otherwise is refused. */
const onlyThis = {
  contextIsolation: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  experimentalFeatures: false,
  allowRunningInsecureContent: false,
} as const

let lastId = 0
let focused: BrowserWindow | null = null

export class BrowserWindow extends Emitter implements Pick<Electron.BrowserWindow, Parts> {
  readonly id = ++lastId
  readonly contents: WebContents
  readonly options: Electron.BrowserWindowConstructorOptions
  private normal: Bounds
  private title: string
  private visible = false
  private minimized = false
  private maximized = false
  private fullScreen = false
  private onTop = false
  private destroyed = false
  private isShownOnce = false

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    demandSafe(options.webPreferences ?? {})
    this.options = options
    const { x = 100, y = 100, width = 800, height = 600 } = options
    this.normal = { x, y, width, height }
    this.title = options.title ?? app.name
    this.maximized = false
    this.fullScreen = options.fullscreen === true
    this.contents = new WebContents({
      preload: options.webPreferences?.preload,
      width,
      height,
      onClosed: () => this.ended(),
    })
    addWindow(this)
    app.emit('web-contents-created', {}, this.contents)
    app.emit('browser-window-created', {}, this)
    this.contents.once('did-finish-load', () => this.emit('ready-to-show'))
    this.contents.on('did-finish-load', () => {
      const event = { title: this.contents.getTitle() }
      if (event.title !== '' && !emitPreventable(this, 'page-title-updated', {}, event.title, true))
        this.title = event.title
    })
    if (options.show !== false) this.show()
  }
  static getAllWindows = (): Electron.BrowserWindow[] => windows().map(asElectron)
  static getFocusedWindow = (): Electron.BrowserWindow | null => (focused ? asElectron(focused) : null)
  static fromWebContents = (contents: Electron.WebContents): Electron.BrowserWindow | null =>
    BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null
  static fromId = (id: number): Electron.BrowserWindow | null =>
    BrowserWindow.getAllWindows().find((window) => window.id === id) ?? null

  get webContents(): Electron.WebContents {
    return this.contents as unknown as Electron.WebContents
  }
  loadURL = (url: string): Promise<void> => this.contents.loadURL(url)
  reload(): void {
    this.contents.reload()
  }

  show(): void {
    this.showInactive()
    this.focus()
  }
  showInactive(): void {
    this.demandAlive()
    this.minimized = false
    if (this.visible) return
    this.visible = true
    this.see(true)
    this.emit('show')
  }
  hide(): void {
    this.demandAlive()
    if (!this.visible) return
    this.blur()
    this.visible = false
    this.see(false)
    this.emit('hide')
  }
  /** Chromium's new window is seen until it is told otherwise; Electron's, too, so that it can paint before it is shown. */
  private see(isSeen: boolean): void {
    if (isSeen && !this.isShownOnce) {
      this.isShownOnce = true
      return
    }
    this.contents.page.then(({ target }) => setSeen(target, isSeen)).catch(() => {})
  }
  focus(): void {
    this.demandAlive()
    if (!this.visible || focused === this) return
    focused?.blur()
    focused = this
    this.emit('focus')
    app.emit('browser-window-focus', {}, this)
  }
  blur(): void {
    if (focused !== this) return
    focused = null
    this.emit('blur')
    app.emit('browser-window-blur', {}, this)
  }
  isFocused = (): boolean => focused === this
  isVisible = (): boolean => this.visible && !this.minimized
  minimize(): void {
    this.blur()
    this.minimized = true
    this.see(false)
    this.emit('minimize')
  }
  restore(): void {
    if (!this.minimized) return
    this.minimized = false
    this.see(true)
    this.emit('restore')
  }
  isMinimized = (): boolean => this.minimized
  maximize(): void {
    if (this.maximized) return
    this.maximized = true
    this.emit('maximize')
    this.emit('resize')
    if (!this.visible) this.show()
  }
  unmaximize(): void {
    if (!this.maximized) return
    this.maximized = false
    this.emit('unmaximize')
    this.emit('resize')
  }
  isMaximized = (): boolean => this.maximized
  setFullScreen(isFull: boolean): void {
    if (this.fullScreen === isFull) return
    this.fullScreen = isFull
    this.emit(isFull ? 'enter-full-screen' : 'leave-full-screen')
    this.emit('resize')
  }
  isFullScreen = (): boolean => this.fullScreen

  getNormalBounds = (): Electron.Rectangle => ({ ...this.normal })
  getBounds(): Electron.Rectangle {
    return this.maximized || this.fullScreen ? { x: 0, y: 0, width: 1920, height: 1080 } : { ...this.normal }
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.demandAlive()
    const before = this.normal
    const { minWidth = 0, minHeight = 0 } = this.options
    const wanted = { ...before, ...bounds }
    this.normal = { ...wanted, width: Math.max(minWidth, wanted.width), height: Math.max(minHeight, wanted.height) }
    const { x, y, width, height } = this.normal
    if (x !== before.x || y !== before.y) for (const name of ['move', 'moved']) this.emit(name)
    if (width === before.width && height === before.height) return
    this.contents.page.then(({ target }) => resizePage(target, width, height)).catch(() => {})
    for (const name of ['resize', 'resized']) this.emit(name)
  }
  getSize = (): number[] => [this.getBounds().width, this.getBounds().height]
  getPosition = (): number[] => [this.getBounds().x, this.getBounds().y]
  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }
  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }
  center(): void {}
  getTitle = (): string => this.title
  setTitle(title: string): void {
    this.title = title
  }
  setMenuBarVisibility(): void {}
  setAutoHideMenuBar(): void {}
  setMenu(): void {}
  removeMenu(): void {}
  setSkipTaskbar(): void {}
  setIcon(): void {}
  moveTop(): void {}
  flashFrame(): void {}
  setProgressBar(): void {}
  setBackgroundColor(): void {}
  setAlwaysOnTop(flag: boolean): void {
    this.onTop = flag
  }
  isAlwaysOnTop = (): boolean => this.onTop

  close(): void {
    if (this.destroyed || emitPreventable(this, 'close')) return
    this.destroy()
  }
  destroy(): void {
    if (this.destroyed) return
    this.contents.page.then(({ target }) => closePage(target)).catch(() => {})
    this.ended()
  }
  isDestroyed = (): boolean => this.destroyed
  private ended(): void {
    if (this.destroyed) return
    if (focused === this) focused = null
    this.destroyed = true
    this.contents.destroyed = true
    forgetWindow(this)
    this.contents.emit('destroyed')
    this.emit('closed')
    app.windowWasClosed()
  }
  private demandAlive(): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed')
  }

  state(): WindowState {
    return {
      title: this.title,
      url: this.contents.getURL(),
      bounds: this.normal,
      isVisible: this.isVisible(),
      isFocused: this.isFocused(),
      isMinimized: this.minimized,
      isMaximized: this.maximized,
      isFullScreen: this.fullScreen,
      webPreferences: this.options.webPreferences ?? {},
    }
  }
}

function asElectron(window: BrowserWindow): Electron.BrowserWindow {
  return window as unknown as Electron.BrowserWindow
}

function demandSafe(preferences: Electron.WebPreferences): void {
  if (preferences.sandbox === false || (preferences.sandbox === undefined && !app.isSandboxed)) {
    throw new Error('The stand-in for Electron has sandboxed pages only.')
  }
  for (const [name, value] of Object.entries(onlyThis)) {
    const asked = preferences[name as keyof typeof onlyThis]
    if (asked !== undefined && asked !== value) throw new Error(`The stand-in for Electron has no ${name}: ${asked}.`)
  }
}
