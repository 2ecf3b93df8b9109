import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type MachineSpec, machineDescriptionSchema } from '../../main/contract/machine.ts'
import { createQemuDriver } from '../../main/drivers/qemu/driver.ts'
import { findRunning, findSerialLog } from '../../main/drivers/qemu/runningMachine.ts'
import { findFreePorts } from '../../main/os/freePorts.ts'
import { identifyProcess } from '../../main/os/processIdentity.ts'
import { findPrograms } from '../../main/os/searchPath.ts'
import { bootMark, makeBootableDisk } from '../support/bootableDisk.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { designEmptyMachine, runRound } from '../support/machineRounds.ts'

const never = new AbortController().signal
const quiet = () => undefined
const mebibyte = 1024 ** 2
const [qemuIo = '', qemuImg = ''] = ['qemu-io', 'qemu-img'].flatMap(
  (name) => findPrograms(name, process.env, process.platform)[0] ?? '',
)

let deps: TestDeps
/** Files of the user's. */
let theirs: string

/** A driver as another process has it: nothing is shared but the disk. A machine that does not hear its button is not waited for. */
function openDriver() {
  const driver = createQemuDriver(deps, () => 300)
  const { lifecycle, machines, sample, details } = driver
  const power = lifecycle?.power
  if (!lifecycle?.rename || !lifecycle.logs || !machines || !sample || !details)
    throw new Error('QEMU has all of these')
  if (!power?.pause || !power.resume || !power.save || !power.kill) throw new Error('QEMU has all of these')
  const { snapshots, clone, exportTo, importFrom, discardState } = machines
  if (!snapshots || !clone?.linked || !exportTo || !importFrom || !discardState)
    throw new Error('QEMU has all of these')
  const { pause, resume, save, kill } = power
  const { full, linked } = clone
  const find = async (id: string) => (await driver.list(never)).find((one) => one.id === id)
  const readLog = async (id: string) => {
    const lines: string[] = []
    for await (const { text } of driver.lifecycle?.logs?.(id, { follow: false, tail: 1000 }, never) ?? [])
      lines.push(text)
    return lines.join('\n')
  }
  return {
    ...{
      driver,
      machines,
      snapshots,
      full,
      linked,
      exportTo,
      importFrom,
      discardState,
      sample,
      details,
      find,
      readLog,
    },
    lifecycle: { ...lifecycle, rename: lifecycle.rename },
    power: { ...power, pause, resume, save, kill },
  }
}

function design(name: string, more: Partial<MachineSpec> = {}): MachineSpec {
  return { ...designEmptyMachine(name), ...more }
}

const create = (spec: MachineSpec) => openDriver().machines.create(spec, quiet, never)
const folderOf = (name: string) => join(deps.paths.machines, name)
const runningOf = async (name: string) => {
  const running = await findRunning(folderOf(name))
  if (!running) throw new Error(`${name} should run`)
  return running
}

/** A disk that boots, with a name that needs every kind of escaping. */
function writeTheirDisk(name = '-x "a,b" ü.raw'): string {
  const path = join(theirs, name)
  writeFileSync(path, makeBootableDisk())
  return path
}

/** What the guest has written since it began, or since it went on. */
async function waitForLog(name: string, text: string): Promise<string> {
  const { folder } = await runningOf(name)
  for (let attempt = 0; attempt < 1800; attempt++) {
    const log = readFileSync(findSerialLog(folderOf(name), folder), 'latin1')
    if (log.includes(text)) return log
    await sleep(50)
  }
  throw new Error(`${name} never wrote ${JSON.stringify(text)}`)
}

const write = (disk: string, pattern: string) =>
  execFileSync(qemuIo, ['-f', 'qcow2', '-c', `write -P ${pattern} 0 512`, disk], { stdio: 'ignore' })
const holds = (disk: string, pattern: string) =>
  !execFileSync(qemuIo, ['-f', 'qcow2', '-r', '-c', `read -P ${pattern} 0 512`, disk], { encoding: 'utf8' }).includes(
    'failed',
  )

