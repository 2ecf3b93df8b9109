import type { App } from 'electron'
import type { LoginItem } from '../../api/desktopDoor.ts'
import { findAutostartFile, readAutostart, writeAutostart } from './autostart.ts'

export interface LoginItemOptions {
  readonly app: App
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** The program that runs now. */
  readonly execPath: string
}

/** The argument of a start at login: without a window where the tray shows that the app is there. */
const hiddenArgument = '--hidden'

export function createLoginItem({ app, platform, env, execPath }: LoginItemOptions): LoginItem {
  // A checkout is started as `electron FOLDER`.
  const args = [...(app.isPackaged ? [] : [app.getAppPath()]), hiddenArgument]
  if (platform === 'linux') {
    const file = findAutostartFile(env)
    // An AppImage runs from a mount that is another one each time; the image itself stays where it is.
    const command = [env.APPIMAGE || execPath, ...args]
    return { isOn: () => readAutostart(file), set: (on) => writeAutostart(file, on ? command : null) }
  }
  // macOS takes no arguments; there the system says that it was a start at login.
  const item = platform === 'win32' ? { path: execPath, args } : {}
  return {
    isOn: () => app.getLoginItemSettings(item).openAtLogin,
    set: (on) => app.setLoginItemSettings({ ...item, openAtLogin: on }),
  }
}

/** Whether this start was made at login, by nobody who waits for a window. */
export function isLoginStart(app: App, platform: NodeJS.Platform, argv: readonly string[]): boolean {
  return argv.includes(hiddenArgument) || (platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin)
}
