import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DiskKind, ReclaimRequest } from '../../main/contract/disk.ts'
import { postArchive, readBody } from '../../main/drivers/docker/client.ts'
import { connectTo } from '../../main/drivers/docker/connect.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import type { Driver } from '../../main/drivers/driver.ts'
import { createHome, runCliToEnd } from '../support/cli.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { type PrivateDockerd, startPrivateDockerd } from '../support/privateDockerd.ts'

const never = new AbortController().signal
const ignore = () => undefined
const name = `isoscope-vol-${process.pid}`

/** On a daemon of its own: what others build and prune at the same time would change the counts. */
describe('volumes and the disk of a real daemon', () => {
  let daemon: PrivateDockerd
  let deps: TestDeps
  let driver: Driver
  const docker = (...args: readonly string[]) =>
    execFileSync('docker', ['--host', daemon.endpoint, ...args], { encoding: 'utf8' }).trim()
  const volumes = () => {
    if (!driver.volumes) throw new Error('Docker has volumes')
    return driver.volumes
  }
  const keeper = () => {
    if (!driver.diskKeeper) throw new Error('Docker has a disk')
    return driver.diskKeeper
  }
  const row = async (kind: DiskKind) => (await keeper().read(never)).find((one) => one.kind === kind)

  beforeAll(async () => {
    daemon = await startPrivateDockerd()
    deps = createTestDeps({ ...process.env, DOCKER_HOST: daemon.endpoint })
    driver = createDockerDriver(deps)
    const input = execFileSync('tar', ['-C', '/', '-ch', 'bin/true'])
    execFileSync('docker', ['--host', daemon.endpoint, 'import', '-', `${name}:true`], { input, stdio: 'pipe' })
  })
  afterAll(async () => {
    deps?.removeHome()
    await daemon?.stop()
  })

  it('are created, found, refused twice, and removed with what returns', async () => {
    const labels = { team: 'web' }
    const created = await volumes().create({ technology: 'docker', name: 'fresh', labels }, never)
    expect(created).toMatchObject({ id: 'docker:fresh', driver: 'local', labels, users: [] })
    await expect(volumes().create({ technology: 'docker', name: 'fresh' }, never)).rejects.toMatchObject({
      code: 'name_taken',
    })
    const { place } = await volumes().inspect('docker:fresh', never)
    writeFileSync(join(place, 'file'), randomBytes(70_000))
    expect(await volumes().inspect('docker:fresh', never)).toMatchObject({ bytes: 70_000, scope: 'local' })
    expect(await volumes().remove('docker:fresh', never)).toBe(70_000)
    await expect(volumes().remove('docker:fresh', never)).rejects.toMatchObject({ code: 'not_found' })
    await expect(volumes().inspect('docker:fresh', never)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('that a container has, also a stopped one, stay and name it', async () => {
    docker('create', '--name', 'holder', '--volume', 'held:/data', `${name}:true`, '/bin/true')
    try {
      const [held] = (await volumes().list({ sizes: false }, never)).filter((one) => one.name === 'held')
      expect(held).toMatchObject({ users: [{ name: 'holder', state: 'created' }], bytes: null })
      await expect(volumes().remove('docker:held', never)).rejects.toMatchObject({
        code: 'in_use',
        message: 'held is in use by holder.',
      })
    } finally {
      docker('rm', 'holder')
      docker('volume', 'rm', 'held')
    }
  })

  it('take what the docker program and du count', async () => {
    docker('create', '--name', 'stopped', '--volume', 'used:/data', `${name}:true`, '/bin/true')
    docker('volume', 'create', 'idle')
    const places = ['used', 'idle'].map((one) => docker('volume', 'inspect', '--format', '{{.Mountpoint}}', one))
    for (const [index, place] of places.entries()) writeFileSync(join(place, 'f'), randomBytes(1000 * (index + 1)))
    const byHand = places.map((place) =>
      Number(/^\d+/.exec(execFileSync('du', ['--bytes', join(place, 'f')], { encoding: 'utf8' }))?.[0]),
    )
    expect(await row('volumes')).toMatchObject({
      count: 2,
      inUse: 1,
      bytes: (byHand[0] ?? 0) + (byHand[1] ?? 0),
      reclaimableBytes: byHand[1],
    })
    expect(
      (await volumes().list({ sizes: true }, never))
        .map((one) => [one.name, one.bytes])
        .toSorted()
        .toReversed(),
    ).toEqual([
      ['used', byHand[0]],
      ['idle', byHand[1]],
    ])
    expect(await row('containers')).toMatchObject({ count: 1, inUse: 0 })
    expect(await row('images')).toMatchObject({ count: 1, inUse: 1, reclaimableBytes: 0 })
    expect(docker('system', 'df', '--format', '{{.Type}} {{.TotalCount}} {{.Active}}')).toMatch(
      /Images 1 1\nContainers 1 0\nLocal Volumes 2 1/,
    )
  })

  it('give back what was chosen, and keep what is in use', async () => {
    const [thing] = await keeper().preview('volumes', never)
    expect(thing).toMatchObject({ name: 'idle', bytes: 2000 })
    const request: ReclaimRequest = { technology: 'docker', kind: 'volumes', ids: ['docker:idle', 'docker:used'] }
    expect(await keeper().reclaim(request, ignore, never)).toEqual({
      removed: ['idle'],
      kept: [{ name: 'used', why: 'It is gone, or in use.' }],
      freedBytes: 2000,
    })
    const [container] = await keeper().preview('containers', never)
    const ids = [container?.id ?? '']
    expect(await keeper().reclaim({ technology: 'docker', kind: 'containers', ids }, ignore, never)).toMatchObject({
      removed: ['stopped'],
      kept: [],
    })
    expect(docker('volume', 'ls', '--quiet')).toBe('used')
    expect(await row('containers')).toMatchObject({ count: 0 })
  })

  it('empty the build cache, and say what returned', async () => {
    await buildWithBuildKit(deps, daemon.endpoint)
    const before = await row('buildCache')
    const previewed = await keeper().preview('buildCache', never)
    expect(previewed.length).toBe(before?.count)
    const { removed, freedBytes } = await keeper().reclaim({ technology: 'docker', kind: 'buildCache' }, ignore, never)
    expect(removed.length).toBe(before?.count)
    expect(freedBytes).toBe(before?.bytes)
    expect(await row('buildCache')).toMatchObject({ count: 0, bytes: 0 })
  })

  it('are shown and removed on the command line', async () => {
    const home = createHome()
    const env = { ISOSCOPE_HOME: home.path, DOCKER_HOST: daemon.endpoint }
    const run = (...args: readonly string[]) => runCliToEnd(args, env)
    try {
      expect(await run('volume', 'create', 'typed', '--label', 'a=b=c', '--json')).toMatchObject({ code: 0 })
      const { stdout } = await run('volume', 'ls', '--json')
      expect(JSON.parse(stdout)).toMatchObject({ volumes: [{ name: 'typed', labels: { a: 'b=c' } }, { name: 'used' }] })
      expect((await run('disk')).stdout).toMatch(/^KIND .*RECLAIMABLE\n.*\n.*\nVolumes +2 +0 /)
      expect(await run('disk', '--reclaim', 'volumes', '--yes')).toMatchObject({ code: 2 })
      expect((await run('disk', '--reclaim', 'volumes', '--only', 'typed', '--yes')).stdout).toMatch(/^removed 1: /)
      expect(await run('volume', 'rm', '--yes', 'used')).toMatchObject({ code: 0 })
      expect(await run('volume', 'rm', '--yes', 'used')).toMatchObject({ code: 1 })
      expect(await run('volume', 'create', '-x')).toMatchObject({ code: 2 })
    } finally {
      home.remove()
    }
  })
})

/** POST /build?version=2; its layers are in the cache of BuildKit then. */
async function buildWithBuildKit(deps: TestDeps, endpoint: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  try {
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY file /file\n')
    writeFileSync(join(folder, 'file'), randomBytes(3_000))
    const archive = execFileSync('tar', ['-C', folder, '-c', '.'])
    const { docker } = connectTo(endpoint, deps)
    const query = { version: '2', t: `${name}:built` }
    const answer = await postArchive(docker, { path: '/build?', query, archive }, never)
    expect(await readBody(answer)).toContain('moby.image.id')
  } finally {
    rmSync(folder, { recursive: true })
  }
}
