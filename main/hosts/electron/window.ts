import { BrowserWindow } from 'electron'
import { createWebPreferences } from './decisions.ts'

export interface WindowOptions {
  readonly preload: string
  /** The page's origin. */
  readonly own: string
}

/** The app's one window, which may be closed and come back. */
export interface MainWindow {
  /**
   * Brings the window to the front, made anew when it was closed. `address` is what follows the origin (`/?page=live`);
   * without one the page stays where it was.
   */
  show(address?: string): Promise<void>
  /** Whether the user has it before them: open, not minimised, in focus. */
  isInFront(): boolean
}

/** Shown when it has something to show, so that nobody sees an empty white window. */
export function createMainWindow(options: WindowOptions): MainWindow {
  let current: BrowserWindow | undefined
  const open = async (address: string): Promise<void> => {
    const window = createWindow(options)
    current = window
    window.on('closed', () => {
      if (current === window) current = undefined
    })
    await window.loadURL(`${options.own}${address}`)
  }
  return {
    show: async (address) => {
      if (current === undefined) return await open(address ?? '/')
      if (address !== undefined) await current.loadURL(`${options.own}${address}`)
      if (current.isMinimized()) current.restore()
      current.show()
      current.focus()
    },
    isInFront: () => current?.isFocused() === true,
  }
}

function createWindow({ preload }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 1024,
    minHeight: 700,
    title: 'Isoscope',
    show: false,
    autoHideMenuBar: true,
    webPreferences: createWebPreferences(preload),
  })
  window.once('ready-to-show', () => window.show())
  return window
}
