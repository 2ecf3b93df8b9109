import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import type { AppUpdater } from 'electron-updater'
import { createUpdates, type Updater, type Updates } from './updates.ts'

export interface StartUpdatesOptions {
  readonly isComparing: () => boolean
  readonly onLog: (line: string) => void
  /** electron-updater when not given. */
  readonly updater?: Updater
}

/**
 * Looks for updates once a day. `null` where there are none to look for: in a checkout, and in a package that was built
 * without a place of releases (electron-builder writes app-update.yml where there is one).
 */
export function startUpdates({ updater, ...options }: StartUpdatesOptions): Updates | null {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return null
  const file = join(app.getPath('userData'), 'last-update-check')
  const updates = createUpdates({
    ...options,
    updater: updater ?? createUpdater(),
    now: Date.now,
    lastCheck: { read: () => readTime(file), write: (at) => writeFileSync(file, String(at)) },
    ask: async (message, detail, yes) => {
      const { response } = await dialog.showMessageBox({
        message,
        detail,
        buttons: [yes, 'Not now'],
        defaultId: 0,
        cancelId: 1,
      })
      return response === 0
    },
    tell: (message, detail = '') => void dialog.showMessageBox({ message, detail, buttons: ['OK'] }),
  })
  updates.start()
  app.on('will-quit', updates.stop)
  return updates
}

/** 0 where it was never looked for. */
function readTime(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8')) || 0
  } catch {
    return 0
  }
}

/** electron-updater is loaded by its first use: most starts never need it. */
function createUpdater(): Updater {
  const load = async () => {
    const { default: loaded } = await import('electron-updater')
    const updater: AppUpdater = loaded.autoUpdater
    updater.autoDownload = false
    updater.autoInstallOnAppQuit = true
    updater.allowDowngrade = false
    updater.allowPrerelease = false
    updater.logger = null
    return { updater, CancellationToken: loaded.CancellationToken }
  }
  return {
    find: async () => {
      const found = await (await load()).updater.checkForUpdates()
      return found?.isUpdateAvailable ? found.updateInfo.version : null
    },
    download: async (signal) => {
      const { updater, CancellationToken } = await load()
      const token = new CancellationToken()
      signal.addEventListener('abort', () => token.cancel(), { once: true })
      await updater.downloadUpdate(token)
    },
  }
}
