import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AppRouter } from '../../../main/api/router.ts'
import { type App, createApp } from '../../../main/app.ts'
import { createFakeDriver } from '../../../main/drivers/fake/driver.ts'
import { openStore, type Store } from '../../../main/store/store.ts'
import { createHome, projectRoot } from '../../support/cli.ts'
import { exampleRun } from '../../support/runExample.ts'

describe('settings and data through the API', () => {
  let home: ReturnType<typeof createHome>
  let app: App
  let store: Store
  let client: RouterClient<AppRouter>
  beforeEach(() => {
    home = createHome()
    app = createApp({
      env: { ISOSCOPE_HOME: home.path },
      platform: process.platform,
      root: projectRoot,
      lockPath: join(home.path, 'lock'),
      createDrivers: (deps) => [
        createFakeDriver(deps, {
          technology: 'docker',
          title: 'Invented',
          contenders: [{ id: 'docker', title: 'Invented' }],
          failures: [{ step: 'prepare', how: 'hangs' }],
        }),
      ],
      onError: () => undefined,
    })
    client = createRouterClient(app.router)
    store = openStore(app.paths)
  })
  afterEach(async () => {
    store.close()
    await app.close()
    home.remove()
  })

  const storeRun = (number: number) =>
    store.beginRun({ ...exampleRun(number), status: 'completed', endedBy: 'rounds', endedAt: exampleRun(9).startedAt })

  it('change in part, and refuse what is none', async () => {
    const before = await client.settings.get({})
    expect(await client.settings.change({ theme: 'dark', rounds: 12 })).toEqual({
      ...before,
      theme: 'dark',
      rounds: 12,
    })
    expect(await client.settings.get({})).toMatchObject({ theme: 'dark', rounds: 12 })
    for (const wrong of [
      { rounds: 0 },
      { budgetMinutes: 0 },
      { budgetMinutes: 1441 },
      { theme: 'sepia' },
      { colour: 'red' },
    ]) {
      await expect(client.settings.change(wrong as object)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    }
    expect(await client.settings.get({})).toMatchObject({ theme: 'dark', rounds: 12 })
  })

  it('say where the data is, how much it takes, and what this door may do', async () => {
    storeRun(1)
    expect(await client.app.info({})).toMatchObject({ dataFolder: home.path, capabilities: [] })
    const storage = await client.app.storage({})
    expect(storage).toMatchObject({ cacheBytes: 0, keptBytes: 0, runs: 1 })
    expect(storage.databaseBytes).toBeGreaterThan(10_000)
  })

  it('do not wait for a tray of which the desktop does not yet say whether it is there', async () => {
    const silent = createApp({
      env: { ISOSCOPE_HOME: home.path },
      platform: process.platform,
      root: projectRoot,
      createDrivers: () => [],
      desktop: {
        loginItem: { isOn: () => false, set: () => undefined },
        hasTray: () => new Promise<boolean>(() => undefined),
        chooseFile: async () => null,
      },
      onError: () => undefined,
    })
    try {
      const desktop = createRouterClient(silent.router)
      const asked = Promise.race([desktop.app.tray({}), desktop.app.info({})])
      expect(await asked).toMatchObject({ capabilities: ['login.change', 'files.choose'] })
    } finally {
      await silent.close()
    }
    expect(await client.app.tray({})).toEqual({ there: false })
  })

  it('remove all runs, and say how many', async () => {
    storeRun(1)
    storeRun(2)
    expect(await client.settings.clear({ what: 'runs' })).toMatchObject({ runs: 2 })
    expect(await client.runs.list({ limit: 10 })).toEqual([])
  })

  it('remove no run while a comparison goes on, and can do so after it', async () => {
    storeRun(1)
    const { id } = await client.runs.start({ contenders: ['docker'], profile: 'quick' })
    await expect(client.settings.clear({ what: 'runs' })).rejects.toMatchObject({
      code: 'ENGINE',
      data: { code: 'in_use', message: expect.stringContaining('isoscope compare') },
    })
    expect(store.countRuns()).toBeGreaterThanOrEqual(1)
    await client.runs.cancel({ id })
    await client.settings.clear({ what: 'runs' })
    expect(store.countRuns()).toBe(0)
  })

  it('tell once a second what is left behind, as the ledger has it', async () => {
    const read = async () => {
      const events = await client.app.cost({})
      const { value } = await events.next()
      await events.return?.()
      return value
    }
    expect(await read()).toMatchObject({ leftBehind: 0, cpuShare: null, host: { cpuShare: null } })
    // What a living process has made is not left behind; what a dead one has is, but not what is kept.
    store.ledger.record({ technology: 'venv', kind: 'folder', ref: '/tmp/a', lifetime: 'run' })
    expect(await read()).toMatchObject({ leftBehind: 0 })
    const database = new DatabaseSync(app.paths.database)
    for (const lifetime of ['run', 'run', 'kept']) {
      database
        .prepare(
          `INSERT INTO ledger (technology, kind, ref, lifetime, owner_pid, owner_start_time, recorded_at)
           VALUES ('venv', 'folder', '/tmp/b', ?, ?, 'long ago', '2026-01-01T00:00:00.000Z')`,
        )
        // Our own number: a process before us had it.
        .run(lifetime, process.pid)
    }
    database.close()
    expect(await read()).toMatchObject({ leftBehind: 2 })
  })
})
