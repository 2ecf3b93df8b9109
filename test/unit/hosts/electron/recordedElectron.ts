import { EventEmitter } from 'node:events'
import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  Rectangle,
} from 'electron'
import { vi } from 'vitest'
import { createRecordedTray } from './recordedTray.ts'

/**
 * A recording stand-in for the parts of Electron's API that the host touches: emitters where Electron has emitters, and a
 * journal of calls where the order matters.
 */
export class FakeContents extends EventEmitter {
  readonly reload = vi.fn()
  readonly forcefullyCrashRenderer = vi.fn(() =>
    this.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 }),
  )
  url = ''
  crashed = false
  loading = false
  getURL = (): string => this.url
  isCrashed = (): boolean => this.crashed
  isLoading = (): boolean => this.loading
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
}

/** Closes as Electron's does: asks with an event, then is destroyed. */
export class RecordedWindow extends EventEmitter {
  readonly webContents = new FakeContents()
  bounds: Rectangle
  maximised = false
  minimised = false
  private destroyed = false
  constructor({ x = 0, y = 0, width = 0, height = 0 }: BrowserWindowConstructorOptions) {
    super()
    this.bounds = { x, y, width, height }
  }
  readonly focus = vi.fn()
  readonly restore = vi.fn()
  getNormalBounds = (): Rectangle => this.bounds
  isMaximized = (): boolean => this.maximised
  isMinimized = (): boolean => this.minimised
  isDestroyed = (): boolean => this.destroyed
  isFocused = (): boolean => !this.destroyed
  maximize(): void {
    this.maximised = true
  }
  close(): void {
    let isPrevented = false
    this.emit('close', { preventDefault: () => (isPrevented = true) })
    if (!isPrevented) this.destroy()
  }
  destroy(): void {
    this.destroyed = true
    this.emit('closed')
  }
}

export function createRecordedElectron() {
  const journal: string[] = []
  const schemes: CustomScheme[] = []
  const windows: BrowserWindowConstructorOptions[] = []
  const loaded: string[] = []
  const opened: RecordedWindow[] = []
  const menus: MenuItemConstructorOptions[][] = []
  const boxes: MessageBoxOptions[] = []
  /** What stands outside of the app and a test may change. */
  const system = {
    isOnlyInstance: true,
    displays: [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] as { workArea: Rectangle }[],
    loginItem: { openAtLogin: false, wasOpenedAtLogin: false },
    /** The button that is pressed in the next message box; `null`: nobody presses any. */
    answer: null as number | null,
  }
  const handlers = new Map<string, (request: Request) => Promise<Response>>()
  const app = Object.assign(new EventEmitter(), {
    enableSandbox: () => void journal.push('enableSandbox'),
    whenReady: async () => void journal.push('whenReady'),
    isPackaged: false,
    requestSingleInstanceLock: () => {
      journal.push('lock')
      return system.isOnlyInstance
    },
    setPath: vi.fn(() => void journal.push('setPath')),
    getAppPath: () => '/app',
    getVersion: () => '0.1.0',
    setAboutPanelOptions: vi.fn(),
    setAsDefaultProtocolClient: vi.fn(() => true),
    getLoginItemSettings: vi.fn(() => system.loginItem),
    setLoginItemSettings: vi.fn((settings: { openAtLogin: boolean }) => {
      system.loginItem = { ...system.loginItem, ...settings }
    }),
    quit: vi.fn(() => {
      journal.push('quit')
      app.emit('before-quit', {})
      app.emit('will-quit', { preventDefault: () => journal.push('quit held back') })
    }),
    exit: vi.fn(),
  })
  const protocol = {
    registerSchemesAsPrivileged: (list: CustomScheme[]) => {
      journal.push('registerSchemes')
      schemes.push(...list)
    },
    handle: (scheme: string, handler: (request: Request) => Promise<Response>) => {
      journal.push('handleScheme')
      handlers.set(scheme, handler)
    },
  }
  const permissions: Record<string, (...args: never[]) => unknown> = {}
  const session = {
    defaultSession: {
      protocol,
      setPermissionRequestHandler: (handler: () => unknown) => {
        permissions.request = handler
      },
      setPermissionCheckHandler: (handler: () => unknown) => {
        permissions.check = handler
      },
      setDevicePermissionHandler: (handler: () => unknown) => {
        permissions.device = handler
      },
    },
  }
  const dialog = {
    /** The window it belongs to may come first. */
    showMessageBox: vi.fn(async (...args: readonly unknown[]) => {
      const options = args.at(-1) as MessageBoxOptions
      boxes.push(options)
      const { answer } = system
      if (answer !== null) return { response: answer, checkboxChecked: false }
      return new Promise<{ response: number; checkboxChecked: boolean }>((resolve) => {
        options.signal?.addEventListener('abort', () =>
          resolve({ response: options.cancelId ?? 0, checkboxChecked: false }),
        )
      })
    }),
    showErrorBox: vi.fn(),
  }
  const Menu = {
    buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
    setApplicationMenu: (template: MenuItemConstructorOptions[]) => void menus.push(template),
  }
  const screen = { getAllDisplays: () => system.displays }
  const shell = { openExternal: vi.fn(async () => {}) }
  const ipcMain = new EventEmitter()
  class BrowserWindow extends RecordedWindow {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options)
      journal.push('window')
      windows.push(options)
      opened.push(this)
      app.emit('web-contents-created', {}, this.webContents)
    }
    show(): void {
      journal.push('show')
    }
    async loadURL(url: string): Promise<void> {
      loaded.push(url)
      this.webContents.url = url
      this.emit('ready-to-show')
    }
    override destroy(): void {
      super.destroy()
      if (opened.every((window) => window.isDestroyed())) app.emit('window-all-closed')
    }
  }
  return {
    module: {
      ...createRecordedTray().module,
      app,
      protocol,
      session,
      shell,
      ipcMain,
      BrowserWindow,
      dialog,
      Menu,
      screen,
    },
    journal,
    schemes,
    windows,
    loaded,
    opened,
    menus,
    boxes,
    system,
    handlers,
    permissions,
  }
}
