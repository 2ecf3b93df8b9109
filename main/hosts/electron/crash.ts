import { type App, type BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import { describeError } from '../describeError.ts'

type Log = (line: string) => void

/**
 * Stands by a window whose page crashes or hangs. The page is loaded again only when the user says so, each time anew: a page
 * that crashes at once is no loop. What was measured is in the store, and a comparison goes on meanwhile.
 */
export function guardPage(app: App, window: BrowserWindow, onLog: Log): void {
  const contents = window.webContents
  // `killing`: its end is our own doing.
  let state: 'fine' | 'asking' | 'killing' = 'fine'
  let waiting: AbortController | undefined

  const askAfterCrash = async (): Promise<void> => {
    state = 'asking'
    const { response } = await dialog.showMessageBox(window, crashBox)
    state = 'fine'
    if (window.isDestroyed()) return
    if (response === 0) contents.reload()
    else app.quit()
  }
  const askWhileHanging = async (): Promise<void> => {
    waiting = new AbortController()
    const { signal } = waiting
    const { response } = await dialog.showMessageBox(window, { ...hangBox, signal })
    waiting = undefined
    if (response !== 1 || signal.aborted || window.isDestroyed()) return
    // What hangs does not unload; loaded again at once it gets a new process.
    state = 'killing'
    contents.forcefullyCrashRenderer()
    contents.reload()
  }
  const complain = (error: unknown): void => onLog(`asking about the page: ${String(error)}`)

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    waiting?.abort()
    if (reason === 'clean-exit') return
    onLog(`the page is gone: ${reason}, exit code ${exitCode}`)
    if (state === 'fine') askAfterCrash().catch(complain)
    else if (state === 'killing') state = 'fine'
  })
  window.on('unresponsive', () => {
    onLog('the page does not answer')
    if (waiting === undefined && state === 'fine') askWhileHanging().catch(complain)
  })
  window.on('responsive', () => waiting?.abort())
}

/** Processes of Chromium beside the page (GPU, network): it starts them again itself. */
export function logLostProcesses(app: App, onLog: Log): void {
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (reason !== 'clean-exit') onLog(`${name ?? type} is gone: ${reason}, exit code ${exitCode}`)
  })
}

/**
 * Ends the app in order after an error that nobody caught: what may be half done in memory is not gone on with, and what is
 * stored is whole. A second one ends it at once.
 */
export function quitAfterError(app: App, main: NodeJS.EventEmitter, onLog: Log): void {
  let isEnding = false
  main.on('uncaughtException', (error: unknown) => {
    onLog(`uncaught: ${describeError(error)}`)
    if (isEnding) return app.exit(1)
    isEnding = true
    dialog.showErrorBox(
      'Isoscope has to quit',
      'Something went wrong that it cannot go on from. Stored runs are safe; a comparison that is under way is cancelled, and ' +
        'what it made is removed. The log on the terminal says more.',
    )
    app.quit()
  })
}

const crashBox: MessageBoxOptions = {
  type: 'error',
  message: 'The page has crashed.',
  detail: 'Nothing that was measured is lost, and a comparison goes on. Quitting cancels it.',
  buttons: ['Reload', 'Quit'],
  defaultId: 0,
  cancelId: 0,
  noLink: true,
}

const hangBox: MessageBoxOptions = {
  type: 'warning',
  message: 'The page does not answer.',
  detail: 'It may come back by itself. Nothing that was measured is lost when it is loaded again.',
  buttons: ['Wait', 'Reload'],
  defaultId: 0,
  cancelId: 0,
  noLink: true,
}
