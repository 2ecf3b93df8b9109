import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Activities, createActivities } from '../../../main/api/activities.ts'
import { createEnvironmentService, type EnvironmentService } from '../../../main/api/environments.ts'
import { createInstance, createWatchedDriver } from '../../support/watchedDriver.ts'

describe('environments through the API', () => {
  let folder: string
  let activities: Activities
  const made = createInstance('conda:/envs/web')
  const environments = {
    makers: vi.fn(async () => []),
    formats: [],
    create: vi.fn(async () => made),
    createFrom: vi.fn(async () => made),
    install: vi.fn(),
    update: vi.fn(),
    removePackages: vi.fn(),
    updateFrom: vi.fn(async () => ({ installed: [], removed: [] })),
    packages: vi.fn(),
    exportTo: vi.fn(),
    run: vi.fn(),
  }
  const serve = (...approvedRoots: readonly string[]): EnvironmentService => {
    const conda = Object.assign(createWatchedDriver('conda'), { environments, title: 'conda' })
    conda.rows = [made]
    const onError = (error: unknown) => {
      throw error
    }
    activities = createActivities({ drivers: [conda], nameOf: () => undefined, onActed: () => undefined, onError })
    const commandGate = { capabilities: new Set<never>(), approvedRoots }
    return createEnvironmentService({ drivers: [conda], activities, commandGate })
  }
  const place = { name: 'web' }
  const request = (text: string) => ({
    technology: 'conda' as const,
    place,
    maker: null,
    file: { format: 'yml' as const, text },
  })
  const local = 'name: web\nchannels: [file:///srv/channel]\n'

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-api-')))
    vi.clearAllMocks()
  })
  afterEach(async () => {
    await activities.close()
    rmSync(folder, { recursive: true })
  })

  it('are made of files that lead nowhere else on this machine, unless all of it was approved', async () => {
    const service = serve(folder)
    await expect(service.createFrom(request(local))).rejects.toMatchObject({ code: 'bad_input', message: /Line 2/ })
    const change = { id: made.id, action: 'import' as const, file: request(local).file }
    await expect(service.change(change)).rejects.toMatchObject({ code: 'bad_input', message: /Line 2/ })
    expect(environments.createFrom).not.toHaveBeenCalled()
    expect(environments.updateFrom).not.toHaveBeenCalled()
    await service.createFrom(request('name: web\ndependencies: [python]\n'))
    await serve('/').createFrom(request(local))
    expect(environments.createFrom).toHaveBeenCalledTimes(2)
  })

  it('and their channels are below folders that were approved', async () => {
    const service = serve(folder)
    const create = (prefix: string, channel: string) =>
      service.create({
        technology: 'conda',
        spec: { place: { prefix }, maker: null, python: null, packages: [], channels: [channel] },
      })
    await create(join(folder, 'web'), `file://${folder}`)
    for (const [prefix, channel] of [
      ['/srv/web', 'conda-forge'],
      [join(folder, 'missing', 'web'), 'conda-forge'],
      [join(folder, 'web'), 'file:///etc'],
    ] as const) {
      await expect(create(prefix, channel)).rejects.toMatchObject({ code: 'bad_input', message: /approved/ })
    }
    expect(environments.create).toHaveBeenCalledOnce()
  })
})
