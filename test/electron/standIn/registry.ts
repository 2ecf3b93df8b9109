import type { BrowserWindow } from './window/browserWindow.ts'

/** What the modules of the stand-in must know of each other without importing each other in circles. */

const open = new Set<BrowserWindow>()
const last: (() => void)[] = []

export function windows(): readonly BrowserWindow[] {
  return [...open]
}

export function addWindow(window: BrowserWindow): void {
  open.add(window)
}

export function forgetWindow(window: BrowserWindow): void {
  open.delete(window)
}

/** The one window that tests mean. Throws where there is none. */
export function firstWindow(): BrowserWindow {
  const [window] = open
  if (!window) throw new Error('No window is open.')
  return window
}

export function atExit(act: () => void): void {
  last.push(act)
}

export function runAtExit(): void {
  for (const act of last) act()
}
