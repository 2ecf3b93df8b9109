/*
 * Stands in for the module `electron` in the main process, where Electron's binary cannot be had: what the shell uses of it, over
 * a real Chromium. Its parts are typed against electron.d.ts and throw on whatever they do not have. Not shown by it: what only
 * Electron's own binary does (fuses, the sandbox of its processes, native menus and trays on a screen, its memory).
 */

// biome-ignore-all lint/performance/noBarrelFile: it is the module that the app imports everything from
import { app } from './app.ts'
import { listenToTest } from './control.ts'
import { refuseModule } from './refusal.ts'
import './window/verbs.ts'

export { app } from './app.ts'
export { ipcMain } from './ipcMain.ts'
export { MessageChannelMain } from './messagePort.ts'
export { protocol, session } from './session.ts'
export { dialog } from './system/dialog.ts'
export { Menu, MenuItem } from './system/menu.ts'
export { nativeImage } from './system/nativeImage.ts'
export { Notification } from './system/notification.ts'
export { powerMonitor } from './system/power.ts'
export { safeStorage } from './system/safeStorage.ts'
export { screen } from './system/screen.ts'
export { clipboard, shell } from './system/shell.ts'
export { nativeTheme } from './system/theme.ts'
export { Tray } from './system/tray.ts'
export { BrowserWindow } from './window/browserWindow.ts'

export const autoUpdater = refuseModule('autoUpdater')
export const net = refuseModule('net')
export const powerSaveBlocker = refuseModule('powerSaveBlocker')
export const webContents = refuseModule('webContents')

listenToTest()
app.start()
