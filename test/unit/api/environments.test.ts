import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Activities, createActivities } from '../../../main/api/activities.ts'
import { createEnvironmentService, type EnvironmentService } from '../../../main/api/environments.ts'
import { createInstance, createWatchedDriver } from '../../support/watchedDriver.ts'

const made = createInstance('conda:new')
const id = 'conda:here'
const refused = expect.objectContaining({ code: 'bad_input', message: expect.stringContaining('approved') })

describe('environments through the API', () => {
  let folder: string
  let activities: Activities
  let service: EnvironmentService
  const environments = {
    makers: vi.fn(),
    formats: ['yml'] as const,
    create: vi.fn(async () => made),
    createFrom: vi.fn(async () => made),
    clone: vi.fn(async () => made),
    install: vi.fn(async () => ({ installed: [], removed: [] })),
    update: vi.fn(),
    removePackages: vi.fn(),
    updateFrom: vi.fn(async () => ({ installed: [], removed: [] })),
    packages: vi.fn(),
    exportTo: vi.fn(),
    run: vi.fn(async () => ({ exitCode: 0, stdout: '', stderr: '' })),
  }
  const create = (place: { name: string } | { prefix: string }, channels: string[] = []) =>
    service.create({ technology: 'conda', spec: { place, maker: null, python: null, packages: [], channels } })

  beforeEach(() => {
    vi.clearAllMocks()
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-api-')))
    const conda = Object.assign(createWatchedDriver('conda'), { environments, title: 'conda' })
    conda.rows = [createInstance(id)]
    const onError = (error: unknown) => {
      throw error
    }
    activities = createActivities({ drivers: [conda], nameOf: () => undefined, onActed: () => {}, onError })
    const commandGate = { capabilities: new Set<never>(), approvedRoots: [folder] }
    service = createEnvironmentService({ drivers: [conda], activities, commandGate })
  })
  afterEach(async () => {
    await activities.close()
    rmSync(folder, { recursive: true })
  })

  it('are made by name, or in a folder below one that was approved', async () => {
    for (const place of [{ name: 'new' }, { prefix: join(folder, 'new') }]) await create(place)
    expect(environments.create).toHaveBeenCalledTimes(2)
    const file = { format: 'yml', text: 'dependencies:' } as const
    for (const prefix of ['/opt/new', `${folder}/..`, join(folder, 'missing', 'new')]) {
      await expect(create({ prefix }), prefix).rejects.toEqual(refused)
      await expect(service.clone({ id, place: { prefix } }), prefix).rejects.toEqual(refused)
      const origin = { technology: 'conda', place: { prefix }, maker: null, file } as const
      await expect(service.createFrom(origin), prefix).rejects.toEqual(refused)
    }
    expect(environments.create).toHaveBeenCalledTimes(2)
    expect(environments.clone).not.toHaveBeenCalled()
    expect(environments.createFrom).not.toHaveBeenCalled()
  })

  it('take a folder for a channel only where it was approved', async () => {
    await create({ name: 'new' }, ['conda-forge', `file://${folder}`])
    await service.change({ id, action: 'install', packages: ['numpy'], channels: [`file://${folder}`] })
    await expect(create({ name: 'new' }, ['file:///etc'])).rejects.toEqual(refused)
    const elsewhere = service.change({ id, action: 'install', packages: ['numpy'], channels: ['file:///etc'] })
    await expect(elsewhere).rejects.toEqual(refused)
    expect(environments.create).toHaveBeenCalledOnce()
    expect(environments.install).toHaveBeenCalledOnce()
  })

  it('come from a file of conda’s, which may hold options of pip and files of this machine, only where the door runs commands', async () => {
    const denied = expect.objectContaining({ code: 'permission_denied' })
    const make = (format: 'yml' | 'explicit' | 'requirements') =>
      service.createFrom({ technology: 'conda', place: { name: 'new' }, maker: null, file: { format, text: 'x' } })
    const fill = (format: 'yml' | 'explicit' | 'requirements') =>
      service.change({ id, action: 'import', file: { format, text: 'x' } })
    for (const format of ['yml', 'explicit'] as const) {
      await expect(make(format)).rejects.toEqual(denied)
      await expect(fill(format)).rejects.toEqual(denied)
    }
    expect(environments.createFrom).not.toHaveBeenCalled()
    expect(environments.updateFrom).not.toHaveBeenCalled()
    await make('requirements')
    await fill('requirements')
    expect(environments.createFrom).toHaveBeenCalledOnce()
    expect(environments.updateFrom).toHaveBeenCalledOnce()
  })

  it('run no command where the door runs none', async () => {
    const denied = expect.objectContaining({ code: 'permission_denied' })
    await expect(service.run(id, ['true'], new AbortController().signal)).rejects.toEqual(denied)
    expect(environments.run).not.toHaveBeenCalled()
  })
})
