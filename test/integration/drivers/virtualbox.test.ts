import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { engineStatusSchema } from '../../../main/contract/engine.ts'
import { instanceSchema } from '../../../main/contract/instance.ts'
import { type MachineSpec, machineDescriptionSchema, snapshotSchema } from '../../../main/contract/machine.ts'
import type { Driver, Lifecycle } from '../../../main/drivers/driver.ts'
import type { Machines, Snapshots } from '../../../main/drivers/machines.ts'
import { showMachine } from '../../../main/drivers/virtualbox/commands/showMachine.ts'
import { findConsole } from '../../../main/drivers/virtualbox/console.ts'
import { createVirtualBoxDriver } from '../../../main/drivers/virtualbox/driver.ts'
import { EngineError } from '../../../main/model/engineError.ts'
import { createTestDeps, type TestDeps } from '../../support/driverDeps.ts'
import { createVirtualBoxPlace, findTestVBoxManage, type VirtualBoxPlace } from '../../support/virtualBox.ts'

const never = new AbortController().signal
const mebibyte = 1024 ** 2
const quietly = () => undefined
const awkward = '-x "a,b" ü'

const spec = (name: string, more: Partial<MachineSpec> = {}): MachineSpec => ({
  name,
  cpus: 2,
  memoryBytes: 256 * mebibyte,
  disk: { kind: 'new', bytes: 64 * mebibyte },
  ports: [],
  headless: true,
  ...more,
})

async function errorOf(work: Promise<unknown>): Promise<EngineError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof EngineError)) throw new Error(`no EngineError: ${error}`)
  return error
}

/** The settings of a machine with one snapshot, with as many as wanted instead, each the child of the one before. */
function nestSnapshots(settings: string, taken: string, count: number): string {
  const snapshot = /^ *<Snapshot uuid[\s\S]*?<\/Snapshot>\n/m.exec(settings)?.[0] ?? ''
  const uuids = Array.from({ length: count }, () => randomUUID())
  const nested = uuids.reduceRight((child, uuid, index) => {
    const name = `s &quot;${index + 1}&quot;,&#10;${index + 1}`
    const own = snapshot.replace(taken, uuid).replace(/ name="[^"]*"/, ` name="${name}"`)
    return child === '' ? own : own.replace('</Snapshot>', `<Snapshots>${child}</Snapshots></Snapshot>`)
  }, '')
  return settings.replace(snapshot, nested).replace(taken, uuids.at(-1) ?? '')
}

