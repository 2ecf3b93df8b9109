import { type App, dialog, Menu, shell } from 'electron'
import type { LoginItem } from '../../api/desktopDoor.ts'
import type { Background } from './background.ts'
import { isAllowedExternal } from './decisions.ts'
import { createMenuTemplate } from './menu.ts'
import type { Updates } from './updates.ts'

export interface AppMenuOptions {
  readonly app: App
  readonly platform: NodeJS.Platform
  readonly background: Background
  readonly loginItem: LoginItem
  /** `null` where there are none to look for. */
  readonly updates: Updates | null
  /** Shows an address of the page in the window. */
  readonly showPage: (address: string) => void
  readonly onLog: (line: string) => void
}

/** Puts the menu in place as things are now; call again when what it shows has changed. */
export function applyAppMenu(options: AppMenuOptions): void {
  const { app, platform, background, loginItem, updates, onLog } = options
  const template = createMenuTemplate(
    {
      platform,
      isPackaged: app.isPackaged,
      opensAtLogin: loginItem.isOn(),
      keepsRunning: background.keepsRunning(),
      canKeepRunning: background.canKeepRunning(),
      canUpdate: updates !== null,
    },
    {
      showPage: options.showPage,
      openLink: (url) => {
        if (!isAllowedExternal(url)) return onLog(`did not open ${url}`)
        shell.openExternal(url).catch((error: unknown) => onLog(`cannot open a browser: ${String(error)}`))
      },
      setOpenAtLogin: (on) => {
        try {
          loginItem.set(on)
        } catch (error) {
          onLog(`open at login: ${String(error)}`)
          dialog.showErrorBox('This could not be set', `Opening at login: ${String(error)}`)
        }
        // The mark says what is, not what was wanted.
        applyAppMenu(options)
      },
      setKeepRunning: background.setKeepRunning,
      checkForUpdates: () => {
        updates?.checkNow().catch((error: unknown) => onLog(`looking for updates: ${String(error)}`))
      },
    },
  )
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
