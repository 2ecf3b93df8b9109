import type { AnyContractRouter } from '@orpc/contract'
import type { Router } from '@orpc/server'
import { app, ipcMain, session } from 'electron'
import type { NoContext } from '../../api/hideErrors.ts'
import { connectBridge } from './bridge.ts'
import type { Client } from './client.ts'
import { appOrigin } from './decisions.ts'
import { findDevServer } from './devServer.ts'
import { notifyOfEnds } from './notifications.ts'
import { handleAppScheme, registerAppScheme } from './protocol.ts'
import { denyPermissions, guardAllContents } from './security.ts'
import { startUpdates } from './startUpdates.ts'
import { startTray } from './tray/tray.ts'
import { createMainWindow } from './window.ts'

/** What the desktop needs of the app. */
interface DesktopApp {
  readonly router: Router<AnyContractRouter, NoContext>
  /** Whether a run goes on. */
  readonly isComparing?: () => boolean
  /** The same router, in process. */
  readonly client: Client
  close(): Promise<void>
}

export interface DesktopOptions {
  readonly createApp: () => DesktopApp | Promise<DesktopApp>
  readonly rendererDir: string
  readonly preload: string
  /** The folder of the tray's icons. */
  readonly trayImages: string
  readonly onLog: (line: string) => void
}

/** Resolves when the window shows the page. What must be said before `ready` is said before the first await. */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  const { onLog } = options
  const own = findDevServer() ?? appOrigin
  app.enableSandbox()
  registerAppScheme()
  guardAllContents(app, own, onLog)
  app.on('window-all-closed', () => app.quit())
  await app.whenReady()

  const isoscope = await options.createApp()
  closeOnQuit(isoscope, onLog)
  denyPermissions(session.defaultSession, onLog)
  handleAppScheme(session.defaultSession.protocol, options.rendererDir)
  connectBridge(ipcMain, { router: isoscope.router, own, onLog })
  startUpdates({ isComparing: () => isoscope.isComparing?.() === true, onLog })
  const window = createMainWindow({ preload: options.preload, own })
  const { client } = isoscope
  const tray = startTray({ client, window, images: options.trayImages, log: onLog, quit: () => app.quit() })
  const endNotifications = notifyOfEnds({ client, window, log: onLog })
  app.on('will-quit', () => {
    tray.close()
    endNotifications()
  })
  await window.show()
}

/** Holds the first quit back until a run has been cancelled and everything of ours is gone. */
function closeOnQuit(isoscope: DesktopApp, onLog: (line: string) => void): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('will-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    isoscope
      .close()
      .catch((error: unknown) => onLog(`closing: ${error instanceof Error ? error.stack : String(error)}`))
      .finally(() => {
        state = 'closed'
        app.quit()
      })
  })
}
