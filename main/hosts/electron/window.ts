import { BrowserWindow } from 'electron'
import { createWebPreferences } from './decisions.ts'

export interface WindowOptions {
  readonly preload: string
  /** The page's origin. */
  readonly own: string
}

/** Shown when it has something to show, so that nobody sees an empty white window. */
export async function openWindow(options: WindowOptions): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 760,
    minHeight: 520,
    title: 'Isoscope',
    show: false,
    autoHideMenuBar: true,
    webPreferences: createWebPreferences(options.preload),
  })
  window.once('ready-to-show', () => window.show())
  await window.loadURL(`${options.own}/`)
  return window
}
