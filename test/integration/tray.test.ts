import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type App, createApp } from '../../main/app.ts'
import type { TrayHandle } from '../../main/hosts/electron/tray/tray.ts'
import { projectRoot } from '../support/cli.ts'
import { createProbeContainers, type ProbeContainers } from '../support/probeContainers.ts'
import { createRecordedTray } from '../unit/hosts/electron/recordedTray.ts'

/** The tray on the whole app with real engines; only what draws it is recorded. */
describe('the tray', () => {
  // The tray has the first ones by name, and other tests have theirs.
  const unique = `0tray${process.pid}`
  const recorded = createRecordedTray()
  let containers: ProbeContainers
  let home = ''
  let app: App
  let tray: TrayHandle
  const log: string[] = []

  beforeAll(async () => {
    containers = createProbeContainers(unique)
    containers.run(`${unique}-web`)
    home = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    app = createApp({
      env: { ...process.env, ISOSCOPE_HOME: home },
      platform: process.platform,
      root: projectRoot,
      lockPath: join(home, 'lock'),
      onError: (error) => log.push(String(error)),
    })
    vi.doMock('electron', () => recorded.module)
    vi.doMock('../../main/hosts/electron/tray/trayAvailable.ts', () => ({ isTrayAvailable: async () => true }))
    const { startTray } = await import('../../main/hosts/electron/tray/tray.ts')
    tray = startTray({
      client: createRouterClient(app.router),
      window: { show: async () => {} },
      images: join(projectRoot, 'assets', 'tray'),
      log: (line) => log.push(line),
      quit: () => {},
    })
  })
  afterAll(async () => {
    tray?.close()
    await app?.close()
    containers?.remove()
    vi.doUnmock('electron')
    rmSync(home, { recursive: true, force: true })
  })

  const findId = (prefix: string, name: string) => {
    const item = recorded.menus.at(-1)?.find(({ id, label }) => id?.startsWith(prefix) && label?.includes(name))
    return item?.id?.slice(prefix.length)
  }

  it('stops a real container when Stop is chosen, offers it to start once it is starred, and starts it', async () => {
    const name = `${unique}-web`
    const id = await vi.waitUntil(() => findId('instance:', name), { timeout: 20_000 })
    recorded.click(`stop:${id}`)
    expect(recorded.find(`instance:${id}`)?.label).toContain('stopping…')
    await vi.waitUntil(() => containers.states()[name] === 'exited', { timeout: 30_000, interval: 200 })
    await vi.waitUntil(() => findId('instance:', name) === undefined, { timeout: 20_000 })

    await createRouterClient(app.router).settings.change({ favourites: [String(id)] })
    await vi.waitUntil(() => findId('start:', name) === id, { timeout: 30_000 })
    recorded.click(`start:${id}`)
    await vi.waitUntil(() => containers.states()[name] === 'running', { timeout: 30_000, interval: 200 })
    expect(log).toEqual([])
  })

  it('changes its icon with the theme, and is gone when it is closed', () => {
    const before = recorded.images.length
    recorded.module.nativeTheme.shouldUseDarkColors = true
    recorded.module.nativeTheme.emit('updated')
    expect(recorded.images.length).toBe(before + 1)
    expect(recorded.images.at(-1)).toContain('onDark')
    tray.close()
    tray.close()
    expect(recorded.countDestroyed()).toBe(1)
    recorded.module.nativeTheme.emit('updated')
    expect(recorded.images.length).toBe(before + 1)
  })
})