describe.skipIf(findTestVBoxManage() === null && !process.env.CI)('VirtualBox, but for starting', () => {
  let place: VirtualBoxPlace
  let deps: TestDeps
  let driver: Driver
  let lifecycle: Lifecycle
  let machines: Machines
  let snapshots: Snapshots

  beforeAll(() => {
    place = createVirtualBoxPlace()
    deps = createTestDeps(place.env)
    driver = createVirtualBoxDriver(deps, join(place.folder, 'no-such-device'))
    if (!driver.lifecycle || !driver.machines?.snapshots) throw new Error('it has both')
    lifecycle = driver.lifecycle
    machines = driver.machines
    snapshots = driver.machines.snapshots
  })
  afterEach(async () => {
    // Clones before what they stand on.
    for (const { id } of (await driver.list(never)).toReversed()) await lifecycle.remove(id, never)
    expect(await driver.list(never)).toEqual([])
    expect([...deps.rows.values()]).toEqual([])
    expect(place.ask('list', 'hdds')).not.toContain('UUID')
    expect(readdirSync(place.machines).filter((name) => name !== 'isoscope')).toEqual([])
    const own = join(place.machines, 'isoscope')
    expect(existsSync(own) ? readdirSync(own) : []).toEqual([])
  })
  afterAll(() => {
    deps.removeHome()
    place.remove()
  })

  const consoleOf = async (id: string) => findConsole(await showMachine(deps, id.slice('virtualbox:'.length), never))
  const findByName = async (name: string) => (await driver.list(never)).find((one) => one.name === name)

  it('is ready, and tells that nothing can start without the kernel driver, and the remedy', async () => {
    const status = engineStatusSchema.parse(await driver.detect(never))
    expect(status).toMatchObject({ state: 'ready', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) })
    expect(status).toHaveProperty(['facts', 'kernel driver'], expect.stringMatching(/not loaded.*modprobe|vboxconfig/))
  })

  it('makes a machine as it is asked to, lists it as ours, and describes it', async () => {
    const seen: number[] = []
    const made = await machines.create(
      spec('web', { ports: [{ host: 2222, guest: 22, protocol: 'tcp' }], headless: false, osType: 'Debian_64' }),
      ({ share }) => share !== null && seen.push(share),
      never,
    )
    expect(instanceSchema.parse(made)).toMatchObject({ name: 'web', state: 'stopped', owner: 'isoscope' })
    expect(seen.at(-1)).toBe(1)
    expect(await driver.list(never)).toEqual([made])
    expect([...deps.rows.values()]).toMatchObject([{ kind: 'machine', lifetime: 'kept' }])
    const described = machineDescriptionSchema.parse(await machines.describe(made.id, never))
    expect(described).toMatchObject({
      cpus: 2,
      memoryBytes: 256 * mebibyte,
      osType: 'Debian (64-bit)',
      headless: false,
      ports: [{ host: 2222, guest: 22, protocol: 'tcp' }],
      disks: [{ slot: 'SATA 0', kind: 'disk', path: expect.stringMatching(/web\.vdi$/) }],
    })
    const folder = join(place.machines, 'isoscope', 'web')
    expect(await consoleOf(made.id)).toBe(join(folder, 'console.log'))
    expect(described.definition).toMatchObject({
      settings: expect.arrayContaining([{ name: 'uart1', value: '0x03f8,4' }]),
    })
    // As the machine would write it; it goes with the machine.
    writeFileSync(join(folder, 'console.log'), 'login: ')
    for await (const line of lifecycle.logs?.(made.id, { follow: true, tail: 1 }, never) ?? []) {
      expect(line).toEqual({ stream: 'console', at: null, text: 'login: ' })
    }
    expect((await errorOf(machines.create(spec('web'), quietly, never))).code).toBe('name_taken')
    expect(await driver.details?.(made.id, never)).toMatchObject({ disk: { unique: expect.any(Number) } })
  })

  it('takes a disk and an ISO image that exist, and leaves them when the machine goes', async () => {
    const [disk, iso] = [join(place.folder, 'own "a,b" ü.vdi'), join(place.folder, 'own.iso')]
    place.run('createmedium', 'disk', `--filename=${disk}`, '--size=8')
    writeFileSync(iso, Buffer.alloc(64 * 1024))
    const { id } = await machines.create(spec('own', { disk: { kind: 'existing', path: disk }, iso }), quietly, never)
    expect((await machines.describe(id, never)).disks).toMatchObject([
      { kind: 'disk', path: disk },
      { kind: 'dvd', path: iso },
    ])
    const taken = await snapshots.take(id, { name: 'one' }, quietly, never)
    expect(await errorOf(lifecycle.remove(id, never))).toMatchObject({
      code: 'in_use',
      message: /outside of its folder/,
    })
    await snapshots.remove(id, taken.id, quietly, never)
    await lifecycle.remove(id, never)
    expect([disk, iso].map((path) => existsSync(path))).toEqual([true, true])
    place.run('closemedium', 'disk', disk)
    for (const path of [disk, iso]) rmSync(path)
  })

  it('refuses what cannot be, in words, and leaves nothing', async () => {
    const refused: readonly (readonly [MachineSpec, string])[] = [
      [spec('no', { disk: { kind: 'existing', path: '/nowhere/disk.vdi' } }), 'not_found'],
      [spec('no', { iso: '/nowhere/some.iso' }), 'not_found'],
      [spec('no', { osType: 'Nope' }), 'bad_input'],
      [spec('no', { memoryBytes: 2 ** 42 }), 'bad_input'],
      [spec('-rf'), 'bad_input'],
    ]
    for (const [one, code] of refused) expect((await errorOf(machines.create(one, quietly, never))).code).toBe(code)
    expect([...deps.rows.values()]).toEqual([])
    expect(await driver.list(never)).toEqual([])
    // What is no disk.
    const path = join(place.folder, 'text.vdi')
    writeFileSync(path, 'this is no disk')
    const error = await errorOf(machines.create(spec('no', { disk: { kind: 'existing', path } }), quietly, never))
    expect(error.code).toBe('bad_input')
  })

  it('refuses to start beforehand, with the remedy, and does not know others', async () => {
    const { id } = await machines.create(spec('cold', { disk: null }), quietly, never)
    const error = await errorOf(lifecycle.power?.start(id, never) ?? Promise.resolve())
    expect(error).toMatchObject({
      code: 'not_running',
      remedy: { command: expect.stringMatching(/modprobe|vboxconfig/) },
    })
    await lifecycle.power?.stop(id, never)
    for (const act of ['pause', 'save', 'kill', 'restart'] as const) {
      expect((await errorOf(lifecycle.power?.[act]?.(id, never) ?? Promise.resolve())).code).toBe('unsupported')
    }
    expect((await errorOf(machines.discardState?.(id, never) ?? Promise.resolve())).code).toBe('unsupported')
    const other = 'virtualbox:00000000-0000-4000-8000-000000000000'
    expect((await errorOf(lifecycle.power?.start(other, never) ?? Promise.resolve())).code).toBe('not_found')
    expect((await errorOf(machines.describe('virtualbox:cold', never))).code).toBe('not_found')
  })

  it('lists a machine of the user’s with any name, not as ours, and does everything to it by its UUID', {
    timeout: 300_000,
  }, async () => {
    place.run('createvm', `--name=${awkward}`, '--ostype=Linux_64', '--register')
    const found = await findByName(awkward)
    expect(found).toMatchObject({ owner: 'user', state: 'stopped' })
    const id = found?.id ?? ''
    place.run('modifyvm', id.slice('virtualbox:'.length), '--description=a "b" \\\nname="evil"\nUUID="x"')
    expect(await findByName(awkward)).toMatchObject({ id })
    const taken = await snapshots.take(
      id,
      { name: awkward, description: `d\nSnapshotName-1="evil"\n"` },
      quietly,
      never,
    )
    expect(snapshotSchema.parse(taken)).toMatchObject({ name: awkward, parent: null, current: true })
    const copy = await machines.clone?.full(id, { name: 'copy' }, quietly, never)
    expect(copy).toMatchObject({ owner: 'isoscope' })
    // VirtualBox would write an appliance that it cannot read.
    const ova = join(place.folder, 'awkward.ova')
    expect((await errorOf(machines.exportTo?.(id, ova, quietly, never) ?? Promise.resolve())).code).toBe('bad_input')
    await lifecycle.rename?.(id, 'plain', never)
    expect(await findByName('plain')).toMatchObject({ id, owner: 'user' })
    await machines.exportTo?.(id, ova, quietly, never)
    rmSync(ova)
  })

  it('keeps a tree of snapshots: takes, restores, branches, removes', async () => {
    const { id } = await machines.create(spec('tree'), quietly, never)
    expect(await snapshots.list(id, never)).toEqual([])
    const base = await snapshots.take(id, { name: 'base', description: 'before "all"' }, quietly, never)
    const left = await snapshots.take(id, { name: 'left' }, quietly, never)
    await snapshots.restore(id, base.id, quietly, never)
    const right = await snapshots.take(id, { name: 'left' }, quietly, never)
    expect(await snapshots.list(id, never)).toEqual([
      { ...base, current: false, description: 'before "all"' },
      { ...left, current: false, parent: base.id },
      { ...right, current: true, parent: base.id },
    ])
    await snapshots.remove(id, left.id, quietly, never)
    expect((await snapshots.list(id, never)).map(({ id: one }) => one)).toEqual([base.id, right.id])
    expect((await errorOf(snapshots.restore(id, left.id, quietly, never))).code).toBe('not_found')
    expect((await errorOf(snapshots.remove(id, 'base', quietly, never))).code).toBe('not_found')
  })

  it('tells 40 snapshots from each other', async () => {
    const { id } = await machines.create(spec('forty', { disk: null }), quietly, never)
    const uuid = id.slice('virtualbox:'.length)
    // One is taken and 39 below each other are written into the settings, which VirtualBox reads: to take them would take half a minute.
    const { id: first } = await snapshots.take(id, { name: 's "1", 1' }, quietly, never)
    const file = (await showMachine(deps, uuid, never)).get('CfgFile') ?? ''
    place.run('unregistervm', uuid)
    writeFileSync(file, nestSnapshots(readFileSync(file, 'utf8'), first, 40))
    place.run('registervm', file)
    const listed = await snapshots.list(id, never)
    expect(listed.map(({ name }) => name)).toEqual(Array.from({ length: 40 }, (_, n) => `s "${n + 1}",\n${n + 1}`))
    expect(listed.map(({ parent }) => parent)).toEqual([null, ...listed.slice(0, -1).map((one) => one.id)])
    expect(listed.at(-1)).toMatchObject({ current: true })
    expect(await findByName('forty')).toMatchObject({ id })
  })

  it('clones, full and linked, and does not remove what a linked clone stands on', { timeout: 300_000 }, async () => {
    const first = await machines.create(spec('first'), quietly, never)
    const linked = machines.clone?.linked
    if (!linked) throw new Error('it can')
    expect((await errorOf(linked(first.id, { name: 'l' }, quietly, never))).code).toBe('bad_input')
    const { id: snapshot } = await snapshots.take(first.id, { name: 'base' }, quietly, never)
    const clone = await linked(first.id, { name: 'linked' }, quietly, never)
    const full = await machines.clone?.full(first.id, { name: 'full', snapshot }, quietly, never)
    expect([clone.owner, full?.owner]).toEqual(['isoscope', 'isoscope'])
    // Each its own, also after its folder has another name: one on which two write, or in no folder, would not do.
    await lifecycle.rename?.(full?.id ?? '', 'renamed', never)
    const consoles = await Promise.all([first.id, clone.id, full?.id ?? ''].map(consoleOf))
    expect(consoles).toEqual(
      ['first', 'linked', 'renamed'].map((name) => join(place.machines, 'isoscope', name, 'console.log')),
    )
    expect((await errorOf(linked(first.id, { name: 'linked' }, quietly, never))).code).toBe('name_taken')
    const error = await errorOf(lifecycle.remove(first.id, never))
    expect(error).toMatchObject({ code: 'in_use', message: expect.stringContaining('linked') })
    expect(await findByName('first')).toBeDefined()
    await lifecycle.remove(clone.id, never)
    await lifecycle.remove(first.id, never)
    expect((await driver.list(never)).map(({ name }) => name)).toEqual(['renamed'])
  })

  it('exports an appliance and imports it again, with progress', { timeout: 300_000 }, async () => {
    const path = join(place.folder, 'web, 1.ova')
    const { id } = await machines.create(spec('web'), quietly, never)
    const seen: (number | null)[] = []
    await machines.exportTo?.(id, path, ({ share }) => seen.push(share), never)
    expect(seen.at(-1)).toBe(1)
    expect((await errorOf(machines.exportTo?.(id, path, quietly, never) ?? Promise.resolve())).code).toBe('name_taken')
    const back = await machines.importFrom?.(path, 'back', quietly, never)
    expect(back).toMatchObject({ name: 'back', owner: 'isoscope', state: 'stopped' })
    expect(await consoleOf(back?.id ?? '')).toBe(join(place.machines, 'isoscope', 'back', 'console.log'))
    expect(await machines.describe(back?.id ?? '', never)).toMatchObject({ cpus: 2, memoryBytes: 256 * mebibyte })
    expect((await errorOf(machines.importFrom?.(path, 'back', quietly, never) ?? Promise.resolve())).code).toBe(
      'name_taken',
    )
    writeFileSync(path, 'this is no appliance')
    const error = await errorOf(machines.importFrom?.(path, 'other', quietly, never) ?? Promise.resolve())
    expect(error.code).toBe('bad_input')
    rmSync(path)
    expect((await errorOf(machines.importFrom?.(path, 'other', quietly, never) ?? Promise.resolve())).code).toBe(
      'not_found',
    )
  })

  it('leaves nothing of a clone that is cancelled half way', async () => {
    const { id } = await machines.create(spec('large', { disk: null }), quietly, never)
    const disk = join(place.machines, 'isoscope', 'large', 'large.vdi')
    place.run('createmedium', 'disk', `--filename=${disk}`, '--size=1500', '--variant=Fixed')
    const uuid = id.slice('virtualbox:'.length)
    place.run('storageattach', uuid, '--storagectl=SATA', '--port=0', '--device=0', '--type=hdd', `--medium=${disk}`)
    const abort = new AbortController()
    const cloning = machines.clone?.full(id, { name: 'copy' }, () => abort.abort(), abort.signal)
    expect((await errorOf(cloning ?? Promise.resolve())).code).toBe('cancelled')
    expect((await driver.list(never)).map(({ name }) => name)).toEqual(['large'])
    expect(readdirSync(join(place.machines, 'isoscope'))).toEqual(['large'])
    expect([...deps.rows.values()]).toHaveLength(1)
  })

  it('lists one whose settings are gone, and forgets it on demand', async () => {
    const made = await machines.create(spec('lost', { disk: null }), quietly, never)
    await driver.list(never)
    const file = (await machines.describe(made.id, never)).definition
    const path = file.kind === 'settings' ? file.settings.find(({ name }) => name === 'CfgFile')?.value : undefined
    rmSync(path ?? '')
    // VBoxSVC has read it and knows it until it ends, some seconds after the last command.
    await expect
      .poll(async () => (await driver.list(never))[0]?.state, { timeout: 60_000, interval: 12_000 })
      .toBe('unknown')
    await lifecycle.remove(made.id, never)
    expect(await driver.list(never)).toEqual([])
    rmSync(join(path ?? '', '..'), { recursive: true })
    deps.rows.clear()
  })

  it('takes away what a process left that died while it made a machine, and nothing that is whole', async () => {
    const { id } = await machines.create(spec('whole', { disk: null }), quietly, never)
    place.run('createvm', '--name=half', '--register', '--ostype=Linux_64', '--groups=/isoscope')
    const half = (await findByName('half'))?.id.slice('virtualbox:'.length) ?? ''
    const row = (ref: string) =>
      ({ id: 99, owner: deps.owner, technology: 'virtualbox', kind: 'machine', ref, lifetime: 'run' }) as const
    for (const ref of [half, half, 'name:whole', id.slice('virtualbox:'.length)])
      await driver.reclaim?.(row(ref), never)
    expect((await driver.list(never)).map(({ name }) => name)).toEqual(['whole'])
  })
})
