import { mkdirSync } from 'node:fs'
import type { App } from 'electron'

/**
 * Gives Chromium a folder of its own among ours. By default it would be the data folder itself on macOS, where `Cache` of the one and
 * `cache` of the other are the same name; and every ISOSCOPE_HOME would share one instance. Before the lock and before ready.
 */
export function setOwnFolder(app: App, folder: string, onLog: (line: string) => void): void {
  try {
    // Electron demands that it is there.
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    app.setPath('userData', folder)
  } catch (error) {
    // The store, which is beside it, will say the same in the user's words.
    onLog(`cannot use ${folder}: ${String(error)}`)
  }
}
