import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requireArchitecture } from '../../main/drivers/qemu/architecture.ts'
import { createQemuDriver } from '../../main/drivers/qemu/driver.ts'
import { findRunning } from '../../main/drivers/qemu/runningMachine.ts'
import { findPrograms } from '../../main/os/searchPath.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'

const signal = new AbortController().signal
const [qemu = ''] = findPrograms(
  `qemu-system-${requireArchitecture(process.arch).qemuName}`,
  process.env,
  process.platform,
)

let deps: TestDeps

/** A driver as another process has it: nothing is shared but the disk. */
function openDriver() {
  const driver = createQemuDriver(deps)
  const { lifecycle } = driver
  if (!lifecycle?.power) throw new Error('QEMU has machines that start and stop')
  const stateOf = async (id: string) => (await driver.list(signal)).find((instance) => instance.id === id)?.state
  return { driver, lifecycle, power: lifecycle.power, stateOf }
}

beforeAll(async () => {
  const made = createTestDeps()
  // A temp folder of its own: another comparison may be running on this machine.
  const temp = join(made.paths.home, 't')
  mkdirSync(temp)
  deps = { ...made, paths: { ...made.paths, temp } }
  await openDriver().lifecycle.create({ name: 'alpha' }, signal)
})
afterAll(async () => {
  const { lifecycle, driver } = openDriver()
  for (const { id } of (await driver.list(signal)).filter(({ id }) => !/^qemu:pid-/.test(id))) {
    await lifecycle.remove(id, signal)
  }
  expect([...deps.rows.values()]).toEqual([])
  deps.removeHome()
})

describe('kept machines', () => {
  it('are in the list, stopped, and in the ledger as kept', async () => {
    expect(await openDriver().stateOf('qemu:alpha')).toBe('stopped')
    expect([...deps.rows.values()]).toMatchObject([
      { kind: 'machine', lifetime: 'kept', ref: join(deps.paths.machines, 'alpha') },
    ])
  })

  it('have one name each, also when four are made at once', async () => {
    const { lifecycle } = openDriver()
    await expect(lifecycle.create({ name: 'alpha' }, signal)).rejects.toMatchObject({ code: 'name_taken' })
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => lifecycle.create({ name: 'twin' }, signal)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect([...deps.rows.values()].filter(({ kind }) => kind === 'machine')).toHaveLength(2)
    await lifecycle.remove('qemu:twin', signal)
    expect(await openDriver().stateOf('qemu:twin')).toBeUndefined()
  })

  it('start once, whoever starts them, survive the driver, and stop by the power button', async () => {
    const [one, other] = [openDriver(), openDriver()]
    await Promise.all([one.power.start('qemu:alpha', signal), other.power.start('qemu:alpha', signal)])
    await one.power.start('qemu:alpha', signal)
    expect(await openDriver().stateOf('qemu:alpha')).toBe('running')
    expect((await one.driver.list(signal)).filter(({ name }) => name === 'alpha')).toHaveLength(1)
    const running = await findRunning(join(deps.paths.machines, 'alpha'))
    await openDriver().power.stop('qemu:alpha', signal)
    expect(await findRunning(join(deps.paths.machines, 'alpha'))).toBeNull()
    await openDriver().power.stop('qemu:alpha', signal)
    expect(await openDriver().stateOf('qemu:alpha')).toBe('stopped')
    expect(readdirSync(deps.paths.temp)).not.toContain(running?.folder.split('/').at(-1))
  })

  it('are found again when their starter was killed before it wrote down their process', async () => {
    const { power, stateOf } = openDriver()
    await power.start('qemu:alpha', signal)
    rmSync(join(deps.paths.machines, 'alpha', 'running.json'))
    expect(await stateOf('qemu:alpha')).toBe('running')
    await power.stop('qemu:alpha', signal)
    expect(await stateOf('qemu:alpha')).toBe('stopped')
    // Only that killed starter knew this row.
    for (const row of [...deps.rows.values()].filter(({ kind }) => kind === 'folder')) {
      rmSync(row.ref, { recursive: true, force: true })
      deps.rows.delete(row.id)
    }
  })

  it('are stopped after the start that was aborted', async () => {
    const { power, stateOf } = openDriver()
    for (const delay of [0, 40, 70, 85, 100, 115, 130, 160, 1500]) {
      await expect(power.start('qemu:alpha', AbortSignal.timeout(delay))).rejects.toMatchObject({ code: 'cancelled' })
      expect(await stateOf('qemu:alpha')).toBe('stopped')
      // The console is that of the last run that was stopped in order.
      expect(readdirSync(join(deps.paths.machines, 'alpha')).sort()).toEqual([
        'console.log',
        'initramfs',
        'kernel',
        'machine.json',
      ])
    }
    expect([...deps.rows.values()].map(({ kind }) => kind)).toEqual(['machine'])
  })

  it('can be removed while they run', async () => {
    const { lifecycle, power, stateOf } = openDriver()
    await lifecycle.create({ name: 'brief' }, signal)
    await power.start('qemu:brief', signal)
    await lifecycle.remove('qemu:brief', signal)
    expect(await stateOf('qemu:brief')).toBeUndefined()
    expect(readdirSync(deps.paths.machines)).toEqual(['alpha'])
    await expect(lifecycle.remove('qemu:brief', signal)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe("the user's own machines", () => {
  let foreign: ChildProcess

  beforeAll(async () => {
    foreign = spawn(
      qemu,
      ['-S', '-nodefaults', '-display', 'none', '-name', 'guest=isoscope-lookalike', '-accel', 'tcg'],
      {
        stdio: 'ignore',
      },
    )
    await sleep(300)
  })
  afterAll(() => {
    foreign.kill('SIGKILL')
  })

  it('are shown and left alone', async () => {
    const { driver, lifecycle, power } = openDriver()
    const id = `qemu:pid-${foreign.pid}`
    expect(await driver.list(signal)).toContainEqual(
      expect.objectContaining({ id, name: 'isoscope-lookalike', owner: 'user', state: 'running' }),
    )
    for (const act of [lifecycle.remove, power.start, power.stop]) {
      await expect(act(id, signal)).rejects.toMatchObject({ code: 'unsupported' })
    }
    expect(foreign.exitCode).toBeNull()
  })
})
