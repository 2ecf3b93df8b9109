import { EventEmitter } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { App } from 'electron'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Client } from '../../../../main/hosts/electron/client.ts'
import { createTestRouter } from '../../../support/testRouter.ts'
import { createRecordedElectron } from './recordedElectron.ts'

/* The window and what is around it, put together as the app does. */

const id = '20260102T030405-00ab12'
const link = `isoscope://run/${id}`
let electron = createRecordedElectron()
let folder = ''
let log: string[] = []
const createApp = vi.fn(() => ({ router: createTestRouter(), client: {} as Client, close: async () => {} }))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  createApp.mockClear()
  vi.stubEnv('ELECTRON_RENDERER_URL', undefined)
  // No tray: its tests are in tray/.
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', undefined)
  vi.stubEnv('XDG_RUNTIME_DIR', undefined)
  // Where Electron has a package's parts; here none that says where releases are.
  Object.assign(process, { resourcesPath: folder })
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.doUnmock('electron')
  rmSync(folder, { recursive: true, force: true })
})

type Start = { readonly platform?: NodeJS.Platform; readonly argv?: readonly string[] }

/** A new process, on the same folder. */
async function start({ platform = 'linux', argv = [] }: Start = {}, prepare = () => {}): Promise<void> {
  electron = createRecordedElectron()
  log = []
  prepare()
  vi.resetModules()
  vi.doMock('electron', () => electron.module)
  const { startDesktop } = await import('../../../../main/hosts/electron/desktop.ts')
  const env = { XDG_CONFIG_HOME: folder }
  const onLog = (line: string) => void log.push(line)
  const files = { rendererDir: folder, preload: '/preload.cjs', trayImages: '/assets/tray', folder }
  await startDesktop({ createApp, ...files, platform, env, argv, onLog })
}

describe('one instance', () => {
  test('a second start says so in one line and ends before it opens anything', async () => {
    await start({}, () => {
      electron.system.isOnlyInstance = false
    })
    expect(log).toHaveLength(1)
    expect(electron.module.app.quit).toHaveBeenCalledOnce()
    expect(createApp).not.toHaveBeenCalled()
    expect(electron.windows).toEqual([])
  })

  test('brings the first one to the front and hands over its link, without loading the page anew', async () => {
    await start()
    electron.journal.length = 0
    electron.module.app.emit('second-instance', {}, ['/electron', '--x'], '/')
    expect(electron.journal).toEqual(['show'])
    expect(electron.opened[0]?.focus).toHaveBeenCalledOnce()
    expect(electron.loaded).toEqual(['app://isoscope/'])
    electron.module.app.emit('second-instance', {}, ['/electron', link], '/')
    expect(electron.loaded[1]).toBe(`app://isoscope/#open=${encodeURIComponent(`/?page=compare&run=${id}`)}`)
    expect(electron.windows).toHaveLength(1)
  })
})

describe('a link', () => {
  test('among the arguments opens its run at once', async () => {
    await start({ argv: ['/electron', link] })
    expect(electron.loaded).toEqual([`app://isoscope/?page=compare&run=${id}`])
  })

  test('of macOS is taken before the window is there, and whatever is no link of ours opens nothing', async () => {
    await start({ platform: 'darwin' })
    const preventDefault = vi.fn()
    electron.module.app.emit('open-url', { preventDefault }, 'isoscope://run/../x')
    expect(preventDefault).toHaveBeenCalledOnce()
    expect(electron.loaded).toHaveLength(1)
    electron.module.app.emit('open-url', { preventDefault }, link)
    expect(electron.loaded).toHaveLength(2)
  })

  test.for([true, false])('is the packaged app’s to open: packaged %s', async (isPackaged) => {
    await start({}, () => {
      electron.module.app.isPackaged = isPackaged
    })
    expect(electron.module.app.setAsDefaultProtocolClient.mock.calls).toEqual(isPackaged ? [['isoscope']] : [])
  })

  test('loads a page that has crashed', async () => {
    await start()
    for (const window of electron.opened) window.webContents.crashed = true
    electron.module.app.emit('second-instance', {}, [link], '/')
    expect(electron.loaded[1]).toBe(`app://isoscope/?page=compare&run=${id}`)
  })
})

