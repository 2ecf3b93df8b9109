import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConfigChanges } from '../../main/contract/containerChanges.ts'
import { createDocker } from '../../main/drivers/docker/dockerode.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { type PrivateDockerd, startPrivateDockerd } from '../support/privateDockerd.ts'
import { docker } from '../support/probeContainers.ts'

const never = new AbortController().signal
const ignore = () => undefined

/** A daemon of its own: what a removal returns is read off its whole store, and a prune takes everything. */
describe('images and containers on a daemon of their own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  let dockerd: PrivateDockerd
  let deps: TestDeps

  beforeAll(async () => {
    dockerd = await startPrivateDockerd()
    process.env.DOCKER_HOST = dockerd.endpoint
    deps = createTestDeps()
  })
  afterAll(async () => {
    delete process.env.DOCKER_HOST
    deps?.removeHome()
    rmSync(folder, { recursive: true, force: true })
    await dockerd?.stop()
  })

  const idOf = (name: string) => `docker:${docker('image', 'inspect', '--format', '{{.Id}}', name)}`
  const names = () => docker('images', '--format', '{{.Repository}}:{{.Tag}}').split('\n').filter(Boolean).sort()
  /** Those of one second come in any order. */
  const listIds = () => docker('images', '--all', '--quiet').split('\n').sort()
  const storeOf = () => {
    const store = createDockerDriver(deps).images?.store
    if (!store) throw new Error('Docker has a store')
    return store
  }
  const changesOf = () => {
    const { changes } = createDockerDriver(deps)
    if (!changes) throw new Error('Docker has changes')
    return changes
  }
  const readLayersSize = async () => {
    const daemon = createDocker({ socketPath: dockerd.endpoint.replace('unix://', '') })
    return ((await daemon.df()) as { LayersSize: number }).LayersSize
  }
  /** An image of one layer with a file of as many bytes. */
  const importImage = (name: string, bytes: number) => {
    writeFileSync(join(folder, 'file'), 'x'.repeat(bytes))
    const input = execFileSync('tar', ['-C', folder, '-c', 'file'], { maxBuffer: 2 ** 26 })
    execFileSync('docker', ['import', '-', name], { input, stdio: ['pipe', 'ignore', 'inherit'] })
  }
  /** One more layer on an image; as a child of it, as a build makes it. */
  const addLayer = (base: string, name: string, bytes: number) => {
    const container = docker('create', base, 'nothing')
    writeFileSync(join(folder, name.replace(/\W/g, '-')), 'y'.repeat(bytes))
    docker('cp', join(folder, name.replace(/\W/g, '-')), `${container}:/`)
    docker('commit', container, name)
    docker('rm', container)
  }
  const expectReturn = async (told: readonly string[]) => {
    const plan = await storeOf().planRemoval(told.map(idOf), never)
    const before = await readLayersSize()
    let freed = 0
    for (const { id } of plan.images) freed += (await storeOf().remove(id, never)) ?? Number.NaN
    const difference = before - (await readLayersSize())
    expect({ told: plan.bytes, freed }).toEqual({ told: difference, freed: difference })
    return plan
  }

  it('return on removal what was told, as the layer store has it', async () => {
    importImage('base:1', 1_000)
    addLayer('base:1', 'web:1', 200)
    addLayer('web:1', 'web:2', 30)
    addLayer('base:1', 'other:1', 4)
    docker('tag', 'web:2', 'else.where:5000/web:2')
    expect(await expectReturn(['web:2'])).toMatchObject({ layers: 1, bytes: 30 })
    // The base is needed by another one.
    expect(await expectReturn(['web:1'])).toMatchObject({ layers: 1, bytes: 200 })
    const plan = await storeOf().planRemoval([idOf('base:1')], never)
    expect(plan).toMatchObject({ bytes: 0, images: [{ fate: { kind: 'unnamed', children: [idOf('other:1')] } }] })
    expect(await storeOf().remove(idOf('base:1'), never)).toBe(0)
    // Its name is gone; with the last one on it, it goes itself.
    expect(await expectReturn(['other:1'])).toMatchObject({ layers: 2, bytes: 1_004 })
    importImage('base:2', 500)
    addLayer('base:2', 'web:3', 60)
    addLayer('base:2', 'web:4', 7)
    const together = await expectReturn(['base:2', 'web:3', 'web:4'])
    expect(together.images.map(({ fate }) => fate)).toMatchObject([{ bytes: 60 }, { bytes: 7 }, { bytes: 500 }])
    expect(names()).toEqual([])
  })

  it('are not removed while a container uses them, which is named; all names stay', async () => {
    importImage('used:1', 10)
    docker('tag', 'used:1', 'used:2')
    docker('create', '--name', 'user-of-it', 'used:1', 'nothing')
    try {
      const plan = await storeOf().planRemoval([idOf('used:1')], never)
      expect(plan).toMatchObject({
        bytes: 0,
        images: [{ fate: { kind: 'inUse', containers: [{ name: 'user-of-it' }] } }],
      })
      await expect(storeOf().remove(idOf('used:1'), never)).rejects.toMatchObject({
        code: 'in_use',
        message: expect.stringContaining('user-of-it'),
      })
      expect(names()).toEqual(['used:1', 'used:2'])
    } finally {
      docker('rm', 'user-of-it')
    }
    await storeOf().remove(idOf('used:1'), never)
  })

  it('are given names and lose them, but not another’s and not the only one', async () => {
    importImage('a:1', 1)
    importImage('b:1', 2)
    await storeOf().tag(idOf('a:1'), 'host.example:5000/a', false, never)
    expect(names()).toContain('host.example:5000/a:latest')
    await expect(storeOf().tag(idOf('a:1'), 'b:1', false, never)).rejects.toMatchObject({ code: 'name_taken' })
    await expect(storeOf().untag(idOf('b:1'), 'b:1', never)).rejects.toMatchObject({ code: 'bad_input' })
    await expect(storeOf().untag(idOf('b:1'), 'a:1', never)).rejects.toMatchObject({ code: 'not_found' })
    await storeOf().untag(idOf('a:1'), 'host.example:5000/a', never)
    expect(names()).toEqual(['a:1', 'b:1'])
    const b = idOf('b:1')
    await storeOf().tag(idOf('a:1'), 'b:1', true, never)
    expect(idOf('b:1')).toBe(idOf('a:1'))
    await storeOf().remove(b, never)
    await storeOf().remove(idOf('a:1'), never)
    expect(names()).toEqual([])
  })

  it('come back from a file with the same id, ours and Docker’s', async () => {
    importImage('saved:1', 300)
    const id = idOf('saved:1')
    const ours = join(folder, 'ours.tar')
    const bytes = await storeOf().save([{ id }], { path: ours, replace: false }, ignore, never)
    expect(bytes).toBe(statSync(ours).size)
    const again = storeOf().save([{ id }], { path: ours, replace: false }, ignore, never)
    await expect(again).rejects.toMatchObject({ code: 'name_taken' })
    const theirs = join(folder, 'theirs.tar')
    docker('save', '--output', theirs, 'saved:1')
    await storeOf().remove(id, never)
    docker('load', '--input', ours)
    expect(idOf('saved:1')).toBe(id)
    await storeOf().remove(id, never)
    expect(await storeOf().load(theirs, ignore, never)).toEqual([{ id, names: ['saved:1'] }])
    await storeOf().remove(id, never)
  })

  it('are not loaded of what is no archive of them, and leave no half file when saving is cancelled', async () => {
    for (const [name, text] of [
      ['noise', 'x'.repeat(3_000)],
      ['empty', ''],
    ] as const) {
      writeFileSync(join(folder, name), text)
      await expect(storeOf().load(join(folder, name), ignore, never)).rejects.toMatchObject({ code: 'bad_input' })
    }
    await expect(storeOf().load(join(folder, 'nobody'), ignore, never)).rejects.toMatchObject({ code: 'not_found' })
    importImage('large:1', 40 * 1024 ** 2)
    const half = join(folder, 'half.tar')
    const abort = new AbortController()
    const tell = ({ share }: { readonly share: number | null }) => {
      if (share !== null) abort.abort()
    }
    const saving = storeOf().save([{ id: idOf('large:1') }], { path: half, replace: false }, tell, abort.signal)
    await expect(saving).rejects.toMatchObject({ code: 'cancelled' })
    expect(abort.signal.aborted).toBe(true)
    expect(existsSync(half)).toBe(false)
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
    await storeOf().remove(idOf('large:1'), never)
  })

  it('are pruned as the preview has it, but for what has come into use meanwhile', async () => {
    importImage('keep:1', 10)
    importImage('gone:1', 20)
    importImage('gone:1', 30)
    importImage('late:1', 40)
    const dangling = await storeOf().planPrune('dangling', never)
    expect(dangling).toMatchObject({ bytes: 20, images: [{ names: [], fate: { kind: 'goes' } }] })
    docker('create', '--name', 'of-keep', 'keep:1', 'nothing')
    const unused = await storeOf().planPrune('unused', never)
    expect(unused.images.flatMap(({ names: of }) => of).sort()).toEqual(['gone:1', 'late:1'])
    expect(unused.bytes).toBe(90)
    docker('create', '--name', 'of-late', 'late:1', 'nothing')
    const before = await readLayersSize()
    const ids = unused.images.map(({ id }) => id)
    const { removed, left, freedBytes } = await storeOf().prune('unused', ids, ignore, never)
    expect(removed.map(({ id }) => id)).toEqual(ids.filter((id) => id !== idOf('late:1')))
    expect(left).toMatchObject([
      { id: idOf('late:1'), error: { code: 'in_use', message: expect.stringContaining('of-late') } },
    ])
    expect(freedBytes).toBe(before - (await readLayersSize()))
    expect(names()).toEqual(['keep:1', 'late:1'])
    docker('rm', 'of-keep', 'of-late')
    docker('rmi', 'keep:1', 'late:1')
  })

  it('are made of a container with every text as it was given', async () => {
    importImage('base:3', 5)
    const container = `docker:${docker('create', '--name', 'to-commit', '--env', 'KEPT=1', 'base:3', 'first')}`
    const awkward = 'say "it" \'so\' $HOME `id` \\n\nRUN evil é 漢 # no\\'
    const config: ConfigChanges = {
      command: ['sh', '-c', awkward],
      entrypoint: [awkward],
      environment: [{ name: 'TEXT', value: awkward }],
      labels: [{ name: 'a label "x"', value: awkward }],
      ports: ['80/tcp', '53/udp'],
      user: 'me $USER',
      volumes: ['/data "x" y'],
      workingDirectory: '/srv/$x y',
    }
    const order = {
      id: container,
      name: 'made:1',
      move: false,
      message: awkward,
      author: 'A "B" $C',
      pause: true,
      config,
    }
    const image = await changesOf().commit(order, never)
    expect(image).toBe(idOf('made:1'))
    const [made] = JSON.parse(docker('image', 'inspect', 'made:1')) as {
      Config: object
      Comment: string
      Author: string
    }[]
    expect(made).toMatchObject({ Comment: awkward, Author: 'A "B" $C' })
    expect(made?.Config).toMatchObject({
      Cmd: ['sh', '-c', awkward],
      Entrypoint: [awkward],
      Env: [`TEXT=${awkward}`, 'KEPT=1'],
      Labels: { 'a label "x"': awkward },
      ExposedPorts: { '80/tcp': {}, '53/udp': {} },
      User: 'me $USER',
      Volumes: { '/data "x" y': {} },
      WorkingDir: '/srv/$x y',
    })
    await expect(changesOf().commit({ ...order, name: 'base:3' }, never)).rejects.toMatchObject({ code: 'name_taken' })
    const before = listIds()
    await expect(changesOf().commit({ ...order, name: 'made:2' }, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(listIds()).toEqual(before)
    docker('rm', 'to-commit')
    docker('rmi', 'made:1', 'base:3')
  })

  it('tell of a container what was added, changed and removed, whatever it is called', async () => {
    const tree = join(folder, 'tree')
    const odd = 'a "b" $c\nd é'
    execFileSync('mkdir', ['-p', join(tree, 'etc'), join(tree, 'new', 'deep')])
    for (const [path, text] of [
      ['etc/kept', 'k'],
      ['etc/changed', 'one'],
      ['etc/removed', 'r'],
    ] as const) {
      writeFileSync(join(tree, path), text)
    }
    const input = execFileSync('tar', ['-C', tree, '-c', 'etc'])
    execFileSync('docker', ['import', '-', 'tree:1'], { input, stdio: ['pipe', 'ignore', 'inherit'] })
    const id = docker('create', '--name', 'changing', 'tree:1', 'nothing')
    writeFileSync(join(tree, 'new', 'deep', odd), '12345')
    writeFileSync(join(tree, 'etc', 'changed'), 'longer')
    docker('cp', join(tree, 'new'), `${id}:/`)
    docker('cp', join(tree, 'etc', 'changed'), `${id}:/etc/changed`)
    const upper = docker('inspect', '--format', '{{.GraphDriver.Data.UpperDir}}', id)
    // As the kernel marks it when a program in the container removes the file.
    execFileSync('mknod', [join(upper, 'etc', 'removed'), 'c', '0', '0'])
    const list = (of: string) => changesOf().list({ id: `docker:${id}`, folder: of }, ignore, never)
    const root = await list('')
    expect(root).toMatchObject({ counts: { added: 3, changed: 1, removed: 1 }, bytes: 11, untold: 0 })
    expect(root.files.map(({ name, change }) => [name, change]).sort()).toEqual([
      ['etc', null],
      ['new', 'added'],
    ])
    expect((await list('etc')).files).toMatchObject([
      { name: 'changed', kind: 'file', change: 'changed', bytes: 6 },
      { name: 'removed', change: 'removed', bytes: 0 },
    ])
    expect((await list('new/deep')).files).toMatchObject([{ name: odd, kind: 'file', change: 'added', bytes: 5 }])
    docker('rm', 'changing')
    await expect(list('')).rejects.toMatchObject({ code: 'not_found' })
    docker('rmi', 'tree:1')
  })
})
