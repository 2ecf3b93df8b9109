import { _electron } from 'playwright-core'
import { type Desktop, type DesktopOptions, entry, watchComplaints } from './desktop.ts'

/** Electron itself, by Playwright. What would be opened outside is noted and not opened. */
export async function launchReal(executablePath: string, options: DesktopOptions): Promise<Desktop> {
  const app = await _electron.launch({
    executablePath,
    // Chromium's own before the app, what is the app's after it.
    args: [`--user-data-dir=${options.userData}`, entry, ...(options.args ?? [])],
    // Otherwise Playwright turns off, on Linux, what is to be tested. For root there is no sandbox.
    chromiumSandbox: process.getuid?.() !== 0,
    env: { ...(process.env as Record<string, string>), ...options.env, ISOSCOPE_HOME: options.home },
  })
  const child = app.process()
  let log = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { openedOutside: opened })
    shell.openExternal = async (url) => void opened.push(`openExternal ${url}`)
  })
  const page = await app.firstWindow()
  const complaints = watchComplaints(page)
  // A window begins with an empty page, which has loaded at once.
  await page.waitForURL((url) => url.protocol === 'app:')
  return {
    pid: child.pid ?? 0,
    page,
    control: null,
    complaints,
    log: () => log,
    toAddress: (address) => address,
    openedOutside: () => app.evaluate(() => (globalThis as unknown as { openedOutside: string[] }).openedOutside),
    countWindows: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
    quit: async () => {
      await app.evaluate(({ app: electron }) => void setImmediate(() => electron.quit()))
      return await ended
    },
  }
}
