import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instanceSchema } from '../../main/contract/instance.ts'
import { detailsSchema, type LogRange } from '../../main/contract/live.ts'
import { requireArchitecture } from '../../main/drivers/qemu/architecture.ts'
import { createQemuDriver } from '../../main/drivers/qemu/driver.ts'
import { findRunning } from '../../main/drivers/qemu/runningMachine.ts'
import { identifyProcess } from '../../main/os/processIdentity.ts'
import { findPrograms } from '../../main/os/searchPath.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'

const never = new AbortController().signal
const id = 'qemu:web'

let deps: TestDeps

/** A driver as another process has it: nothing is shared but the disk. */
function openDriver() {
  const driver = createQemuDriver(deps)
  const { lifecycle, sample, details } = driver
  const power = lifecycle?.power
  if (!lifecycle?.rename || !lifecycle.logs || !sample || !details) throw new Error('QEMU has all of these')
  if (!power?.restart || !power.pause || !power.resume || !power.kill) throw new Error('QEMU has all of these')
  const { rename, logs } = lifecycle
  const { restart, pause, resume, kill } = power
  const find = async (wanted = id) => (await driver.list(never)).find((instance) => instance.id === wanted)
  const readLog = async (options: LogRange, signal = never) => {
    const lines: string[] = []
    for await (const { text } of logs(id, options, signal)) lines.push(text)
    return lines
  }
  return {
    ...{ driver, lifecycle, sample, details, find, readLog, rename, logs },
    power: { ...power, restart, pause, resume, kill },
  }
}

const pidOf = async (name = 'web') => (await findRunning(join(deps.paths.machines, name)))?.pid ?? 0

beforeAll(async () => {
  const made = createTestDeps()
  const temp = join(made.paths.home, 't')
  mkdirSync(temp)
  deps = { ...made, paths: { ...made.paths, temp } }
  const { lifecycle, power } = openDriver()
  await lifecycle.create({ name: 'web' }, never)
  await power.start(id, never)
})
afterAll(async () => {
  const { lifecycle, driver } = openDriver()
  for (const kept of (await driver.list(never)).filter((one) => !/^qemu:pid-/.test(one.id))) {
    await lifecycle.remove(kept.id, never)
  }
  expect([...deps.rows.values()]).toEqual([])
  deps.removeHome()
})

