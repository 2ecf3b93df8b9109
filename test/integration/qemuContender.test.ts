import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Instance } from '../../main/contract/instance.ts'
import { isAbsent } from '../../main/drivers/absent.ts'
import type { LaunchedInstance, PreparedContender } from '../../main/drivers/contender.ts'
import { requireArchitecture } from '../../main/drivers/qemu/architecture.ts'
import { buildArgs, guestHardware } from '../../main/drivers/qemu/commandLine.ts'
import { createQemuDriver } from '../../main/drivers/qemu/driver.ts'
import { connectQmp } from '../../main/drivers/qemu/qmp.ts'
import { findPrograms } from '../../main/os/searchPath.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'

const signal = new AbortController().signal
const architecture = requireArchitecture(process.arch)

let deps: TestDeps
let steps: string[]
const run = {
  runId: '20260101T000000-abcdef',
  variables: workloadVariables,
  onStep: (step: string) => steps.push(step),
}

function contender() {
  const [found] = createQemuDriver(deps).contenders
  if (!found) throw new Error('the driver has a contender')
  return found
}

/** Nothing of ours in the temp folder, in the ledger (which knows our cgroups too), or among the processes. */
async function expectNothingLeft(): Promise<void> {
  expect([...deps.rows.values()]).toEqual([])
  expect(readdirSync(deps.paths.temp)).toEqual([])
  expect(await listOurs()).toEqual([])
}

/** Ours by the folder of their socket, so not those of another comparison. */
async function listOurs(): Promise<readonly Instance[]> {
  return (await createQemuDriver(deps).list(signal)).filter(({ owner }) => owner === 'isoscope')
}

beforeAll(() => {
  const made = createTestDeps()
  // A temp folder of its own: another comparison may be running on this machine.
  const temp = join(made.paths.home, 't')
  mkdirSync(temp)
  deps = { ...made, paths: { ...made.paths, temp } }
})
afterAll(() => deps.removeHome())

describe('the QEMU contender', () => {
  let prepared: PreparedContender
  let instance: LaunchedInstance | undefined

  beforeAll(async () => {
    steps = []
    expect(await createQemuDriver(deps).detect(signal)).toMatchObject({ state: 'ready', technology: 'qemu' })
    prepared = await contender().prepare(run, signal)
  })
  afterEach(async () => {
    await instance?.remove()
    instance = undefined
  })
  afterAll(async () => {
    await prepared.dispose()
    await prepared.dispose()
    await expectNothingLeft()
  })

  it('got its kernel and tells what was downloaded', () => {
    expect(steps).toContainEqual(expect.stringMatching(/^downloading the guest kernel \(\d+ MiB\)$/))
    expect(prepared.labels).toMatchObject({ memory: '256 MiB', vCPUs: '1', kernel: expect.stringMatching(/^\d+\.\d+/) })
  })

  it('tried the accelerator, and emulates where no guest became ready', async () => {
    const isEmulated = prepared.labels.accelerator === 'TCG (software emulation)'
    expect(prepared.labels['accelerator chosen because'] !== undefined).toBe(isEmulated)
    const status = await createQemuDriver(deps).detect(signal)
    expect(status).toMatchObject({
      facts: { accelerator: expect.stringContaining(prepared.labels.accelerator ?? '-') },
    })
  })

  it('downloads and tries nothing a second time', async () => {
    steps = []
    const again = await contender().prepare(run, signal)
    expect(steps).toEqual([])
    expect(again.labels).toEqual(prepared.labels)
    await again.dispose()
  })

  it('boots: its phases are positive, in order, and none is longer than the whole', async () => {
    instance = await prepared.launch({ kind: 'probe', args: ['ready'] }, signal)
    expect(instance.phases.map(({ name }) => name)).toEqual(['spawn', 'firmware', 'kernel', 'init'])
    for (const { duration } of instance.phases) {
      expect(isAbsent(duration) ? duration : duration > 0 && duration < instance.startup).toBe(true)
    }
  })

  it('stops by its power button even when that is pressed at once, and is gone', async () => {
    instance = await prepared.launch({ kind: 'probe', args: ['ready'] }, signal)
    expect(await listOurs()).toMatchObject([{ name: `isoscope-${run.runId}`, state: 'running' }])
    const stop = await instance.stop(signal)
    expect(stop.graceExceeded).toBe(false)
    expect(await instance.waitForExit(signal)).toBe(0)
    await instance.stop(signal) // A machine that is gone is stopped.
    expect(await listOurs()).toEqual([])
  })

  it('computes, and the hypervisor is seen to pay for it', async () => {
    const program = { kind: 'probe', args: ['cpu', '--wait', '--scale', '0.02'] } as const
    instance = await prepared.launch(program, signal)
    const lines = await instance.waitForReports('cpu', signal)
    const clocks = lines.map(({ hypervisorCpuNs }) => hypervisorCpuNs ?? Number.NaN)
    expect(lines.filter(({ line }) => line.isoscope === 'result')).toHaveLength(5)
    expect(clocks).toEqual([...clocks].sort((a, b) => a - b))
    const memory = await instance.memory()
    // The guest's own kernel and initramfs are in it, and it has no more than it was given and QEMU itself.
    expect(isAbsent(memory) ? memory : memory.pss > 64 * 2 ** 20 && memory.pss < 640 * 2 ** 20).toBe(true)
    expect((await instance.kill(signal)).graceExceeded).toBe(false)
  })

  it('runs two machines at once', async () => {
    const program = { kind: 'probe', args: ['ready'] } as const
    const two = await Promise.all([prepared.launch(program, signal), prepared.launch(program, signal)])
    await Promise.all(two.map((one) => one.stop(signal)))
    await Promise.all(two.map((one) => one.remove()))
  })

  it('has no Python', async () => {
    expect(prepared.pythonAbsent).toContain('no Python')
    await expect(prepared.launch({ kind: 'python', args: ['-V'] }, signal)).rejects.toMatchObject({
      code: 'unsupported',
    })
  })

  it('has an initramfs of its own and a kernel it shares', async () => {
    const disk = isAbsent(prepared.disk) ? prepared.disk : await prepared.disk(signal)
    expect(isAbsent(disk) ? disk : [disk.unique > 300_000, disk.shared > 4_000_000]).toEqual([true, true])
  })

  it.each([0, 300, 1500])('leaves nothing of a machine whose start is aborted after %i ms', async (delay) => {
    const started = prepared.launch({ kind: 'probe', args: ['ready'] }, AbortSignal.timeout(delay))
    await expect(started).rejects.toMatchObject({ code: 'cancelled' })
    expect(await listOurs()).toEqual([])
  })
})

