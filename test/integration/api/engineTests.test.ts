import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AppRouter } from '../../../main/api/router.ts'
import { type App, createApp } from '../../../main/app.ts'
import type { EngineTestEvent } from '../../../main/contract/engine.ts'
import type { Technology } from '../../../main/contract/technology.ts'
import { hasKernelDriver, kernelDevice } from '../../../main/drivers/virtualbox/kernelDriver.ts'
import { readRunLock } from '../../../main/os/runLock.ts'
import { openStore } from '../../../main/store/store.ts'
import { projectRoot } from '../../support/cli.ts'

/** Each with a lock of its own, so that it waits for nobody's comparison. */
describe('a test of a real engine, through the API', () => {
  let home: string
  let app: App
  let client: RouterClient<AppRouter>
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    app = createApp({
      env: { ...process.env, ISOSCOPE_HOME: home },
      platform: process.platform,
      root: projectRoot,
      lockPath: join(home, 'lock'),
      onError: () => undefined,
    })
    client = createRouterClient(app.router)
  })
  afterEach(async () => {
    await app.close()
    rmSync(home, { recursive: true, force: true })
  })

  const test = async (technology: Technology, signal?: AbortSignal) => {
    const seen: EngineTestEvent[] = []
    const events = await client.engines.test({ technology }, signal ? { signal } : {})
    for await (const event of events) seen.push(event)
    return seen
  }
  const expectNothingLeft = () => {
    expect(readRunLock(join(home, 'lock'))).toBeNull()
    const store = openStore(app.paths)
    expect(store.ledger.rows()).toEqual([])
    store.close()
  }

  it.each(['host', 'venv', 'docker'] as const)('starts %s once and leaves nothing', async (technology) => {
    const seen = await test(technology)
    expect(seen.filter(({ kind }) => kind === 'step').length).toBeGreaterThan(2)
    const last = seen.at(-1)
    if (last?.kind !== 'passed') throw new Error('the last one says how it went')
    expect(last.startupMs).toBeGreaterThan(0)
    expect(last.totalMs).toBeGreaterThan(last.startupMs)
    expectNothingLeft()
  })

  it('leaves nothing of a container when its reader goes away in the middle', async () => {
    const events = await client.engines.test({ technology: 'docker' })
    for await (const event of events) if (event.kind === 'step' && event.step === 'starting the probe') break
    expectNothingLeft()
  })

  it.skipIf(hasKernelDriver(process.platform, kernelDevice))(
    'says in words why it cannot be done, with the remedy',
    async () => {
      await expect(test('virtualbox')).rejects.toMatchObject({
        code: 'ENGINE',
        data: {
          code: expect.stringMatching(/^(unsupported|not_installed)$/),
          message: expect.stringContaining('VirtualBox'),
          remedy: expect.anything(),
        },
      })
    },
  )
})

it('a test of an engine that does not answer fails with its remedy, and leaves nothing', async () => {
  const home = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  const app = createApp({
    env: { ...process.env, ISOSCOPE_HOME: home, DOCKER_HOST: `unix://${home}/nobody.sock` },
    platform: process.platform,
    root: projectRoot,
    lockPath: join(home, 'lock'),
    onError: () => undefined,
  })
  try {
    const events = await createRouterClient(app.router).engines.test({ technology: 'docker' })
    const read = async () => {
      for await (const _ of events);
    }
    await expect(read()).rejects.toMatchObject({
      code: 'ENGINE',
      data: { code: expect.stringMatching(/^not_/), engine: 'docker', remedy: expect.anything() },
    })
    expect(readRunLock(join(home, 'lock'))).toBeNull()
  } finally {
    await app.close()
    rmSync(home, { recursive: true, force: true })
  }
})
