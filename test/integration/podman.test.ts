import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import type { Driver } from '../../main/drivers/driver.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { hasPodman, type PodmanService, startPodmanService } from '../support/podmanService.ts'

const never = new AbortController().signal
const ignore = () => undefined

/** The Docker driver on a real Podman, where there is one. */
describe.skipIf(!hasPodman && !process.env.CI)('Podman', () => {
  let service: PodmanService
  let deps: TestDeps
  let driver: Driver
  const lifecycle = () => {
    if (!driver.lifecycle?.power) throw new Error('Docker has a lifecycle')
    return { ...driver.lifecycle, power: driver.lifecycle.power }
  }

  beforeAll(async () => {
    service = await startPodmanService()
    deps = createTestDeps({ ...process.env, DOCKER_HOST: service.endpoint })
    driver = createDockerDriver(deps)
  })
  afterAll(async () => {
    deps?.removeHome()
    await service?.stop()
  })

  it('is told as Podman, with its version', async () => {
    const version = service.podman('version', '--format', '{{.Version}}')
    // Its first answer of all takes it long on a busy machine, and is too late then.
    await expect
      .poll(() => driver.detect(never), { timeout: 60_000 })
      .toMatchObject({ state: 'ready', version, facts: { engine: 'Podman', endpoint: service.endpoint } })
  })

  it('makes a container, starts it, tells what it uses, stops it and removes it', async () => {
    const { create, remove, power } = lifecycle()
    const { id } = await create({ name: 'kept' }, never)
    const find = async () => (await driver.list(never)).find((one) => one.id === id)
    expect(await find()).toMatchObject({ name: 'kept', state: 'created', owner: 'isoscope' })
    await power.start(id, never)
    expect(await find()).toMatchObject({ state: 'running' })
    const [reading] = (await driver.sample?.([id], never)) ?? []
    expect(reading?.cpuNs).toBeGreaterThan(0)
    expect(reading?.memory).toBeGreaterThan(0)
    await power.pause?.(id, never)
    expect(await find()).toMatchObject({ state: 'paused' })
    await power.resume?.(id, never)
    await power.stop(id, never)
    expect(await find()).toMatchObject({ state: 'stopped' })
    await remove(id, never)
    expect(await find()).toBeUndefined()
    await expect(power.start(id, never)).rejects.toMatchObject({ code: 'not_found' })
    expect([...deps.rows.values()].filter(({ kind }) => kind === 'container')).toEqual([])
  })

  it('tells its images by layers, and what each has', async () => {
    const input = execFileSync('tar', ['-C', '/', '-ch', 'bin/true', 'etc/hostname'])
    execFileSync(
      'curl',
      [
        '-s',
        '--unix-socket',
        service.endpoint.replace('unix://', ''),
        '-H',
        'Content-Type: application/x-tar',
        '--data-binary',
        '@-',
        'http://d/images/create?fromSrc=-&repo=localhost/two:files',
      ],
      { input, stdio: ['pipe', 'ignore', 'ignore'] },
    )
    const [image] = (await driver.images?.list(never)) ?? []
    expect(image).toMatchObject({ names: ['localhost/two:files'], containers: 0 })
    const id = image?.id ?? ''
    const description = await driver.images?.layers?.describe(id, never)
    expect(description?.steps.filter(({ layer }) => layer.kind === 'layer').length).toBe(1)
    const files = await driver.images?.layers?.files({ id, layer: 0, folder: '' }, ignore, never)
    expect(files?.files.map(({ name }) => name).sort()).toEqual(['bin', 'etc'])
  })

  it('has volumes and networks, with the same refusals', async () => {
    const made = await driver.volumes?.create({ technology: 'docker', name: 'data', labels: { a: 'b' } }, never)
    expect(made).toMatchObject({ name: 'data', labels: { a: 'b' } })
    service.podman('create', '--name', 'holder', '--volume', 'data:/data', 'localhost/two:files', '/bin/true')
    const listed = await driver.volumes?.list({ sizes: true }, never)
    expect(listed).toMatchObject([{ name: 'data', bytes: expect.any(Number), users: [{ name: 'holder' }] }])
    await expect(driver.volumes?.remove('docker:data', never)).rejects.toMatchObject({
      code: 'in_use',
      message: 'data is in use by holder.',
    })
    service.podman('rm', 'holder')
    await driver.volumes?.remove('docker:data', never)
    await expect(driver.volumes?.inspect('docker:data', never)).rejects.toMatchObject({ code: 'not_found' })
    const wanted = {
      technology: 'docker',
      driver: 'bridge',
      name: 'inner',
      subnet: '10.215.7.0/24',
      internal: true,
    } as const
    const network = await driver.networks?.create(wanted, never)
    expect(network).toMatchObject({ name: 'inner', internal: true, subnets: [{ subnet: '10.215.7.0/24' }] })
    await expect(driver.networks?.create(wanted, never)).rejects.toMatchObject({ code: 'name_taken' })
    await expect(driver.networks?.create({ ...wanted, name: 'other' }, never)).rejects.toMatchObject({ code: 'in_use' })
    await driver.networks?.remove(network?.id ?? '', never)
    const rest = await driver.networks?.list(never)
    expect(rest?.every(({ builtIn }) => builtIn)).toBe(true)
  })

  it('says what it keeps on the disk, and gives back a stopped container', async () => {
    const rows = (await driver.diskKeeper?.read(never)) ?? []
    expect(rows.map(({ kind, count }) => [kind, count])).toEqual([
      ['images', 1],
      ['containers', 0],
      ['volumes', 0],
      ['buildCache', 0],
    ])
    service.podman('create', '--name', 'stopped', 'localhost/two:files', '/bin/true')
    const things = (await driver.diskKeeper?.preview('containers', never)) ?? []
    expect(things.map(({ name }) => name)).toEqual(['stopped'])
    const ids = things.map(({ id }) => id)
    const result = await driver.diskKeeper?.reclaim({ technology: 'docker', kind: 'containers', ids }, ignore, never)
    expect(result).toMatchObject({ removed: ['stopped'], kept: [] })
  })
})
