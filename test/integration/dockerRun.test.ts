import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createActivities } from '../../main/api/activities.ts'
import { createContainerService } from '../../main/api/containers.ts'
import type { ContainerSpec } from '../../main/contract/container.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import type { Driver } from '../../main/drivers/driver.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { docker } from '../support/probeContainers.ts'
import { plainSpec } from '../support/runSpec.ts'
import { importPrograms } from '../support/shellContainer.ts'

const unique = `isoscope-run${process.pid}`
const image = `${unique}:1`
const { signal } = new AbortController()

describe('running an image', () => {
  let deps: TestDeps
  let driver: Driver
  let folder: string
  const spec: ContainerSpec = { ...plainSpec, image, command: ['/bin/sleep', '1000'] }
  const run = (change: Partial<ContainerSpec>, name: string | null = `${unique}-one`) => {
    if (!driver.containers) throw new Error('Docker makes containers.')
    return driver.containers.run({ spec: { ...spec, ...change }, name }, signal)
  }
  const inspect = (id: string) => JSON.parse(docker('inspect', id.replace('docker:', '')))[0]
  const listOurs = () =>
    docker(
      'ps',
      '--all',
      '--quiet',
      '--filter',
      `label=isoscope.store=${deps.owner.storeId}`,
      '--filter',
      `ancestor=${image}`,
    )

  beforeAll(() => {
    deps = createTestDeps()
    driver = createDockerDriver(deps)
    folder = mkdtempSync(join(tmpdir(), 'isoscope-mount,"x"'))
    importPrograms(image, ['/bin/sh', '/bin/sleep', '/bin/cat'])
  })
  afterEach(() => {
    const left = listOurs().split('\n').filter(Boolean)
    if (left.length > 0) docker('rm', '--force', '--volumes', ...left)
    deps.rows.clear()
  })
  afterAll(() => {
    docker('rmi', '--force', image)
    rmSync(folder, { recursive: true, force: true })
    deps.removeHome()
  })

  it('gives the container all that was asked for, as the engine then says', async () => {
    const volume = `${unique}-volume`
    const { id, owner, state } = await run({
      entrypoint: ['/bin/sh', '-c'],
      command: ['exec sleep 1000', 'a b'],
      variables: [{ name: 'WHO', value: 'x=y "z"' }],
      ports: [
        { container: 80, host: null, address: '127.0.0.1', protocol: 'tcp' },
        { container: 53, host: null, address: null, protocol: 'udp' },
      ],
      mounts: [
        { kind: 'bind', source: folder, target: '/in', readOnly: true },
        { kind: 'volume', source: volume, target: '/data', readOnly: false },
      ],
      limits: { cpus: 0.5, memoryBytes: 64 * 1024 ** 2, processes: 50 },
      restart: { when: 'on-failure', attempts: 3 },
      user: '1000:1000',
      directory: '/in',
      interactive: true,
      tty: true,
    })
    expect({ owner, state }).toEqual({ owner: 'isoscope', state: 'running' })
    const { Config, HostConfig, NetworkSettings, Mounts } = inspect(id)
    expect(Config).toMatchObject({
      Entrypoint: ['/bin/sh', '-c'],
      Cmd: ['exec sleep 1000', 'a b'],
      User: '1000:1000',
      WorkingDir: '/in',
      OpenStdin: true,
      Tty: true,
    })
    expect(Config.Env).toContain('WHO=x=y "z"')
    expect(HostConfig).toMatchObject({
      NanoCpus: 5e8,
      Memory: 64 * 1024 ** 2,
      PidsLimit: 50,
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
      AutoRemove: false,
    })
    expect(NetworkSettings.Ports['80/tcp'][0]).toMatchObject({
      HostIp: '127.0.0.1',
      HostPort: expect.stringMatching(/^\d+$/),
    })
    expect(NetworkSettings.Ports['53/udp'][0].HostPort).toMatch(/^\d+$/)
    expect(Mounts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Type: 'bind', Source: folder, Destination: '/in', RW: false }),
        expect.objectContaining({ Type: 'volume', Name: volume, Destination: '/data', RW: true }),
      ]),
    )
    expect([...deps.rows.values()]).toMatchObject([{ kind: 'container', lifetime: 'kept', ref: `${unique}-one` }])
    docker('rm', '--force', id.replace('docker:', ''))
    docker('volume', 'rm', volume)
  })

  it('runs without a network, and in one by its name', async () => {
    expect(inspect((await run({ network: 'none' }, null)).id).HostConfig.NetworkMode).toBe('none')
    await expect(run({ network: `${unique}-missing` })).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('no network'),
    })
  })

  it('is gone when it ends, where that was asked for, and out of the ledger', async () => {
    const { id } = await run({ command: ['/bin/sleep', '0.2'], removeAtExit: true })
    expect(deps.rows.size).toBe(0)
    await expect.poll(() => listOurs(), { timeout: 10_000 }).toBe('')
    expect(id).toMatch(/^docker:/)
  })

  it('leaves nothing of one that cannot be started, and says why', async () => {
    const blocker = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => blocker.once('listening', resolve))
    const address = blocker.address()
    if (address === null || typeof address === 'string') throw new Error('it listens')
    const taken = [{ container: 80, host: address.port, address: '127.0.0.1', protocol: 'tcp' as const }]
    const missing = [{ kind: 'bind' as const, source: join(folder, 'missing'), target: '/in', readOnly: true }]
    const faults: readonly (readonly [Partial<ContainerSpec>, Readonly<Record<string, unknown>>])[] = [
      [
        { image: `${unique}:missing` },
        { code: 'not_found', remedy: { command: `isoscope image pull ${unique}:missing` } },
      ],
      [{ ports: taken }, { code: 'in_use', message: expect.stringContaining(String(address.port)) }],
      [{ mounts: missing }, { code: 'not_found', message: expect.stringContaining('path to mount') }],
      [{ command: ['/nope'] }, { code: 'bad_input', message: 'There is no program /nope in the image.' }],
      [{ command: ['nope'] }, { code: 'bad_input', message: 'There is no program nope in the image.' }],
      [{ command: ['/bin'] }, { code: 'bad_input', message: expect.stringContaining('cannot be executed') }],
      [{ user: 'nobody-here' }, { code: 'bad_input', message: 'The image has no user nobody-here.' }],
      [
        { command: [], entrypoint: [] },
        { code: 'bad_input', message: expect.stringContaining('no program') },
      ],
    ]
    for (const [change, error] of faults) {
      await expect(run(change), JSON.stringify(change)).rejects.toMatchObject(error)
      expect(listOurs(), JSON.stringify(change)).toBe('')
      expect(deps.rows.size).toBe(0)
    }
    await new Promise((resolve) => blocker.close(resolve))
  })

  it('leaves another’s container of the same name alone', async () => {
    await run({})
    await expect(run({})).rejects.toMatchObject({ code: 'name_taken' })
    expect(listOurs().split('\n')).toHaveLength(1)
    expect(deps.rows.size).toBe(1)
  })

  it('makes twenty at once, tells which of them failed and leaves the others', async () => {
    await run({}, `${unique}-7`)
    const activities = createActivities({
      drivers: [driver],
      nameOf: () => undefined,
      onActed: () => undefined,
      onError: () => undefined,
    })
    const commandGate = { capabilities: new Set(['run.custom'] as const), approvedRoots: [] }
    const service = createContainerService({ drivers: [driver], activities, commandGate })
    const { outcomes } = await service.run({ spec, name: unique, count: 20 })
    expect(outcomes).toHaveLength(20)
    const failed = outcomes.filter(({ error }) => error !== null)
    expect(failed).toMatchObject([{ name: `${unique}-7`, instance: null, error: { code: 'name_taken' } }])
    expect(outcomes.filter(({ instance }) => instance?.state === 'running')).toHaveLength(19)
    expect(listOurs().split('\n')).toHaveLength(20)
    await activities.close()
  })
})
