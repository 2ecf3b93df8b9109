import { type App, type BrowserWindow, dialog } from 'electron'
import type { PreferenceFile } from './preferences.ts'

/** What becomes of the app when its window is closed. */

type Closing =
  /** The app ends with its window. */
  | 'quit'
  /** The window and its page are gone, the app stays. */
  | 'keep'
  /** The window stays until the user has said which. */
  | 'ask'

export interface ClosingFacts {
  readonly platform: NodeJS.Platform
  /** The app is ending: nothing is asked any more. */
  readonly isQuitting: boolean
  /** Something stays on the screen through which the app can be reached and ended. */
  readonly hasTray: boolean
  readonly whenClosed: 'ask' | 'keep' | 'quit'
}

/** On macOS an app without a window stays in the Dock, as every other does: it is not asked about, but can be chosen. */
export function decideClosing({ platform, isQuitting, hasTray, whenClosed }: ClosingFacts): Closing {
  if (isQuitting) return 'quit'
  if (platform === 'darwin') return whenClosed === 'ask' ? 'keep' : whenClosed
  return hasTray ? whenClosed : 'quit'
}

export interface BackgroundOptions {
  readonly app: App
  readonly platform: NodeJS.Platform
  readonly preferences: PreferenceFile
  /** Asked each time the window is closed: a tray may come and go. */
  readonly isTrayAvailable: () => boolean
  /** The user's choice has changed. */
  readonly onChange: () => void
  readonly onLog: (line: string) => void
}

export interface Background {
  /** Decides about this window whenever it is about to close. */
  guard(window: BrowserWindow): void
  /** Whether the app can go on without a window at all. */
  canKeepRunning(): boolean
  keepsRunning(): boolean
  setKeepRunning(keep: boolean): void
}

export function createBackground(options: BackgroundOptions): Background {
  const { app, platform, preferences, onLog } = options
  let isQuitting = false
  let isAsking = false
  const decide = (): Closing =>
    decideClosing({
      platform,
      isQuitting,
      hasTray: options.isTrayAvailable(),
      whenClosed: preferences.read().whenClosed,
    })
  const setWhenClosed = (whenClosed: 'keep' | 'quit'): void => {
    preferences.change({ whenClosed })
    options.onChange()
  }
  const ask = async (window: BrowserWindow): Promise<void> => {
    const choice = await askWhenClosed(window)
    if (isQuitting || choice === null) return
    setWhenClosed(choice)
    if (!window.isDestroyed()) window.close()
  }
  app.on('before-quit', () => {
    isQuitting = true
  })
  // An app that has a listener here does not end by itself.
  app.on('window-all-closed', () => {
    if (decide() !== 'keep') app.quit()
  })
  return {
    guard: (window) => {
      window.on('close', (event) => {
        if (decide() !== 'ask') return
        event.preventDefault()
        if (isAsking) return
        isAsking = true
        ask(window)
          .catch((error: unknown) => onLog(`asking what closing does: ${String(error)}`))
          .finally(() => {
            isAsking = false
          })
      })
    },
    canKeepRunning: () => platform === 'darwin' || options.isTrayAvailable(),
    keepsRunning: () => decide() === 'keep',
    setKeepRunning: (keep) => setWhenClosed(keep ? 'keep' : 'quit'),
  }
}

/** `null`: the window is not closed after all. */
async function askWhenClosed(window: BrowserWindow): Promise<'keep' | 'quit' | null> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'Keep Isoscope running without its window?',
    detail:
      'In the tray it shows what runs, and a comparison goes on. Quitting cancels a comparison and removes what it made. ' +
      'You are asked once; the menu changes it.',
    buttons: ['Keep running in the tray', 'Quit', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  })
  return response === 0 ? 'keep' : response === 1 ? 'quit' : null
}
