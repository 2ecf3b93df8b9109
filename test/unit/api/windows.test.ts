import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../../main/app.ts'
import { projectRoot } from '../../support/cli.ts'
import { createInstance, createWatchedDriver } from '../../support/watchedDriver.ts'

/** The whole app as Windows has it, where the measuring programs are not in the package. Its engines are played. */
describe('on Windows', () => {
  const home = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  const docker = createWatchedDriver('docker')
  docker.rows = [createInstance('docker:web')]
  const failures: unknown[] = []
  let app: App
  const client = () => createRouterClient(app.router)

  beforeAll(() => {
    app = createApp({
      env: { ISOSCOPE_HOME: home },
      platform: 'win32',
      root: join(projectRoot, 'test', 'fixtures', 'package'),
      lockPath: join(home, 'lock'),
      createDrivers: () => [docker],
      onError: (error) => failures.push(error),
    })
  })
  afterAll(async () => {
    await app?.close()
    rmSync(home, { recursive: true, force: true })
    expect(failures).toEqual([])
  })

  it('the app starts, and lists what there is', async () => {
    const { instances } = await client().instances.list({})
    expect(instances.map(({ id }) => id)).toEqual(['docker:web'])
  })

  it.for(['a comparison', 'a test of an engine'])('%s is refused in plain words, with what to do', async (what) => {
    const asked =
      what === 'a comparison'
        ? client().runs.start({ contenders: ['docker'], profile: 'quick' })
        : client()
            .engines.test({ technology: 'docker' })
            .then(async (events) => {
              for await (const event of events) expect.unreachable(event.kind)
            })
    await expect(asked).rejects.toMatchObject({
      data: {
        code: 'unsupported',
        message: expect.stringContaining('on Windows'),
        remedy: { text: expect.stringContaining('WSL 2') },
      },
    })
  })
})