describe('the window', () => {
  test('opens where it was and as large, over a restart', async () => {
    await start()
    const [window] = electron.opened
    if (window) window.bounds = { x: 40, y: 50, width: 1100, height: 750 }
    window?.maximize()
    window?.close()
    await start()
    expect(electron.windows[0]).toMatchObject({ x: 40, y: 50, width: 1100, height: 750 })
    expect(electron.opened[0]?.maximised).toBe(true)
    expect(readdirSync(folder)).toEqual(['window.json'])
  })

  test.for(['{"window":', '[]', '{"window":{"bounds":{"x":1e9}}}'])('ignores a damaged file: %s', async (text) => {
    writeFileSync(join(folder, 'window.json'), text)
    await start()
    expect(electron.windows[0]).toMatchObject({ width: 1280, height: 860 })
  })
})

describe('closing', () => {
  const choose = (whenClosed: string) => writeFileSync(join(folder, 'window.json'), JSON.stringify({ whenClosed }))

  test('quits where there is no tray', async () => {
    choose('keep')
    await start()
    electron.opened[0]?.close()
    expect(electron.boxes).toEqual([])
    expect(electron.module.app.quit).toHaveBeenCalled()
  })

  test('leaves the app in the Dock of macOS, from where the window comes back', async () => {
    await start({ platform: 'darwin' })
    electron.opened[0]?.close()
    expect(electron.module.app.quit).not.toHaveBeenCalled()
    electron.module.app.emit('activate')
    expect(electron.windows).toHaveLength(2)
  })
})

describe('with a tray, closing', () => {
  /** The part by itself, with a tray. */
  const guard = async (answer: number | null) => {
    electron = createRecordedElectron()
    electron.system.answer = answer
    vi.resetModules()
    vi.doMock('electron', () => electron.module)
    const { createBackground } = await import('../../../../main/hosts/electron/background.ts')
    const { openPreferences } = await import('../../../../main/hosts/electron/preferences.ts')
    const onLog = (line: string) => void log.push(line)
    const preferences = openPreferences(join(folder, 'window.json'), onLog)
    const app = electron.module.app as unknown as App
    const isTrayAvailable = () => true
    const onChange = vi.fn()
    const background = createBackground({ app, platform: 'linux', preferences, isTrayAvailable, onChange, onLog })
    const open = () => {
      const window = new electron.module.BrowserWindow({})
      background.guard(window as never)
      return window
    }
    return { open, background, onChange, read: () => JSON.parse(readFileSync(join(folder, 'window.json'), 'utf8')) }
  }

  test('asks once and keeps the app, with the window gone', async () => {
    const { open, read, onChange } = await guard(0)
    const window = open()
    window.close()
    expect(window.isDestroyed()).toBe(false)
    await setImmediate()
    expect(window.isDestroyed()).toBe(true)
    expect(read().whenClosed).toBe('keep')
    expect(onChange).toHaveBeenCalledOnce()
    open().close()
    expect(electron.boxes).toHaveLength(1)
    expect(electron.module.app.quit).not.toHaveBeenCalled()
  })

  test('quits when that was chosen, and asks no more', async () => {
    const { open, read } = await guard(1)
    open().close()
    await setImmediate()
    expect(read().whenClosed).toBe('quit')
    expect(electron.module.app.quit).toHaveBeenCalled()
  })

  test('changes nothing when the question is dismissed, and is asked one question at a time', async () => {
    const first = await guard(2)
    const window = first.open()
    window.close()
    window.close()
    await setImmediate()
    expect(window.isDestroyed()).toBe(false)
    expect(electron.boxes).toHaveLength(1)
    window.close()
    expect(electron.boxes).toHaveLength(2)
  })

  test('asks nothing while the app quits', async () => {
    const { open } = await guard(null)
    const window = open()
    electron.module.app.emit('before-quit', {})
    window.close()
    expect(electron.boxes).toEqual([])
    expect(window.isDestroyed()).toBe(true)
  })

  test('follows the menu', async () => {
    const { background } = await guard(null)
    background.setKeepRunning(true)
    expect(background.keepsRunning()).toBe(true)
    background.setKeepRunning(false)
    expect(background.keepsRunning()).toBe(false)
  })
})

