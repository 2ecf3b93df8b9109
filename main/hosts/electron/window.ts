import { BrowserWindow, screen } from 'electron'
import type { FileChoice } from '../../contract/fileChoice.ts'
import { createPageUrl } from './addresses.ts'
import { chooseFile } from './chooseFile.ts'
import { createWebPreferences } from './decisions.ts'
import { placeWindow, smallestWindow, type WindowState } from './windowState.ts'

export interface WindowOptions {
  readonly preload: string
  /** The page's origin. */
  readonly own: string
  /** Where the window was; `null` at first. */
  readonly recall: () => WindowState | null
  readonly remember: (state: WindowState) => void
  /** Called with each window that is made, before it loads anything. */
  readonly onMade: (window: BrowserWindow) => void
}

/** The app's one window, which may be closed and come back. */
export interface MainWindow {
  /**
   * Brings the window to the front, made anew when it was closed. `address` is what follows the origin (`/?page=live`);
   * without one the page stays where it was. A page that is there goes to the address without being loaded again.
   */
  show(address?: string): Promise<void>
  /** Whether the user has it before them: open, not minimised, in focus. */
  isInFront(): boolean
  /** Has the user choose a file; null when they leave the dialog, or where there is no window. */
  chooseFile(choice: FileChoice): Promise<string | null>
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
    await load(window, `${options.own}${address}`)
  }
  return {
    show: async (address) => {
      if (current === undefined) return await open(address ?? '/')
      const window = current
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
      if (address === undefined) return
      const { webContents } = window
      // A page that is gone, or not there yet, hears nothing.
      const isListening = !webContents.isCrashed() && !webContents.isLoading()
      await load(window, createPageUrl(options.own, isListening ? webContents.getURL() : '', address))
    },
    isInFront: () => current?.isFocused() === true,
    chooseFile: async (choice) => (current === undefined ? null : chooseFile(current, choice)),
  }
}

/** What another address or the window's end has overtaken is no failure. */
async function load(window: BrowserWindow, url: string): Promise<void> {
  try {
    await window.loadURL(url)
  } catch (error) {
    const isOvertaken = error instanceof Error && 'code' in error && error.code === 'ERR_ABORTED'
    if (!isOvertaken && !window.isDestroyed()) throw error
  }
}

function createWindow({ preload, recall, remember, onMade }: WindowOptions): BrowserWindow {
  const state = recall()
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const window = new BrowserWindow({
    ...placeWindow(state, areas),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: 'Isoscope',
    show: false,
    autoHideMenuBar: true,
    webPreferences: createWebPreferences(preload),
  })
  window.once('ready-to-show', () => {
    if (state?.isMaximised) window.maximize()
    window.show()
  })
  // Before anybody decides whether it closes: it is remembered either way.
  window.on('close', () => remember({ bounds: window.getNormalBounds(), isMaximised: window.isMaximized() }))
  onMade(window)
  return window
}
