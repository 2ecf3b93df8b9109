import { join } from 'node:path'
import type { AnyContractRouter } from '@orpc/contract'
import type { Router } from '@orpc/server'
import { app, ipcMain, session } from 'electron'
import type { DesktopDoor } from '../../api/desktopDoor.ts'
import type { NoContext } from '../../api/hideErrors.ts'
import { describeError } from '../describeError.ts'
import { describeAbout } from './about.ts'
import { runAddress } from './addresses.ts'
import { applyAppMenu } from './appMenu.ts'
import { createBackground } from './background.ts'
import { connectBridge } from './bridge.ts'
import type { Client } from './client.ts'
import { guardPage, logLostProcesses } from './crash.ts'
import { appOrigin } from './decisions.ts'
import { findLinkedRun, onDeepLink, registerDeepLinks } from './deepLink.ts'
import { findDevServer } from './devServer.ts'
import { setOwnFolder } from './folder.ts'
import { becomeOnlyInstance } from './instance.ts'
import { createLoginItem, isLoginStart } from './loginItem.ts'
import { notifyOfEnds } from './notifications.ts'
import { openPreferences } from './preferences.ts'
import { handleAppScheme, registerAppScheme } from './protocol.ts'
import { denyPermissions, guardAllContents } from './security.ts'
import { startUpdates } from './startUpdates.ts'
import { startTray } from './tray/tray.ts'
import { createMainWindow } from './window.ts'

/** What the desktop needs of the app. */
interface DesktopApp {
  readonly router: Router<AnyContractRouter, NoContext>
  /** The same router, in process. */
  readonly client: Client
  /** Whether a run goes on. */
  readonly isComparing?: () => boolean
  close(): Promise<void>
}

export interface DesktopOptions {
  readonly createApp: (desktop: DesktopDoor) => DesktopApp | Promise<DesktopApp>
  readonly rendererDir: string
  readonly preload: string
  /** The folder of the tray's icons. */
  readonly trayImages: string
  /** Of the window: what Chromium keeps, and what the window remembers. One instance runs per folder. */
  readonly folder: string
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly argv: readonly string[]
  readonly onLog: (line: string) => void
}

/**
 * Resolves when the window shows the page, or stays away after a start at login; at once when another instance is there. What must
 * be said before `ready` is said before the first await.
 */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  const { platform, env, argv, onLog } = options
  const own = findDevServer() ?? appOrigin
  // What is asked for before the window can be there; then `show` is the window's.
  let wanted: string | undefined
  let isWanted = false
  let show = (address?: string): void => {
    isWanted = true
    wanted = address ?? wanted
  }
  /** A link that names no run only brings the window to the front. */
  const open = (links: readonly string[]): void => {
    const id = findLinkedRun(links)
    show(id === null ? undefined : runAddress(id))
  }

  setOwnFolder(app, options.folder, onLog)
  if (!becomeOnlyInstance(app, { onSecondStart: open, onLog })) return
  app.enableSandbox()
  registerAppScheme()
  guardAllContents(app, own, onLog)
  logLostProcesses(app, onLog)
  onDeepLink(app, (link) => open([link]))
  await app.whenReady()

  const loginItem = createLoginItem({ app, platform, env, execPath: process.execPath })
  const isoscope = await options.createApp({
    loginItem: {
      isOn: loginItem.isOn,
      set: (on) => {
        loginItem.set(on)
        // The menu has it too.
        applyMenu()
      },
    },
    hasTray: () => tray.decided.then(() => tray.isThere()),
    chooseFile: (choice) => window.chooseFile(choice),
  })
  closeOnQuit(isoscope, onLog)
  denyPermissions(session.defaultSession, onLog)
  handleAppScheme(session.defaultSession.protocol, options.rendererDir)
  connectBridge(ipcMain, { router: isoscope.router, own, onLog })
  registerDeepLinks(app)
  app.setAboutPanelOptions(describeAbout({ platform, version: app.getVersion(), versions: process.versions }))

  const preferences = openPreferences(join(options.folder, 'window.json'), onLog)
  const background = createBackground({
    app,
    platform,
    preferences,
    isTrayAvailable: () => tray.isThere(),
    onChange: () => applyMenu(),
    onLog,
  })
  const window = createMainWindow({
    preload: options.preload,
    own,
    recall: () => preferences.read().window,
    remember: (state) => preferences.change({ window: state }),
    onMade: (made) => {
      background.guard(made)
      guardPage(app, made, onLog)
    },
  })
  const updates = startUpdates({ isComparing: () => isoscope.isComparing?.() === true, onLog })
  const applyMenu = (): void =>
    applyAppMenu({ app, platform, background, loginItem, updates, showPage: (address) => show(address), onLog })

  const { client } = isoscope
  const tray = startTray({ client, window, images: options.trayImages, log: onLog, quit: () => app.quit() })
  const endNotifications = notifyOfEnds({ client, window, log: onLog })
  app.on('will-quit', () => {
    tray.close()
    endNotifications()
  })
  applyMenu()
  // Whether the app can outlive its window is known by then.
  void tray.decided.then(applyMenu)
  const linked = findLinkedRun(argv)
  if (linked !== null) show(runAddress(linked))
  const isLogin = isLoginStart(app, platform, argv)
  if (isLogin) await tray.decided
  // Without a tray a hidden app could not be found.
  const staysHidden = !isWanted && isLogin && background.canKeepRunning()
  show = (address) => {
    window.show(address).catch((error: unknown) => onLog(`showing the window: ${String(error)}`))
  }
  // A click on the Dock's icon.
  app.on('activate', () => show())
  if (!staysHidden) await window.show(wanted)
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
      .catch((error: unknown) => onLog(`closing: ${describeError(error)}`))
      .finally(() => {
        state = 'closed'
        app.quit()
      })
  })
}