beforeAll(() => {
  const made = createTestDeps()
  const temp = join(made.paths.home, 't')
  theirs = join(made.paths.home, 'theirs')
  mkdirSync(temp)
  mkdirSync(theirs)
  deps = { ...made, paths: { ...made.paths, temp } }
})
/** Whatever a test leaves is removed, and then nothing of it may be there. */
async function removeAll(): Promise<void> {
  const { driver, lifecycle } = openDriver()
  const kept = async () =>
    (await driver.list(never)).filter(({ id, owner }) => owner === 'isoscope' && !/:pid-/.test(id))
  // Clones before what they stand on.
  for (let round = 0; round < 4 && (await kept()).length > 0; round++) {
    for (const { id } of await kept()) await lifecycle.remove(id, never).catch(() => undefined)
  }
  expect(await kept()).toEqual([])
  expect([...deps.rows.values()]).toEqual([])
  expect(readdirSync(deps.paths.temp)).toEqual([])
  if (existsSync(deps.paths.machines)) expect(readdirSync(deps.paths.machines)).toEqual([])
}
beforeEach(removeAll)
afterAll(async () => {
  await removeAll()
  deps.removeHome()
})

describe('a machine of a user’s own, from its creation to its removal', () => {
  it('starts, is one row with figures, pauses, is saved and goes on where it was, and stops by its power button', async () => {
    const path = writeTheirDisk()
    const [port = 0] = await findFreePorts(1)
    const ports = [{ host: port, guest: 22, protocol: 'tcp' as const }]
    const made = await create(design('web', { disk: { kind: 'existing', path }, ports }))
    expect(made).toMatchObject({ id: 'qemu:web', state: 'stopped', owner: 'isoscope', madeFrom: '-x "a,b" ü.raw' })
    const { power, find, sample, readLog, machines, driver, discardState } = openDriver()

    await power.start('qemu:web', never)
    expect(await find('qemu:web')).toMatchObject({
      state: 'running',
      name: 'web',
      actions: ['stop', 'restart', 'pause', 'save', 'kill', 'remove', 'logs'],
    })
    expect((await driver.list(never)).filter(({ name }) => name === 'web')).toHaveLength(1)
    await waitForLog('web', `${bootMark}..`)
    expect((await sample(['qemu:web'], never))[0]).toMatchObject({ id: 'qemu:web', memory: expect.any(Number) })
    const described = machineDescriptionSchema.parse(await machines.describe('qemu:web', never))
    expect(described).toMatchObject({ state: 'running', cpus: 1, memoryBytes: 32 * mebibyte, ports })
    expect(described.disks).toEqual([{ slot: 'virtio 0', kind: 'disk', path }])
    // It is what its process was really given.
    const { pid } = await runningOf('web')
    const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
    expect(described.definition).toEqual({ kind: 'command', argv })

    await power.pause('qemu:web', never)
    expect(await find('qemu:web')).toHaveProperty('state', 'paused')
    await openDriver().power.resume('qemu:web', never)

    await power.save('qemu:web', never)
    expect(identifyProcess(pid)).toBeNull()
    expect(await find('qemu:web')).toMatchObject({ state: 'stopped', actions: ['start', 'rename', 'remove', 'logs'] })
    expect(await machines.describe('qemu:web', never)).toHaveProperty('state', 'saved')
    expect(statSync(join(folderOf('web'), 'state')).mode & 0o777).toBe(0o600)
    await expect(openDriver().full('qemu:web', { name: 'other' }, quiet, never)).rejects.toMatchObject({
      code: 'unsupported',
    })
    await openDriver().power.start('qemu:web', never)
    const log = await waitForLog('web', '...')
    expect(log).not.toContain('B')
    expect(existsSync(join(folderOf('web'), 'state'))).toBe(false)

    await power.save('qemu:web', never)
    await discardState('qemu:web', never)
    await expect(discardState('qemu:web', never)).rejects.toMatchObject({ code: 'unsupported' })
    await power.start('qemu:web', never)
    await waitForLog('web', bootMark)

    // The button is heard: by force it would end only after this test has.
    await createQemuDriver(deps, () => 600_000).lifecycle?.power?.stop('qemu:web', never)
    expect(await find('qemu:web')).toHaveProperty('state', 'stopped')
    expect(await readLog('qemu:web')).toContain('...')
    await openDriver().lifecycle.remove('qemu:web', never)
    expect(readFileSync(path)).toEqual(makeBootableDisk())
  })

  it('gives back what it made, and says how much that is', async () => {
    await create(design('web'))
    const folder = folderOf('web')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'disk.qcow2')).mode & 0o777).toBe(0o600)
    const { disk } = await openDriver().details('qemu:web', never)
    const blocks = Number(
      execFileSync('du', ['--summarize', '--block-size=1', folder], { encoding: 'utf8' }).split('\t')[0],
    )
    expect(disk).toEqual({ unique: blocks, shared: 0 })
    await openDriver().lifecycle.remove('qemu:web', never)
    expect(existsSync(folder)).toBe(false)
  })

  it('is started once by two at the same time, and found again after its starter and its record are gone', async () => {
    await create(design('web'))
    const both = [openDriver(), openDriver()]
    await Promise.all(both.map(({ power }) => power.start('qemu:web', never)))
    const { pid } = await runningOf('web')
    rmSync(join(folderOf('web'), 'running.json'))
    expect((await runningOf('web')).pid).toBe(pid)
    expect(await openDriver().find('qemu:web')).toHaveProperty('state', 'running')
    await openDriver().power.kill('qemu:web', never)
    expect(identifyProcess(pid)).toBeNull()
    for (const row of [...deps.rows.values()].filter(({ kind }) => kind === 'folder')) {
      rmSync(row.ref, { recursive: true, force: true })
      deps.rows.delete(row.id)
    }
  })

  it('is stopped after somebody has killed its process, and starts again', async () => {
    await create(design('web'))
    const { power, find } = openDriver()
    await power.start('qemu:web', never)
    const { pid } = await runningOf('web')
    process.kill(pid, 'SIGKILL')
    while (identifyProcess(pid)) await sleep(10)
    expect(await find('qemu:web')).toHaveProperty('state', 'stopped')
    await power.start('qemu:web', never)
    expect((await runningOf('web')).pid).not.toBe(pid)
  })

  it('goes on when it cannot be saved, or shall not be any more', async () => {
    await create(design('web', { memoryBytes: 256 * mebibyte, disk: { kind: 'existing', path: writeTheirDisk() } }))
    const { power, find } = openDriver()
    await power.start('qemu:web', never)
    symlinkSync('/dev/full', join(folderOf('web'), '.state'))
    await expect(power.save('qemu:web', never)).rejects.toMatchObject({ code: 'no_space' })
    expect(await find('qemu:web')).toHaveProperty('state', 'running')
    for (const delay of [0, 10]) {
      const outcome = power.save('qemu:web', AbortSignal.timeout(delay))
      await expect(outcome).rejects.toMatchObject({ code: 'cancelled' })
      expect(await find('qemu:web')).toHaveProperty('state', 'running')
    }
    expect(readdirSync(folderOf('web')).sort()).toEqual([
      'machine.json',
      'pid',
      'running.json',
      expect.stringMatching(/^serial-[0-9a-f]{12}\.log$/),
    ])
  })

  it('leaves nothing when its making is cancelled', async () => {
    const path = join(theirs, 'large.raw')
    writeFileSync(path, Buffer.alloc(64 * mebibyte, 'x'))
    const { importFrom } = openDriver()
    for (const delay of [0, 10, 40]) {
      const made = importFrom(path, 'web', quiet, AbortSignal.timeout(delay))
      await expect(made).rejects.toMatchObject({ code: 'cancelled' })
      await removeAll()
    }
  })

  it('is renamed with its disk, and boots from an ISO image where it has one', async () => {
    // Whatever is on it: a CD whose boot record the firmware does not find.
    const iso = join(theirs, 'a,b.iso')
    writeFileSync(iso, Buffer.alloc(64 * 2048))
    await create(design('web', { iso }))
    const { lifecycle, power, machines } = openDriver()
    await lifecycle.rename('qemu:web', 'shop', never)
    await power.start('qemu:shop', never)
    expect((await machines.describe('qemu:shop', never)).disks).toMatchObject([
      { kind: 'disk', path: join(folderOf('shop'), 'disk.qcow2') },
      { kind: 'dvd', path: iso },
    ])
    await waitForLog('shop', 'Booting from DVD/CD')
  })
})

