import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AppRouter } from '../../main/api/router.ts'
import { type App, createApp } from '../../main/app.ts'
import type { Inventory, UsageSnapshot } from '../../main/contract/live.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import { createFakeDriver } from '../../main/drivers/fake/driver.ts'
import { projectRoot } from '../support/cli.ts'
import { type PrivateDockerd, startPrivateDockerd } from '../support/privateDockerd.ts'

const run = promisify(execFile)

/** A daemon with containers in it that a user made, and one container after another made and removed. */
describe('live use while a daemon dies and comes back', () => {
  let dockerd: PrivateDockerd
  let home: string
  let app: App
  let client: RouterClient<AppRouter>
  let unexpected: unknown[]
  const note = (error: unknown) => unexpected.push(error)
  const docker = (...args: readonly string[]) => run('docker', ['--host', dockerd.endpoint, ...args])

  beforeEach(async () => {
    unexpected = []
    process.on('unhandledRejection', note)
    dockerd = await startPrivateDockerd()
    home = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    const archive = execFileSync('tar', ['--create', '--directory', join(projectRoot, 'build', 'probe'), 'probe'])
    execFileSync('docker', ['--host', dockerd.endpoint, 'import', '-', 'probe'], { input: archive, stdio: 'pipe' })
    app = createApp({
      env: { ...process.env, ISOSCOPE_HOME: home, DOCKER_HOST: dockerd.endpoint },
      platform: process.platform,
      root: projectRoot,
      lockPath: join(home, 'lock'),
      createDrivers: (deps) => [
        createDockerDriver(deps),
        createFakeDriver(deps, { technology: 'venv', title: 'Invented', contenders: [] }),
      ],
      onError: note,
    })
    client = createRouterClient(app.router)
  })

  afterEach(async () => {
    await app.close()
    await dockerd.stop()
    rmSync(home, { recursive: true, force: true })
    process.off('unhandledRejection', note)
  })

  it('marks the rows, keeps them, and has what exists again soon after the daemon answers', async () => {
    const names = ['one', 'two', 'three', 'four', 'five']
    const options = ['--detach', '--network', 'none']
    await Promise.all(names.map((name) => docker('run', ...options, '--name', name, 'probe', '/probe', 'ready')))

    const away = new AbortController()
    const inventories: Inventory[] = []
    const snapshots: UsageSnapshot[] = []
    const watching = Promise.all([
      collect(await client.live.inventory({}, { signal: away.signal }), inventories),
      collect(await client.live.usage({ rate: 'full' }, { signal: away.signal }), snapshots),
    ])
    const stateOf = (technology: string) =>
      inventories.at(-1)?.engines.find((engine) => engine.technology === technology)?.state
    const named = () => inventories.at(-1)?.instances.filter(({ name }) => names.includes(name)) ?? []
    const churning = churn(docker, away.signal)

    await expect.poll(() => named().filter(({ state }) => state === 'running').length, { timeout: 20_000 }).toBe(5)
    // As events or watching tell them: containers come and go meanwhile.
    const comes = () => new Set(inventories.flatMap(({ instances }) => instances.map(({ id }) => id))).size
    await expect.poll(comes, { timeout: 20_000 }).toBeGreaterThan(6)

    await dockerd.kill()
    await expect.poll(() => stateOf('docker'), { timeout: 20_000 }).toBe('away')
    expect(inventories.at(-1)?.engines[0]).toMatchObject({ error: { code: 'not_running', engine: 'docker' } })
    expect(named().map(({ name, stale }) => [name, stale])).toEqual(names.toSorted().map((name) => [name, true]))
    expect(stateOf('venv')).toBe('current')
    await expect.poll(() => snapshots.at(-1)?.usage).toEqual([])
    await sleep(1_000)

    await dockerd.restart()
    // Five seconds on a machine that has nothing else to do.
    await expect.poll(() => stateOf('docker'), { timeout: 10_000 }).toBe('current')
    await churning.settled()
    await expect
      .poll(
        async () =>
          inventories
            .at(-1)
            ?.instances.map(({ id }) => id)
            .toSorted(),
        { timeout: 10_000 },
      )
      .toEqual(
        (await docker('ps', '--all', '--quiet', '--no-trunc')).stdout
          .trim()
          .split('\n')
          .map((id) => `docker:${id}`)
          .toSorted(),
      )
    expect(named().map(({ name, stale }) => [name, stale])).toEqual(names.toSorted().map((name) => [name, false]))

    // The daemon's streams are heard again, too: what is started now is seen.
    const [first] = named()
    if (!first) throw new Error('there are five')
    if (first.state !== 'running') await client.instances.act({ id: first.id, action: 'start' })
    await client.instances.act({ id: first.id, action: 'stop' })
    await expect.poll(() => named()[0]?.state, { timeout: 10_000 }).toBe('stopped')

    away.abort()
    await Promise.all([watching, churning.ended])
    for (const { instances } of inventories) {
      const ids = instances.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
    }
    expect(unexpected).toEqual([])
  })
})

async function collect<T>(values: AsyncIterable<T>, into: T[]): Promise<void> {
  for await (const value of values) into.push(value)
}

/** One container after another, also while nobody answers, until it is told to settle or to end. */
function churn(docker: (...args: readonly string[]) => Promise<unknown>, signal: AbortSignal) {
  let goesOn = true
  const ended = (async () => {
    while (goesOn && !signal.aborted) {
      await docker('run', '--rm', '--network', 'none', 'probe', '/probe', 'nothing').catch(() => sleep(100))
    }
  })()
  const settled = async () => {
    goesOn = false
    await ended
  }
  return { ended, settled }
}