describe('a page', () => {
  const crash = () =>
    electron.opened[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 })

  test('that crashes is loaded again when the user says so, each time asked', async () => {
    await start()
    electron.system.answer = 0
    for (const count of [1, 2]) {
      crash()
      await setImmediate()
      expect(electron.boxes).toHaveLength(count)
      expect(electron.opened[0]?.webContents.reload).toHaveBeenCalledTimes(count)
    }
    expect(log.join()).toContain('crashed')
  })

  test('that crashes ends the app when the user quits', async () => {
    await start()
    electron.system.answer = 1
    crash()
    await setImmediate()
    expect(electron.module.app.quit).toHaveBeenCalled()
    expect(electron.opened[0]?.webContents.reload).not.toHaveBeenCalled()
  })

  test('that hangs is waited for, or gets a new process without a second question', async () => {
    await start()
    const contents = electron.opened[0]?.webContents
    electron.system.answer = 0
    electron.opened[0]?.emit('unresponsive')
    await setImmediate()
    expect(contents?.forcefullyCrashRenderer).not.toHaveBeenCalled()
    electron.system.answer = 1
    electron.opened[0]?.emit('unresponsive')
    await setImmediate()
    expect(contents?.forcefullyCrashRenderer).toHaveBeenCalledOnce()
    expect(contents?.reload).toHaveBeenCalledOnce()
    expect(electron.boxes).toHaveLength(2)
  })

  test('that answers again takes the question away', async () => {
    await start()
    electron.opened[0]?.emit('unresponsive')
    expect(electron.boxes[0]?.signal?.aborted).toBe(false)
    electron.opened[0]?.emit('responsive')
    expect(electron.boxes[0]?.signal?.aborted).toBe(true)
  })
})

test('an error nobody caught is logged and said, and the app quits in order; a second one ends it', async () => {
  await start()
  const { quitAfterError } = await import('../../../../main/hosts/electron/crash.ts')
  const main = new EventEmitter()
  quitAfterError(electron.module.app as unknown as App, main, (line) => void log.push(line))
  main.emit('uncaughtException', new Error('lost'))
  expect(log.join()).toContain('lost')
  expect(electron.module.dialog.showErrorBox).toHaveBeenCalledOnce()
  expect(electron.module.app.quit).toHaveBeenCalledOnce()
  expect(electron.module.app.exit).not.toHaveBeenCalled()
  main.emit('uncaughtException', new Error('again'))
  expect(electron.module.app.exit).toHaveBeenCalledExactlyOnceWith(1)
})

test('a lost process of Chromium is logged', async () => {
  await start()
  electron.module.app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 1 })
  expect(log.join()).toContain('GPU is gone: crashed')
})

test('a start at login shows no window where something else shows that the app is there', async () => {
  await start({ platform: 'darwin', argv: ['--hidden'] })
  expect(electron.windows).toEqual([])
  await start({ argv: ['--hidden'] })
  expect(electron.windows).toHaveLength(1)
})

test('the menu turns opening at login on and off, and shows what is', async () => {
  await start()
  const find = () => {
    const submenu = electron.menus.at(-1)?.[0]?.submenu
    return Array.isArray(submenu) ? submenu.find(({ id: each }) => each === 'open-at-login') : undefined
  }
  expect(find()?.checked).toBe(false)
  find()?.click?.({ checked: true } as never, undefined, {} as never)
  expect(find()?.checked).toBe(true)
  expect(readFileSync(join(folder, 'autostart', 'isoscope.desktop'), 'utf8')).toContain('"/app" "--hidden"')
  find()?.click?.({ checked: false } as never, undefined, {} as never)
  expect(find()?.checked).toBe(false)
})

test('About says the version', async () => {
  await start()
  expect(electron.module.app.setAboutPanelOptions).toHaveBeenCalledWith(
    expect.objectContaining({ applicationVersion: '0.1.0', copyright: expect.stringContaining(process.versions.node) }),
  )
})
