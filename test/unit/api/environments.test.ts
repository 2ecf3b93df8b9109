import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Activities, createActivities } from '../../../main/api/activities.ts'
import { createEnvironmentService, type EnvironmentService } from '../../../main/api/environments.ts'
import { createInstance, createWatchedDriver, type WatchedDriver } from '../../support/watchedDriver.ts'

const made = createInstance('conda:new')
const id = 'conda:here'
const denied = expect.objectContaining({ code: 'permission_denied' })
const refused = expect.objectContaining({ code: 'bad_input', message: expect.stringContaining('approved') })

describe('environments through the API', () => {
  let folder: string
  let activities: Activities
  let service: EnvironmentService
  let conda: WatchedDriver
  /** The service behind a door that has these capabilities. */
  let open: (...capabilities: readonly 'run.custom'[]) => EnvironmentService
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
    conda = Object.assign(createWatchedDriver('conda'), { environments, title: 'conda' })
    conda.rows = [createInstance(id)]
    const onError = (error: unknown) => {
      throw error
    }
    activities = createActivities({ drivers: [conda], nameOf: () => undefined, onActed: () => {}, onError })
    open = (...capabilities) => {
      const commandGate = { capabilities: new Set(capabilities), approvedRoots: [folder] }
      return createEnvironmentService({ drivers: [conda], activities, commandGate })
    }
    service = open()
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

  it('are made where a link led when it was looked at, whatever it leads to later', async () => {
    mkdirSync(join(folder, 'a b'))
    symlinkSync('a b', join(folder, 'link'))
    await create({ prefix: join(folder, 'link', 'new') }, [`file://${folder}/link`])
    const order = { place: { prefix: join(folder, 'a b', 'new') }, channels: [`file://${folder}/a%20b`] }
    expect(environments.create).toHaveBeenCalledWith(
      expect.objectContaining(order),
      expect.anything(),
      expect.anything(),
    )
    await expect(create({ name: 'new' }, [`file://${folder}/%2e%2e`])).rejects.toEqual(refused)
    await expect(create({ name: 'new' }, [`file://${folder}/a%2fb`])).rejects.toHaveProperty('code', 'bad_input')
  })

  it('take no channel that anybody may fill, in whatever way it is named, where the door runs no commands', async () => {
    const spec = (packages: string[], channels: string[] = []) =>
      ({
        technology: 'conda',
        spec: { place: { name: 'new' }, maker: null, python: null, packages, channels },
      }) as const
    const strange = [spec([], ['somebody']), spec([], ['https://example.com/chan']), spec(['somebody::numpy'])]
    for (const request of strange) {
      await expect(service.create(request)).rejects.toEqual(denied)
      const { packages, channels } = request.spec
      const change = { id, action: 'install' as const, packages: ['x', ...packages], channels }
      await expect(service.change(change)).rejects.toEqual(denied)
    }
    expect(environments.create).not.toHaveBeenCalled()
    await service.create(spec(['conda-forge::numpy'], ['conda-forge', 'pkgs/main']))
    for (const request of strange) await open('run.custom').create(request)
    expect(environments.create).toHaveBeenCalledTimes(1 + strange.length)
  })

  it('are activities by the ticket of the one who asks, which no engine is given', async () => {
    const [create, origin, clone, change] = Array.from({ length: 4 }, () => crypto.randomUUID())
    const place = { name: 'new' }
    const file = { format: 'requirements', text: 'x' } as const
    const spec = { place, maker: null, python: null, packages: [], channels: [] }
    await service.create({ ticket: create, technology: 'conda', spec })
    await service.createFrom({ ticket: origin, technology: 'conda', place, maker: null, file })
    await service.clone({ ticket: clone, id, place })
    await service.change({ ticket: change, id, action: 'import', file })
    await service.change({ id, action: 'import', file })
    const reader = activities.watch(undefined)
    const { value: list } = await reader.next()
    await reader.return()
    expect(list?.map(({ action, ticket }) => `${action} ${ticket}`)).toEqual([
      'update null',
      `update ${change}`,
      `clone ${clone}`,
      `import ${origin}`,
      `create ${create}`,
    ])
    for (const call of [environments.createFrom, environments.updateFrom])
      expect(JSON.stringify(call.mock.calls)).not.toContain('ticket')
  })

  it('let packages run their scripts only where the door runs commands', async () => {
    const file = { format: 'requirements', text: 'x' } as const
    for (const [door, runsScripts] of [
      [service, false],
      [open('run.custom'), true],
    ] as const) {
      const spec = { place: { name: 'new' }, maker: null, python: null, packages: [], channels: [] }
      await door.create({ technology: 'conda', spec })
      await door.createFrom({ technology: 'conda', place: { name: 'new' }, maker: null, file })
      await door.change({ id, action: 'install', packages: ['x'], channels: [] })
      await door.change({ id, action: 'import', file })
      const allowed = expect.objectContaining({ runsScripts })
      const rest = [expect.anything(), expect.anything()]
      expect(environments.create).toHaveBeenLastCalledWith(allowed, ...rest)
      expect(environments.createFrom).toHaveBeenLastCalledWith(allowed, ...rest)
      expect(environments.install).toHaveBeenLastCalledWith(id, allowed, ...rest)
      expect(environments.updateFrom).toHaveBeenLastCalledWith(id, allowed, ...rest)
    }
  })

  it('are changed as an activity from the first look on, which can be cancelled', async () => {
    conda.trouble = 'silent'
    const changing = service.change({ id, action: 'uninstall', packages: ['numpy'] })
    changing.catch(() => undefined)
    await expect.poll(() => conda.calls.list).toBe(1)
    expect(await activities.cancel(1)).toMatchObject({ state: 'cancelled', instance: id })
    await expect(changing).rejects.toHaveProperty('code', 'cancelled')
    expect(environments.removePackages).not.toHaveBeenCalled()
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
    await expect(service.run(id, ['true'], new AbortController().signal)).rejects.toEqual(denied)
    expect(() => service.stream(id, ['true'], new AbortController().signal)).toThrow(denied)
    expect(environments.run).not.toHaveBeenCalled()
  })
})