describe('a kept machine that runs', () => {
  it('is listed with when it was started and what can be done to it', async () => {
    const { find } = openDriver()
    const instance = instanceSchema.parse(await find())
    expect(instance).toMatchObject({
      state: 'running',
      actions: ['stop', 'restart', 'pause', 'kill', 'remove', 'logs'],
    })
    expect(instance.startedAt).not.toBeNull()
    expect((await find())?.startedAt).toBe(instance.startedAt)
  })

  it('is sampled: its CPU time grows, its memory is its process’s, its network is not known', async () => {
    const { sample } = openDriver()
    const [before] = await sample([id, 'qemu:none'], never)
    await sleep(300)
    const [after, ...others] = await sample([id, 'qemu:none'], never)
    expect(others).toEqual([])
    expect(after?.at).toBeGreaterThan(before?.at ?? Number.NaN)
    expect(after?.cpuNs).toBeGreaterThanOrEqual(before?.cpuNs ?? Number.NaN)
    // It has booted a kernel.
    expect(before?.cpuNs).toBeGreaterThan(100e6)
    expect(after).toMatchObject({ id, networkReceived: null, networkSent: null })
    const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${await pidOf()}/status`, 'utf8'))?.[1]) * 1024
    expect(after?.memory).toBeLessThanOrEqual(rss)
    expect(after?.memory).toBeGreaterThan(rss / 2)
  })

  it('has details: PSS, USS and the disk that its removal gives back', async () => {
    const { details, sample } = openDriver()
    const [reading] = await sample([id], never)
    const found = detailsSchema.parse(await details(id, never))
    if (!('pss' in found.memory) || !('unique' in found.disk)) throw new Error('both are known here')
    expect(found.memory.pss).toBeGreaterThanOrEqual(found.memory.uss)
    // What the sample leaves out is the part of program files: some 11 MiB.
    expect(Math.abs(found.memory.pss - (reading?.memory ?? 0))).toBeLessThan(64 * 1024 * 1024)
    // A kernel and an initramfs.
    expect(found.disk.unique).toBeGreaterThan(1024 * 1024)
    await expect(details('qemu:none', never)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('pauses and goes on, and every process sees it', async () => {
    const { power } = openDriver()
    await power.pause(id, never)
    expect(await openDriver().find()).toMatchObject({ state: 'paused', actions: ['resume', 'kill', 'remove', 'logs'] })
    await expect(power.pause(id, never)).rejects.toMatchObject({ code: 'unsupported' })
    await openDriver().power.resume(id, never)
    expect(await openDriver().find()).toMatchObject({ state: 'running' })
    await expect(power.resume(id, never)).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('counts as running in a list that does not wait for it when it does not answer', async () => {
    const pid = await pidOf()
    process.kill(pid, 'SIGSTOP')
    try {
      expect(await openDriver().find()).toMatchObject({ state: 'running' })
      const [reading] = await openDriver().sample([id], never)
      expect(reading?.cpuNs).toBeGreaterThan(0)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
  })

  it('keeps its name while it runs', async () => {
    await expect(openDriver().rename(id, 'other', never)).rejects.toMatchObject({ code: 'unsupported' })
    expect(await pidOf()).toBeGreaterThan(0)
  })

  it('tells its console, and ends it when it ends; restarted, it is another process', async () => {
    const { power, readLog } = openDriver()
    expect((await readLog({ follow: false, tail: 1000 })).join('\n')).toContain('ISOSCOPE READY')
    const abort = new AbortController()
    const aborted = readLog({ follow: true, tail: 0 }, abort.signal)
    const followed = readLog({ follow: true, tail: 1 })
    await sleep(100)
    abort.abort()
    expect(await aborted).toEqual([])
    const before = await pidOf()
    await power.restart(id, never)
    expect(await followed).not.toEqual([])
    expect(await pidOf()).not.toBe(before)
    expect(identifyProcess(before)).toBeNull()
    expect(await openDriver().find()).toMatchObject({ state: 'running' })
  })

  it('is stopped in order also while it is paused', async () => {
    const { power, readLog, find } = openDriver()
    await power.pause(id, never)
    // The button is heard: by force it would end only after this test has.
    await createQemuDriver(deps, () => 600_000).lifecycle?.power?.stop(id, never)
    expect(await find()).toMatchObject({
      state: 'stopped',
      startedAt: null,
      actions: ['start', 'rename', 'remove', 'logs'],
    })
    // What it has written is kept, to the last.
    expect((await readLog({ follow: false, tail: 1000 })).join('\n')).toContain('{"isoscope":"armed"}')
  })
})

describe('a kept machine that is stopped', () => {
  it('has no use, no memory, and a disk', async () => {
    const { sample, details } = openDriver()
    expect(await sample([id], never)).toEqual([])
    expect(await details(id, never)).toMatchObject({ memory: { absent: expect.stringContaining('does not run') } })
  })

  it('cannot be restarted, paused, resumed or killed', async () => {
    const { power } = openDriver()
    for (const act of [power.restart, power.pause, power.resume, power.kill]) {
      await expect(act(id, never)).rejects.toMatchObject({ code: 'unsupported' })
      await expect(act('qemu:none', never)).rejects.toMatchObject({ code: 'not_found' })
    }
  })

  it('is renamed with its row, starts under its new name, and takes no name that is taken or is none', async () => {
    const { lifecycle, power, rename, find } = openDriver()
    await lifecycle.create({ name: 'taken' }, never)
    await expect(rename(id, 'taken', never)).rejects.toMatchObject({ code: 'name_taken' })
    for (const name of ['pid-7', '../out', '-x', '']) {
      await expect(rename(id, name, never)).rejects.toMatchObject({ code: 'bad_input' })
    }
    await expect(rename('qemu:none', 'some', never)).rejects.toMatchObject({ code: 'not_found' })
    await expect(rename(id, 'some', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
    await rename(id, 'web', never)
    await rename(id, 'shop', never)
    expect(await find()).toBeUndefined()
    expect(existsSync(join(deps.paths.machines, 'web'))).toBe(false)
    expect([...deps.rows.values()].map(({ ref }) => ref).sort()).toEqual(
      ['shop', 'taken'].map((name) => join(deps.paths.machines, name)),
    )
    await power.start('qemu:shop', never)
    expect(await find('qemu:shop')).toMatchObject({ state: 'running', name: 'shop' })
  })

  it('is killed at once, which leaves it stopped and nothing of the run', async () => {
    const { power, find } = openDriver()
    const pid = await pidOf('shop')
    await power.kill('qemu:shop', never)
    expect(identifyProcess(pid)).toBeNull()
    expect(await find('qemu:shop')).toMatchObject({ state: 'stopped' })
    expect([...deps.rows.values()].map(({ kind }) => kind)).toEqual(['machine', 'machine'])
    expect(readFileSync(join(deps.paths.machines, 'shop', 'console.log'), 'utf8')).toContain('ISOSCOPE READY')
  })
})

describe('a kept machine that one process starts while another renames it', () => {
  it('is whole under one of its names, and the other order is refused', async () => {
    const { power, rename, driver } = openDriver()
    const other = openDriver()
    const results = await Promise.allSettled([power.start('qemu:shop', never), other.rename('qemu:shop', 'web', never)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const kept = (await driver.list(never)).filter(({ id }) => ['qemu:shop', 'qemu:web'].includes(id))
    expect(kept).toHaveLength(1)
    const [machine] = kept
    if (!machine) throw new Error('there is one')
    await power.stop(machine.id, never)
    if (machine.name !== 'web') await rename(machine.id, 'web', never)
    expect([...deps.rows.values()].map(({ ref }) => ref).sort()).toEqual(
      ['taken', 'web'].map((name) => join(deps.paths.machines, name)),
    )
  })
})

describe("a machine of the user's own", () => {
  let foreign: ChildProcess
  beforeAll(async () => {
    const { qemuName } = requireArchitecture(process.arch)
    const [qemu = ''] = findPrograms(`qemu-system-${qemuName}`, process.env, process.platform)
    foreign = spawn(qemu, ['-S', '-nodefaults', '-display', 'none', '-name', 'guest=theirs', '-accel', 'tcg'], {
      stdio: 'ignore',
    })
    await sleep(300)
  })
  afterAll(() => {
    foreign.kill('SIGKILL')
  })

  it('has figures, and nothing can be done to it', async () => {
    const { sample, details, find, power, rename } = openDriver()
    const theirs = `qemu:pid-${foreign.pid}`
    expect(await find(theirs)).toMatchObject({ owner: 'user', actions: [], startedAt: expect.any(String) })
    expect(await sample([theirs], never)).toMatchObject([{ id: theirs, cpuNs: expect.any(Number) }])
    expect(await details(theirs, never)).toMatchObject({
      memory: { pss: expect.any(Number) },
      disk: { absent: expect.any(String) },
    })
    await expect(power.kill(theirs, never)).rejects.toMatchObject({ code: 'unsupported' })
    await expect(rename(theirs, 'mine', never)).rejects.toMatchObject({ code: 'unsupported' })
    expect(foreign.exitCode ?? foreign.signalCode).toBeNull()
  })
})