describe('preparing a QEMU machine', () => {
  it('leaves nothing when it is aborted while the kernel is downloaded', async () => {
    const cache = join(deps.paths.home, 'another-cache')
    const controller = new AbortController()
    const [fresh] = createQemuDriver({ ...deps, paths: { ...deps.paths, cache } }).contenders
    const onStep = (step: string) => {
      if (step.startsWith('downloading')) setTimeout(() => controller.abort(), 20)
    }
    await expect(fresh?.prepare({ ...run, onStep }, controller.signal)).rejects.toMatchObject({ code: 'cancelled' })
    expect(existsSync(cache)).toBe(false)
    await expectNothingLeft()
  })

  it.each([1, 50, 400, 3000])('leaves nothing when it is aborted after %i ms', async (delay) => {
    const accelerators = join(deps.paths.cache, 'accelerator')
    rmSync(accelerators, { recursive: true, force: true })
    steps = []
    const prepared = await contender()
      .prepare(run, AbortSignal.timeout(delay))
      .catch((error: unknown) => error)
    // Where the accelerator works it may be ready sooner than it is aborted.
    if (prepared instanceof Error) expect(prepared).toMatchObject({ code: 'cancelled' })
    else await (prepared as PreparedContender).dispose()
    await expectNothingLeft()
  })
})

describe('a real QMP server', () => {
  const children: ChildProcess[] = []
  let folder: string

  beforeAll(() => {
    // A comma in a path must not add an option (docs: security, 12).
    folder = join(mkdtempSync(join(tmpdir(), 'isoscope-test-')), 'a,server=off "b" c')
    mkdirSync(folder)
  })
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
    rmSync(join(folder, '..'), { recursive: true })
  })

  it('answers on a socket in a folder with commas, quotes and spaces; obeys; and refuses nonsense', async () => {
    const [qemu = ''] = findPrograms(`qemu-system-${architecture.qemuName}`, process.env, process.platform)
    for (const name of ['k,ernel', 'i,nitramfs']) writeFileSync(join(folder, name), Buffer.alloc(8192))
    const qmpSocket = join(folder, 'q.sock')
    const args = buildArgs({
      name: 'a,process=b',
      architecture,
      accelerator: 'tcg',
      hardware: guestHardware,
      kernel: join(folder, 'k,ernel'),
      initramfs: join(folder, 'i,nitramfs'),
      qmpSocket,
      pidFile: join(folder, 'p,id'),
      guestArgs: ['ready'],
    }).filter(
      (arg, index, all) =>
        !['-kernel', '-initrd', '-append'].some((option) => arg === option || all[index - 1] === option),
    )
    const child = spawn(qemu, [...args, '-S'], { stdio: 'ignore' })
    children.push(child)
    while (!existsSync(qmpSocket) && child.exitCode === null) await sleep(20)
    const qmp = await connectQmp(qmpSocket, signal)
    expect(await qmp.execute('query-status', {}, signal)).toMatchObject({ running: false })
    expect(await qmp.execute('query-name', {}, signal)).toEqual({ name: 'a,process=b' })
    await expect(qmp.execute('nonsense', {}, signal)).rejects.toMatchObject({ code: 'engine_failed' })
    await expect(connectQmp(qmpSocket, signal, 300)).rejects.toMatchObject({ code: 'timeout' })
    const exited = once(child, 'exit')
    await qmp.execute('quit', {}, signal)
    await qmp.closed
    await exited
    expect(existsSync(join(folder, 'p,id'))).toBe(false) // QEMU removes its pid file itself.
  })
})
