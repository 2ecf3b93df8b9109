import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isAbsent } from '../../main/drivers/absent.ts'
import type { PreparedContender } from '../../main/drivers/contender.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import type { Driver } from '../../main/drivers/driver.ts'
import type { LedgerRow } from '../../main/drivers/ledger.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'

/** The machine's own dockerd. The docker program is used only to look from outside, and as the user. */
const docker = (...args: readonly string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim()
const linesOf = (text: string) => text.split('\n').filter((line) => line !== '')
const signal = new AbortController().signal
const run = { runId: '20261124T000000-d0c4e2', variables: workloadVariables, onStep: () => undefined }

let deps: TestDeps
let driver: Driver

beforeAll(() => {
  const made = createTestDeps()
  // A store of this test's own, so that another test's containers are never counted.
  deps = { ...made, owner: { ...made.owner, storeId: `dockertest${process.pid}` } }
  const { ledger } = made
  deps = {
    ...deps,
    ledger: {
      record: (entry) => {
        const row = { ...ledger.record(entry), owner: deps.owner }
        deps.rows.set(row.id, row)
        return row
      },
      rename: ledger.rename,
      clear: ledger.clear,
    },
  }
  driver = createDockerDriver(deps)
})

afterAll(() => {
  removeAllOurs()
  deps.removeHome()
})

const ourContainers = () =>
  linesOf(docker('ps', '-aq', '--no-trunc', '--filter', `label=isoscope.store=${deps.owner.storeId}`))
const ourImages = () => linesOf(docker('images', '-aq', '--filter', `label=isoscope.store=${deps.owner.storeId}`))

function removeAllOurs() {
  for (const id of ourContainers()) docker('rm', '-f', id)
  for (const id of ourImages()) docker('image', 'rm', '-f', id)
}

function expectNothingLeft() {
  expect(ourContainers()).toEqual([])
  expect(ourImages()).toEqual([])
  expect([...deps.rows.values()]).toEqual([])
}

async function withContender(use: (prepared: PreparedContender) => Promise<void>) {
  const prepared = await driver.contenders[0]?.prepare(run, signal)
  if (!prepared) throw new Error('Docker has a contender')
  try {
    await use(prepared)
  } catch (error) {
    // So that a failure is told as itself, and not as that of every test after it.
    removeAllOurs()
    deps.rows.clear()
    throw error
  } finally {
    await prepared.dispose()
  }
}

describe('Docker as a contender', () => {
  it('is ready, with its version and where it answers', async () => {
    const status = await driver.detect(signal)
    expect(status).toMatchObject({
      state: 'ready',
      facts: { storage: expect.any(String), endpoint: expect.any(String) },
    })
    if (status.state === 'ready') expect(status.version).toBe(docker('version', '-f', '{{.Server.Version}}'))
  })

  it('starts the probe, tells where the time went, and leaves nothing', async () => {
    await withContender(async (prepared) => {
      expect(prepared.cpuClock).toBe('program')
      expect(prepared.labels.version).toMatch(/\d/)
      const instance = await prepared.launch({ kind: 'probe', args: ['ready'] }, signal)
      const durations = instance.phases.map(({ duration }) => (isAbsent(duration) ? 0 : duration))
      expect(instance.phases.map(({ name }) => name)).toEqual(['create', 'attach', 'network', 'runtime'])
      expect(durations.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(instance.startup)
      expect(Math.min(...durations)).toBeGreaterThan(0)
      const [id] = ourContainers()
      const [inspected] = JSON.parse(docker('inspect', id ?? '')) as { Config: { Env: string[]; Labels: object } }[]
      expect(inspected?.Config.Env.sort()).toEqual(
        Object.entries(workloadVariables)
          .map(([k, v]) => `${k}=${v}`)
          .sort(),
      )
      expect(inspected?.Config.Labels).toMatchObject({
        'isoscope.run': run.runId,
        'isoscope.owner': expect.any(String),
      })
      const stopped = await instance.stop(signal)
      expect(stopped.graceExceeded).toBe(false)
      await instance.remove()
      await instance.remove()
    })
    expectNothingLeft()
  })

  it('reports what the probe computed, and how it ended', async () => {
    await withContender(async (prepared) => {
      const instance = await prepared.launch({ kind: 'probe', args: ['cpu', '--scale', '0.02'] }, signal)
      const lines = await instance.waitForReports('cpu', signal)
      expect(lines.at(-1)?.line).toMatchObject({ isoscope: 'done', mode: 'cpu' })
      expect(lines.filter(({ line }) => line.isoscope === 'result').length).toBeGreaterThan(0)
      expect(await instance.waitForExit(signal)).toBe(0)
      await expect(instance.waitForReports('memory', signal)).rejects.toMatchObject({
        code: 'engine_failed',
        message: expect.stringContaining('exit code 0'),
      })
      await instance.remove()
    })
  })

  it('kills at once, and a second order finds it gone', async () => {
    await withContender(async (prepared) => {
      const instance = await prepared.launch({ kind: 'probe', args: ['ready'] }, signal)
      await instance.kill(signal)
      expect((await instance.kill(signal)).graceExceeded).toBe(false)
      expect((await instance.stop(signal)).graceExceeded).toBe(false)
      expect(await instance.memory()).toHaveProperty('absent')
      await instance.remove()
    })
  })

  it('finds 64 MiB more when the program touches them, the shim counted', async () => {
    await withContender(async (prepared) => {
      const idle = await prepared.launch({ kind: 'probe', args: ['ready'] }, signal)
      const [pid] = linesOf(docker('inspect', '-f', '{{.State.Pid}}', ourContainers()[0] ?? ''))
      const bytes = 64 * 1024 * 1024
      const large = await prepared.launch(
        { kind: 'probe', args: ['memory', '--bytes', String(bytes), '--wait'] },
        signal,
      )
      // It is ready before it touches its memory.
      await large.waitForReports('memory', signal)
      // Right after each other: what other containers share with both of them is the same then.
      const [small, full] = [await idle.memory(), await large.memory()]
      await idle.remove()
      await large.remove()
      expect(Number(pid)).toBeGreaterThan(1)
      if (isAbsent(small) || isAbsent(full)) throw new Error('the daemon is on this machine')
      // The shim alone varies by more than 2 % of 64 MiB between two containers.
      expect(Math.abs(full.pss - small.pss - bytes)).toBeLessThan(4 * 1024 * 1024)
      expect(small.pss).toBeGreaterThan(1024 * 1024)
    })
  })

  it('knows the daemon’s memory and the disk it takes', async () => {
    await withContender(async (prepared) => {
      if (isAbsent(prepared.fixedMemory) || isAbsent(prepared.disk)) throw new Error('both can be measured')
      const memory = await prepared.fixedMemory()
      const disk = await prepared.disk(signal)
      if (isAbsent(memory) || isAbsent(disk)) throw new Error('both can be measured as root')
      expect(memory.pss).toBeGreaterThan(20e6)
      // Which of the two the probe's layer is depends on what else stands on this daemon now.
      expect(disk.unique).toBeGreaterThan(0)
      expect(disk.unique + disk.shared).toBeGreaterThan(500_000)
      expect(disk.unique + disk.shared).toBeLessThan(5_000_000)
      expect(disk.note).toBeUndefined()
    })
    expectNothingLeft()
  })

  it('tells that a program failed to start, and leaves nothing', async () => {
    await withContender(async (prepared) => {
      const failing = prepared.launch({ kind: 'probe', args: ['no-such-mode'] }, signal)
      await expect(failing).rejects.toMatchObject({
        code: 'engine_failed',
        message: expect.stringMatching(/exit code [1-9]/),
      })
      expect(ourContainers()).toEqual([])
      await expect(prepared.launch({ kind: 'python', args: [] }, signal)).rejects.toMatchObject({ code: 'unsupported' })
    })
    expectNothingLeft()
  })

  it('runs two at once', async () => {
    await withContender(async (prepared) => {
      const both = await Promise.all([1, 2].map(() => prepared.launch({ kind: 'probe', args: ['ready'] }, signal)))
      expect(ourContainers()).toHaveLength(2)
      await Promise.all(both.map((instance) => instance.remove()))
    })
    expectNothingLeft()
  })

  it('leaves nothing wherever it is cancelled', async () => {
    const contender = driver.contenders[0]
    for (const delay of [0, 5, 20, 60]) {
      const attempt = contender?.prepare(run, AbortSignal.timeout(delay))
      const prepared = await attempt?.catch((error: unknown) => void expect(error).toMatchObject({ code: 'cancelled' }))
      await prepared?.dispose()
      expectNothingLeft()
    }
    await withContender(async (prepared) => {
      for (const delay of [0, 5, 15, 40, 100, 200]) {
        const cancel = AbortSignal.timeout(delay)
        const instance = await prepared
          .launch({ kind: 'probe', args: ['ready'] }, cancel)
          .catch((error: unknown) => void expect(error).toMatchObject({ code: 'cancelled' }))
        await instance?.remove()
        expect(ourContainers()).toEqual([])
      }
    })
    expectNothingLeft()
  })
})

describe('what a dead process left', () => {
  it('is removed by its row, images with containers too, but never a look-alike of the user’s', async () => {
    const prepared = await driver.contenders[0]?.prepare(run, signal)
    await prepared?.launch({ kind: 'probe', args: ['ready'] }, signal)
    const rows = [...deps.rows.values()]
    expect(rows.map(({ kind }) => kind)).toEqual(['image', 'container'])
    const image = rows[0]?.ref ?? ''
    const user = docker('create', '--name', 'isoscope-20261124-1-abcdef', '--label', 'isoscope.store=', image, 'ready')
    docker('tag', image, 'isoscope-run:of-the-user')
    try {
      const lookAlike: LedgerRow = { ...(rows[1] as LedgerRow), ref: 'isoscope-20261124-1-abcdef' }
      await driver.reclaim?.(lookAlike, signal)
      expect(docker('inspect', '-f', '{{.Id}}', user)).toBe(user)
      docker('rm', user)
      // The image's row first, as it is the older one.
      for (const row of rows) await driver.reclaim?.(row, signal)
      for (const row of rows) await driver.reclaim?.(row, signal)
      expect(ourContainers()).toEqual([])
      expect(linesOf(docker('images', '-q', image))).toEqual([])
    } finally {
      docker('image', 'rm', 'isoscope-run:of-the-user')
      await prepared?.dispose()
      deps.rows.clear()
    }
    expectNothingLeft()
  })
})

describe('containers that a user keeps', () => {
  it('are created, listed, started, stopped and removed, and their image goes with the last one', async () => {
    const { lifecycle } = driver
    if (!lifecycle?.power) throw new Error('Docker has a lifecycle')
    const names = [1, 2].map((each) => `isoscope-kept-${process.pid}-${each}`)
    const [one, two] = await Promise.all(names.map((name) => lifecycle.create({ name }, signal)))
    if (!one || !two) throw new Error('both were created')
    expect([...deps.rows.values()].map(({ kind, lifetime }) => `${kind} ${lifetime}`).sort()).toEqual([
      'container kept',
      'container kept',
      'image kept',
    ])
    expect(await driver.list(signal)).toContainEqual(one)
    const taken = lifecycle.create({ name: names[0] ?? '' }, signal)
    await expect(taken).rejects.toMatchObject({ code: 'name_taken' })
    await lifecycle.power.start(one.id, signal)
    await lifecycle.power.start(one.id, signal)
    const states = async () => (await driver.list(signal)).filter(({ id }) => id === one.id).map(({ state }) => state)
    expect(await states()).toEqual(['running'])
    await lifecycle.remove(two.id, signal)
    expect(ourImages()).toHaveLength(1)
    await lifecycle.power.stop(one.id, signal)
    await lifecycle.power.stop(one.id, signal)
    expect(await states()).toEqual(['stopped'])
    await lifecycle.power.start(one.id, signal)
    await lifecycle.remove(one.id, signal)
    await expect(lifecycle.remove(one.id, signal)).rejects.toMatchObject({ code: 'not_found' })
    expectNothingLeft()
  })

  it.each(['a b', '"q"', 'a,b', 'ü', '-dash', 'x'.repeat(300), ''])('may not be called %j', async (name) => {
    await expect(driver.lifecycle?.create({ name }, signal)).rejects.toMatchObject({ code: 'bad_input' })
    expectNothingLeft()
  })

  it('leave nothing when their making is cancelled', async () => {
    for (const delay of [0, 10, 40, 80]) {
      const made = driver.lifecycle?.create({ name: `isoscope-kept-${process.pid}` }, AbortSignal.timeout(delay))
      const instance = await made?.catch((error: unknown) => void expect(error).toMatchObject({ code: 'cancelled' }))
      if (instance) await driver.lifecycle?.remove(instance.id, signal)
      expectNothingLeft()
    }
  })
})
