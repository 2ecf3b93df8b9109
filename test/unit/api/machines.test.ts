import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Activities, createActivities } from '../../../main/api/activities.ts'
import { createMachineService, listMachineAbilities, type MachineService } from '../../../main/api/machines.ts'
import { type MachineRequest, machineRequestSchema } from '../../../main/contract/machine.ts'
import type { Machines } from '../../../main/drivers/machines.ts'
import { EngineError } from '../../../main/model/engineError.ts'
import { createInstance, createWatchedDriver } from '../../support/watchedDriver.ts'

const spec = {
  name: 'web',
  cpus: 1,
  memoryBytes: 2 ** 28,
  disk: null,
  ports: [],
  headless: true,
}

describe('machines through the API', () => {
  let folder: string
  let activities: Activities
  let service: MachineService
  let machines: { [K in keyof Machines]: Machines[K] }
  const acted: string[] = []
  const made = createInstance('virtualbox:new')

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-api-')))
    machines = {
      create: vi.fn(async (_spec, onProgress) => {
        onProgress({ step: 'making the disk', share: 0.5 })
        return made
      }),
      describe: vi.fn(),
      exportTo: vi.fn(async () => undefined),
      clone: { full: vi.fn(async () => made) },
    }
    const virtualbox = Object.assign(createWatchedDriver('virtualbox'), { machines, title: 'VirtualBox' })
    virtualbox.rows = [createInstance('virtualbox:web')]
    const drivers = [virtualbox, Object.assign(createWatchedDriver('docker'), { title: 'Docker' })]
    const onError = (error: unknown) => {
      throw error
    }
    activities = createActivities({ drivers, nameOf: () => undefined, onActed: (one) => acted.push(one), onError })
    const commandGate = { capabilities: new Set<never>(), approvedRoots: [folder] }
    service = createMachineService({ drivers, activities, commandGate })
  })
  afterEach(async () => {
    await activities.close()
    rmSync(folder, { recursive: true })
  })

  const errorOf = async (request: MachineRequest) => {
    const error = await service.perform(request).then(
      () => null,
      (reason: unknown) => reason,
    )
    if (!(error instanceof EngineError)) throw new Error(`no EngineError: ${error}`)
    return error
  }

  it('are made as an activity that tells how far it is, and asks for the rows again', async () => {
    const ticket = crypto.randomUUID()
    const { activity, instance } = await service.perform({ ticket, action: 'create', technology: 'virtualbox', spec })
    expect(instance).toEqual(made)
    expect(activity).toMatchObject({
      title: 'Create web',
      action: 'create',
      instance: null,
      ticket,
      state: 'done',
      progress: { step: 'making the disk', share: 0.5 },
    })
    expect(acted.at(-1)).toBe('virtualbox')
  })

  it('are named in the title, and cloned as their engine can', async () => {
    const { activity } = await service.perform({ action: 'clone', id: 'virtualbox:web', name: 'copy', kind: 'full' })
    expect(activity).toMatchObject({ title: expect.stringMatching(/^Clone .+ to copy$/), instance: 'virtualbox:web' })
    expect(machines.clone?.full).toHaveBeenCalledOnce()
    const linked = { action: 'clone', id: 'virtualbox:web', name: 'copy', kind: 'linked' } as const
    expect(await errorOf(linked)).toMatchObject({
      code: 'unsupported',
      message: 'VirtualBox cannot make linked clones.',
    })
  })

  it('name files only below a folder that was approved', async () => {
    const inside = { action: 'export', id: 'virtualbox:web', path: join(folder, 'web.ova') } as const
    await service.perform(inside)
    expect(machines.exportTo).toHaveBeenCalledOnce()
    const outside = [
      { ...inside, path: join(folder, '..', 'web.ova') },
      { ...inside, path: '/etc/web.ova' },
      { ...inside, path: join(folder, 'missing', 'web.ova') },
      { ...inside, path: join(folder, 'link.ova') },
    ]
    symlinkSync('/etc/web.ova', join(folder, 'link.ova'))
    symlinkSync('/etc/passwd', join(folder, 'link.iso'))
    const create = { action: 'create', technology: 'virtualbox' } as const
    const specs = [
      { ...spec, iso: '/etc/passwd' },
      { ...spec, iso: join(folder, 'link.iso') },
      { ...spec, disk: { kind: 'existing' as const, path: '/etc/shadow' } },
    ]
    for (const request of [...outside, ...specs.map((one) => ({ ...create, spec: one }))]) {
      expect(await errorOf(request)).toMatchObject({ code: 'bad_input', message: /approved/ })
    }
    expect(machines.exportTo).toHaveBeenCalledOnce()
    expect(machines.create).not.toHaveBeenCalled()
  })

  it('are given the file that was approved, whatever a link on its way leads to later', async () => {
    symlinkSync('.', join(folder, 'round'))
    for (const name of ['boot.iso', 'old.vdi']) writeFileSync(join(folder, name), '')
    await service.perform({ action: 'export', id: 'virtualbox:web', path: join(folder, 'round', 'web.ova') })
    const rest = [expect.anything(), expect.anything()]
    expect(machines.exportTo).toHaveBeenLastCalledWith('virtualbox:web', join(folder, 'web.ova'), ...rest)
    const disk = { kind: 'existing' as const, path: join(folder, 'round', 'old.vdi') }
    const request = { ...spec, disk, iso: join(folder, 'round', 'boot.iso') }
    await service.perform({ action: 'create', technology: 'virtualbox', spec: request })
    const canonical = { disk: { ...disk, path: join(folder, 'old.vdi') }, iso: join(folder, 'boot.iso') }
    expect(machines.create).toHaveBeenLastCalledWith(expect.objectContaining(canonical), ...rest)
  })

  it('take no description that cannot be handed to a program', () => {
    const take = { action: 'takeSnapshot', id: 'virtualbox:web', name: 'before' }
    expect(machineRequestSchema.safeParse({ ...take, description: 'two\nlines' }).success).toBe(true)
    expect(machineRequestSchema.safeParse({ ...take, description: 'a\0b' }).success).toBe(false)
  })

  it('are not what a container is, nor what is not there', async () => {
    expect(await errorOf({ action: 'discardState', id: 'docker:web' })).toMatchObject({ code: 'not_found' })
    expect(await errorOf({ action: 'discardState', id: 'virtualbox:gone' })).toMatchObject({ code: 'not_found' })
    expect(await errorOf({ action: 'discardState', id: 'virtualbox:web' })).toMatchObject({ code: 'unsupported' })
    expect(await errorOf({ action: 'create', technology: 'qemu', spec })).toMatchObject({ code: 'unsupported' })
    await expect(service.snapshots('virtualbox:web', new AbortController().signal)).rejects.toMatchObject({
      code: 'unsupported',
    })
  })

  it('are made with the engines that have a driver for it, and can what it can', () => {
    const linked = { full: vi.fn(async () => made), linked: vi.fn(async () => made) }
    const drivers = [
      Object.assign(createWatchedDriver('virtualbox'), { machines }),
      Object.assign(createWatchedDriver('qemu'), { machines: { ...machines, clone: linked, exportTo: undefined } }),
      createWatchedDriver('docker'),
    ]
    expect(listMachineAbilities(drivers)).toEqual([
      { technology: 'virtualbox', snapshots: false, clones: ['full'], exports: true, imports: false },
      { technology: 'qemu', snapshots: false, clones: ['full', 'linked'], exports: false, imports: false },
    ])
  })
})
