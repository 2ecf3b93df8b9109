import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, CustomScheme } from 'electron'
import { vi } from 'vitest'
import { createRecordedTray } from './recordedTray.ts'

/**
 * A recording stand-in for the parts of Electron's API that the host touches: emitters where Electron has emitters, and a
 * journal of calls where the order matters.
 */
export class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
}

export function createRecordedElectron() {
  const journal: string[] = []
  const schemes: CustomScheme[] = []
  const windows: BrowserWindowConstructorOptions[] = []
  const loaded: string[] = []
  const handlers = new Map<string, (request: Request) => Promise<Response>>()
  const app = Object.assign(new EventEmitter(), {
    enableSandbox: () => void journal.push('enableSandbox'),
    whenReady: async () => void journal.push('whenReady'),
    quit: vi.fn(() => {
      journal.push('quit')
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
  const shell = { openExternal: vi.fn(async () => {}) }
  const ipcMain = new EventEmitter()
  class BrowserWindow extends EventEmitter {
    readonly webContents = new FakeContents()
    constructor(options: BrowserWindowConstructorOptions) {
      super()
      journal.push('window')
      windows.push(options)
      app.emit('web-contents-created', {}, this.webContents)
    }
    show(): void {
      journal.push('show')
    }
    async loadURL(url: string): Promise<void> {
      loaded.push(url)
      this.emit('ready-to-show')
    }
  }
  return {
    module: { app, protocol, session, shell, ipcMain, BrowserWindow, ...createRecordedTray().module },
    journal,
    schemes,
    windows,
    loaded,
    handlers,
    permissions,
  }
}