describe('snapshots and clones', () => {
  it('put the disk back to what it was, also when a linked clone stands on it', async () => {
    await create(design('web'))
    const { snapshots, linked, full, lifecycle, power } = openDriver()
    const disk = join(folderOf('web'), 'disk.qcow2')
    write(disk, '0x11')
    const first = await snapshots.take('qemu:web', { name: '"a,b" ü', description: 'the first' }, quiet, never)
    write(disk, '0x22')
    const second = await snapshots.take('qemu:web', { name: '"a,b" ü' }, quiet, never)
    expect(await snapshots.list('qemu:web', never)).toEqual([
      { id: first.id, name: '"a,b" ü', description: 'the first', parent: null, current: false },
      { id: second.id, name: '"a,b" ü', description: null, parent: first.id, current: true },
    ])
    await snapshots.restore('qemu:web', first.id, quiet, never)
    expect(holds(disk, '0x11')).toBe(true)
    await snapshots.restore('qemu:web', second.id, quiet, never)

    const clone = await linked('qemu:web', { name: 'copy' }, quiet, never)
    const cloned = join(folderOf('copy'), 'disk.qcow2')
    expect(holds(cloned, '0x22')).toBe(true)
    expect(statSync(cloned).size).toBeLessThan(mebibyte)
    for (const refused of [lifecycle.remove('qemu:web', never), lifecycle.rename('qemu:web', 'shop', never)]) {
      await expect(refused).rejects.toMatchObject({ code: 'in_use', message: expect.stringContaining('copy') })
    }
    // What the first writes from now on the clone does not see, and neither loses its snapshots.
    write(disk, '0x33')
    expect(holds(cloned, '0x22')).toBe(true)
    const third = await snapshots.take('qemu:web', { name: 'third' }, quiet, never)
    await snapshots.restore('qemu:web', first.id, quiet, never)
    expect(holds(disk, '0x11')).toBe(true)
    await snapshots.restore('qemu:web', third.id, quiet, never)
    expect(holds(disk, '0x33')).toBe(true)
    const layers = () => readdirSync(folderOf('web')).filter((file) => file.startsWith('layer-'))
    expect(layers()).toHaveLength(2)
    await Promise.all(['qemu:web', clone.id].map((id) => power.start(id, never)))
    await expect(snapshots.restore('qemu:web', first.id, quiet, never)).rejects.toMatchObject({ code: 'unsupported' })
    await Promise.all(['qemu:web', clone.id].map((id) => power.stop(id, never)))

    await full('qemu:web', { name: 'whole', snapshot: first.id }, quiet, never)
    expect(holds(join(folderOf('whole'), 'disk.qcow2'), '0x11')).toBe(true)
    const modes = () => layers().map((file) => statSync(join(folderOf('web'), file)).mode & 0o777)
    await snapshots.remove('qemu:web', first.id, quiet, never)
    expect(modes()).toContain(0o400)
    expect((await snapshots.list('qemu:web', never)).map(({ id, parent }) => [id, parent])).toEqual([
      [second.id, null],
      [third.id, second.id],
    ])
    await expect(snapshots.remove('qemu:web', first.id, quiet, never)).rejects.toMatchObject({ code: 'not_found' })
    // What was kept for a snapshot's sake goes with it; what the clone reads from stays.
    await snapshots.remove('qemu:web', third.id, quiet, never)
    await snapshots.remove('qemu:web', second.id, quiet, never)
    expect(layers()).toHaveLength(1)
    expect(holds(cloned, '0x22')).toBe(true)
    await lifecycle.remove(clone.id, never)
    await lifecycle.remove('qemu:web', never)
    expect(holds(join(folderOf('whole'), 'disk.qcow2'), '0x11')).toBe(true)
  })

  it('made elsewhere are meant by their names, also where such a name is the id of another', async () => {
    await create(design('web'))
    const disk = join(folderOf('web'), 'disk.qcow2')
    const { snapshots } = openDriver()
    write(disk, '0x11')
    execFileSync(qemuImg, ['snapshot', '-c', '2', disk])
    write(disk, '0x22')
    execFileSync(qemuImg, ['snapshot', '-c', 'other', disk])
    await snapshots.restore('qemu:web', '2', quiet, never)
    expect(holds(disk, '0x11')).toBe(true)
  })

  it('keep the memory of a machine that runs, which then goes on from there', async () => {
    const raw = writeTheirDisk('boot.raw')
    const { full, importFrom, exportTo, snapshots, power, machines, lifecycle, find } = openDriver()
    // A full clone of a machine with a raw disk has a qcow2 file, which has room for snapshots.
    await create(design('first', { disk: { kind: 'existing', path: raw } }))
    await full('qemu:first', { name: 'web' }, quiet, never)
    await power.start('qemu:web', never)
    await waitForLog('web', `${bootMark}..`)
    const taken = await snapshots.take('qemu:web', { name: 'alive' }, quiet, never)
    await expect(snapshots.restore('qemu:web', taken.id, quiet, never)).rejects.toMatchObject({ code: 'unsupported' })
    await power.stop('qemu:web', never)
    // The second time it is saved by then, with memory that the snapshot has still.
    for (let time = 0; time < 2; time++) await snapshots.restore('qemu:web', taken.id, quiet, never)
    expect(await machines.describe('qemu:web', never)).toHaveProperty('state', 'saved')
    await power.start('qemu:web', never)
    expect(await waitForLog('web', '...')).not.toContain('B')
    // Memory that is nowhere else is not thrown away unasked.
    await power.save('qemu:web', never)
    await expect(snapshots.restore('qemu:web', taken.id, quiet, never)).rejects.toMatchObject({ code: 'unsupported' })
    expect(existsSync(join(folderOf('web'), 'state'))).toBe(true)
    await power.start('qemu:web', never)
    expect(await waitForLog('web', '...')).not.toContain('B')
    await snapshots.remove('qemu:web', taken.id, quiet, never)
    expect(await snapshots.list('qemu:web', never)).toEqual([])

    const target = join(theirs, 'out.vmdk')
    await expect(exportTo('qemu:web', target, quiet, never)).rejects.toMatchObject({ code: 'unsupported' })
    await power.stop('qemu:web', never)
    await exportTo('qemu:web', target, quiet, never)
    await expect(exportTo('qemu:web', target, quiet, never)).rejects.toMatchObject({ code: 'name_taken' })
    const compared = execFileSync(qemuImg, ['compare', '-f', 'raw', '-F', 'vmdk', raw, target], { encoding: 'utf8' })
    expect(compared).toContain('identical')
    await importFrom(target, 'copy', quiet, never)
    const copy = join(folderOf('copy'), 'disk.qcow2')
    expect(execFileSync(qemuImg, ['compare', '-f', 'raw', '-F', 'qcow2', raw, copy], { encoding: 'utf8' })).toContain(
      'identical',
    )
    await lifecycle.remove('qemu:copy', never)
    await create(design('vmware', { disk: { kind: 'existing', path: target } }))
    await power.start('qemu:vmware', never)
    await waitForLog('vmware', bootMark)
    await expect(power.save('qemu:vmware', never)).rejects.toMatchObject({ code: 'unsupported' })
    expect(await find('qemu:vmware')).toHaveProperty('state', 'running')
    await expect(snapshots.take('qemu:vmware', { name: 'x' }, quiet, never)).rejects.toMatchObject({
      code: 'unsupported',
    })
  })
})

