import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type App, createApp } from '../../../../../main/app.ts'
import type { Client } from '../../../../../main/hosts/electron/client.ts'
import { createTrayController, type TrayController } from '../../../../../main/hosts/electron/tray/trayController.ts'
import type { TrayItem } from '../../../../../main/hosts/electron/tray/trayModel.ts'
import { projectRoot } from '../../../../support/cli.ts'
import { exampleInventory, exampleListed, exampleSnapshot } from '../../../../support/liveExample.ts'
import {
  createInstance,
  createReading,
  createWatchedDriver,
  type WatchedDriver,
} from '../../../../support/watchedDriver.ts'

/** The whole app with a played engine behind the tray. */
let home: string
let app: App
let client: Client
let docker: WatchedDriver
let controller: TrayController
let menus: (readonly TrayItem[])[] = []
const failures: string[] = []
let opened: (readonly string[])[] = []

beforeEach(() => {
  menus = []
  opened = []
  home = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  docker = createWatchedDriver('docker', { events: true, sample: true })
  docker.rows = [createInstance('docker:web')]
  app = createApp({
    env: { ISOSCOPE_HOME: home },
    platform: process.platform,
    root: projectRoot,
    lockPath: join(home, 'lock'),
    createDrivers: () => [docker],
    onError: (error) => failures.push(String(error)),
  })
  client = createRouterClient(app.router)
  controller = createTrayController({
    client,
    show: (items) => menus.push(items),
    open: () => {},
    quit: () => {},
    openTerminal: async (command) => void opened.push(command),
    fail: (title) => failures.push(title),
    log: (line) => failures.push(line),
    interval: 50,
  })
})
afterEach(async () => {
  controller.close()
  await app.close()
  rmSync(home, { recursive: true, force: true })
  expect(failures.splice(0)).toEqual([])
})

const labels = () => menus.at(-1)?.map(({ label }) => label?.replaceAll('\u00a0', ' ')) ?? []

test('shows a sample of what runs, and another when it has changed', async () => {
  docker.reading = (id) => createReading(id, { memory: 5 * 2 ** 20 })
  await vi.waitFor(() => expect(labels()).toContain('Docker 1 · – · 5 MiB'), 15_000)
  docker.reading = (id) => createReading(id, { memory: 9 * 2 ** 20 })
  await vi.waitFor(() => expect(labels()).toContain('Docker 1 · – · 9 MiB'), 115_000)
})

test('a hundred samples that differ by less than is shown build one menu, and one that differs builds another', async () => {
  let looks = 0
  let memoryBytes = 340 * 2 ** 20
  const played = {
    runs: { active: async () => ({ id: null }), list: async () => [] },
    settings: { get: async () => ({ favourites: [] }) },
    app: { info: async () => ({ enterable: [] }) },
    live: {
      pause: async () => ({ paused: false }),
      inventory: async function* () {
        yield exampleInventory([exampleListed({})])
      },
      usage: async function* () {
        looks++
        const wobble = looks % 10
        const total = {
          technology: 'docker' as const,
          instances: 1,
          running: 1,
          cpuShare: 0.11 + wobble / 1_000,
          memoryBytes: memoryBytes + wobble,
        }
        yield exampleSnapshot([], { totals: [total] })
      },
    },
  } as unknown as Client
  const built: (readonly TrayItem[])[] = []
  const silent = () => {}
  const options = {
    open: silent,
    quit: silent,
    openTerminal: null,
    fail: silent,
    log: (line: string) => failures.push(line),
    interval: 1,
  }
  const one = createTrayController({ ...options, client: played, show: (items) => built.push(items) })
  try {
    await vi.waitFor(() => expect(looks).toBeGreaterThan(101), 20_000)
    expect(built).toHaveLength(1)
    memoryBytes = 500 * 2 ** 20
    await vi.waitFor(() => expect(built).toHaveLength(2), 5_000)
  } finally {
    one.close()
  }
})

test('paused sampling asks no engine for figures until it goes on, and says so', async () => {
  await vi.waitFor(() => expect(docker.calls.sample).toBeGreaterThan(0), 5_000)
  await controller.carryOut({ kind: 'pause', paused: true })
  await vi.waitFor(() => expect(labels()).toContain('No figures at present: Sampling is paused.'), 15_000)
  // The first may be from before; then come two that were due while nothing was asked.
  const readPaused = async (count: number) => {
    for await (const { paused } of await client.live.usage({ rate: 'full' })) {
      if (paused === 'Sampling is paused.') count--
      if (count === 0) break
    }
  }
  await readPaused(1)
  const samples = docker.calls.sample
  await readPaused(3)
  expect(docker.calls.sample).toBe(samples)
  await controller.carryOut({ kind: 'pause', paused: false })
  await vi.waitFor(() => expect(docker.calls.sample).toBeGreaterThan(samples), 15_000)
})

test('a favourite that is starred comes into the menu', async () => {
  docker.rows = [createInstance('docker:db', { state: 'stopped', actions: ['start'] })]
  await client.settings.change({ favourites: ['docker:db'] })
  docker.emit()
  await vi.waitFor(() => expect(labels()).toContain('Start db · Docker'), 15_000)
})

test('a terminal runs what the engine says enters the instance, and one that cannot be entered is told of', async () => {
  Object.assign(docker, { enter: async (id: string) => ['docker', 'exec', id.slice('docker:'.length), 'sh'] })
  await controller.carryOut({ kind: 'enter', id: 'docker:web' })
  expect(opened).toEqual([['docker', 'exec', 'web', 'sh']])
  await controller.carryOut({ kind: 'enter', id: 'qemu:web' })
  expect(failures.splice(0)).toEqual(['The terminal could not be opened'])
  expect(opened).toHaveLength(1)
})
