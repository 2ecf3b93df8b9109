import { Menu, type MenuItemConstructorOptions, nativeTheme, Tray } from 'electron'
import type { Client } from '../client.ts'
import { explainFailure, tell } from '../notify.ts'
import { findTerminal, openTerminal } from '../terminal/openTerminal.ts'
import type { MainWindow } from '../window.ts'
import { isTrayAvailable } from './trayAvailable.ts'
import { createTrayController } from './trayController.ts'
import { chooseTrayImage } from './trayImage.ts'
import type { TrayItem, TrayOrder } from './trayModel.ts'

export interface TrayOptions {
  readonly client: Client
  readonly window: Pick<MainWindow, 'show'>
  /** The folder of the icons. */
  readonly images: string
  readonly log: (line: string) => void
  readonly quit: () => void
}

export interface TrayHandle {
  /** Resolves when it is known whether the desktop has a tray. */
  readonly decided: Promise<void>
  /** Whether the icon is in the tray now. */
  isThere(): boolean
  /** Takes the icon away and ends all reading. */
  close(): void
}

/** Puts the icon and its menu into the tray where the desktop has one; elsewhere nothing happens. */
export function startTray(options: TrayOptions): TrayHandle {
  let isClosed = false
  let close: (() => void) | undefined
  const start = async (): Promise<void> => {
    if ((await isTrayAvailable()) && !isClosed) close = createTray(options)
  }
  return {
    decided: start().catch((error: unknown) => options.log(`no tray: ${String(error)}`)),
    isThere: () => close !== undefined,
    close: () => {
      isClosed = true
      close?.()
      close = undefined
    },
  }
}

/** What it returns takes everything away. */
function createTray({ client, window, images, log, quit }: TrayOptions): () => void {
  const tray = new Tray(findImage(images))
  tray.setToolTip('Isoscope')
  const open = (address?: string) => {
    window.show(address).catch((error: unknown) => log(`the window cannot be shown: ${String(error)}`))
  }
  const terminal = findTerminal(process.env, process.platform)
  const controller = createTrayController({
    client,
    openTerminal: terminal && ((command) => openTerminal(terminal, command, process.env)),
    // The whole menu each time: on Linux a change of one item is not seen.
    show: (items) => tray.setContextMenu(Menu.buildFromTemplate(items.map((item) => toMenuItem(item, click)))),
    open,
    quit,
    fail: (title, error) => tell({ title, body: explainFailure(error) }, log),
    log,
  })
  const click = (order: TrayOrder) => void controller.carryOut(order)
  const changeImage = () => tray.setImage(findImage(images))
  nativeTheme.on('updated', changeImage)
  // macOS opens the menu on both buttons; elsewhere the first one opens the app.
  if (process.platform !== 'darwin') tray.on('click', () => open())
  tray.on('mouse-enter', controller.refresh)
  return () => {
    controller.close()
    nativeTheme.off('updated', changeImage)
    tray.destroy()
  }
}

function findImage(folder: string): string {
  const { shouldUseDarkColors, shouldUseDarkColorsForSystemIntegratedUI: isTaskbarDark } = nativeTheme
  // On Windows the taskbar has a theme of its own.
  const isDark = process.platform === 'win32' ? isTaskbarDark : shouldUseDarkColors
  return chooseTrayImage(folder, { platform: process.platform, isDark, desktop: process.env.XDG_CURRENT_DESKTOP })
}

function toMenuItem(item: TrayItem, click: (order: TrayOrder) => void): MenuItemConstructorOptions {
  const { order, submenu, ...rest } = item
  return {
    ...rest,
    ...(submenu && { submenu: submenu.map((one) => toMenuItem(one, click)) }),
    ...(order && { click: () => click(order) }),
  }
}