describe('what cannot be', () => {
  it('is refused in the user’s words, and nothing is left of it', async () => {
    const { machines, power, snapshots } = openDriver()
    await create(design('web'))
    await expect(create(design('web'))).rejects.toMatchObject({ code: 'name_taken' })
    for (const name of ['-x "a,b" ü', 'pid-7', '../out']) {
      await expect(create(design(name))).rejects.toMatchObject({ code: 'bad_input' })
    }
    await expect(create(design('two', { headless: false }))).rejects.toMatchObject({ code: 'unsupported' })
    const missing = join(theirs, 'none.qcow2')
    await expect(create(design('two', { disk: { kind: 'existing', path: missing } }))).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(machines.create(design('two'), quiet, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    })
    await create(design('bare', { disk: null }))
    await power.start('qemu:bare', never)
    await expect(snapshots.take('qemu:bare', { name: 'x' }, quiet, never)).rejects.toMatchObject({
      code: 'unsupported',
    })
    expect(readdirSync(deps.paths.machines).sort()).toEqual(['bare', 'web'])
  })

  it('a disk that is gone or used, a port that is taken: a start says which', async () => {
    const path = writeTheirDisk('boot.raw')
    const disk = { kind: 'existing', path } as const
    const taken = createServer().listen(0, '127.0.0.1')
    try {
      await new Promise((resolve) => taken.once('listening', resolve))
      const address = taken.address()
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0
      await create(design('one', { disk }))
      await create(design('two', { disk }))
      await create(design('three', { ports: [{ host: port, guest: 80, protocol: 'tcp' }] }))
      const { power, find } = openDriver()
      await power.start('qemu:one', never)
      await expect(power.start('qemu:two', never)).rejects.toMatchObject({
        code: 'in_use',
        message: expect.stringContaining('boot.raw'),
      })
      // One that is saved keeps its memory when its disk is used by another meanwhile.
      await power.save('qemu:one', never)
      await power.start('qemu:two', never)
      await expect(power.start('qemu:one', never)).rejects.toMatchObject({ code: 'in_use' })
      await power.kill('qemu:two', never)
      await power.start('qemu:one', never)
      expect(await waitForLog('one', '..')).not.toContain('B')
      await expect(power.start('qemu:three', never)).rejects.toMatchObject({
        code: 'in_use',
        message: expect.stringContaining(String(port)),
      })
      await power.kill('qemu:one', never)
      rmSync(path)
      await expect(power.start('qemu:one', never)).rejects.toMatchObject({
        code: 'not_found',
        message: expect.stringContaining('boot.raw'),
      })
      for (const name of ['one', 'two', 'three']) expect(await find(`qemu:${name}`)).toHaveProperty('state', 'stopped')
      expect([...deps.rows.values()].map(({ kind }) => kind)).toEqual(['machine', 'machine', 'machine'])
    } finally {
      taken.close()
    }
  })

  it('a disk that another program writes to is neither shared nor copied', async () => {
    await create(design('web'))
    const { linked, full, snapshots } = openDriver()
    const disk = join(folderOf('web'), 'disk.qcow2')
    const before = readFileSync(disk)
    const writer = spawn(qemuIo, ['-f', 'qcow2', disk], { stdio: ['pipe', 'pipe', 'ignore'] })
    try {
      // Its prompt: the disk is open.
      await new Promise((resolve) => writer.stdout.once('data', resolve))
      for (const refused of [
        linked('qemu:web', { name: 'copy' }, quiet, never),
        full('qemu:web', { name: 'copy' }, quiet, never),
        snapshots.take('qemu:web', { name: 'x' }, quiet, never),
      ]) {
        await expect(refused).rejects.toMatchObject({ code: 'in_use' })
      }
    } finally {
      writer.kill('SIGKILL')
    }
    expect(readdirSync(deps.paths.machines)).toEqual(['web'])
    expect(readdirSync(folderOf('web')).sort()).toEqual(['disk.qcow2', 'machine.json'])
    expect(readFileSync(disk).equals(before)).toBe(true)
  })

  it('one definition that is damaged hides no other machine', async () => {
    await create(design('web'))
    await create(design('odd'))
    const file = join(folderOf('odd'), 'machine.json')
    const whole = readFileSync(file)
    writeFileSync(file, whole.subarray(0, 40))
    const { find, power, machines } = openDriver()
    expect(await find('qemu:odd')).toMatchObject({ state: 'unknown', actions: ['remove'] })
    expect(await find('qemu:web')).toHaveProperty('state', 'stopped')
    await expect(power.start('qemu:odd', never)).rejects.toMatchObject({ code: 'bad_output' })
    await expect(machines.describe('qemu:odd', never)).rejects.toMatchObject({ code: 'bad_output' })
    writeFileSync(file, whole)
  })
})

describe('eight machines at once', () => {
  // Twenty rounds, and what becomes of the memory, are in the bench.
  it('all run and none is left, in two rounds', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `m${process.pid}-${index}`)
    for (const name of names) await create(designEmptyMachine(name))
    const { driver } = openDriver()
    for (let round = 0; round < 2; round++) {
      expect(await runRound(driver, names)).toEqual({
        started: { running: 8, processes: 8 },
        stopped: { running: 0, processes: 0 },
      })
    }
    expect(readdirSync(deps.paths.temp)).toEqual([])
  })
})
