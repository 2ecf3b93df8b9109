import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ImageStep, imageDiffSchema } from '../../main/contract/image.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import { createHome, runCliToEnd } from '../support/cli.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { docker } from '../support/probeContainers.ts'
import { importPrograms } from '../support/shellContainer.ts'

const never = new AbortController().signal
const ignore = () => undefined
const repo = `isoscope-test-layers-${process.pid}`

function build(tag: string, dockerfile: string): string {
  const args = ['build', '--quiet', '--tag', `${repo}:${tag}`, '-']
  // Of BuildKit Debian has only the client.
  const env = { ...process.env, DOCKER_BUILDKIT: '0' }
  return `docker:${execFileSync('docker', args, { input: dockerfile, encoding: 'utf8', env, stdio: 'pipe' }).trim()}`
}

/** One more layer on an image: a file of as many bytes, and a name of its own. */
function addLayer(base: string, tag: string, bytes: number): string {
  const container = docker('create', `${repo}:${base}`, 'nothing')
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  try {
    writeFileSync(join(folder, `file${tag}`), 'x'.repeat(bytes))
    docker('cp', join(folder, `file${tag}`), `${container}:/`)
    return `docker:${docker('commit', container, `${repo}:${tag}`)}`
  } finally {
    docker('rm', container)
    rmSync(folder, { recursive: true })
  }
}

describe('the layers of images on a real daemon', () => {
  let deps: TestDeps
  const ids = new Map<string, string>()
  const id = (tag: string) => ids.get(tag) ?? ''

  beforeAll(() => {
    deps = createTestDeps()
    importPrograms(`${repo}:base`, ['/bin/sh', '/bin/rm', '/bin/mkdir'])
    ids.set('base', `docker:${docker('image', 'inspect', '--format', '{{.Id}}', `${repo}:base`)}`)
    const bases = ['base', 'base', 'base', '1', '1', '2', '4', '4', '4']
    for (const [index, base] of bases.entries()) {
      const tag = String(index + 1)
      ids.set(tag, addLayer(base, tag, 100 * (index + 1)))
    }
    const first = 'RUN mkdir /d && echo one > /d/one && echo two > /d/two'
    ids.set('a', build('a', `FROM ${repo}:base\n${first}\nRUN rm /d/two && echo more >> /d/one\nCMD ["sh"]\n`))
    ids.set('b', build('b', `FROM ${repo}:base\n${first}\nRUN echo three > /d/three\nENV LANG=C\nCMD ["sh", "-l"]\n`))
  })
  afterAll(() => {
    const tags = [...ids.keys()].reverse().map((tag) => `${repo}:${tag}`)
    docker('rmi', '--force', ...tags)
    deps.removeHome()
  })

  const layers = () => {
    const of = createDockerDriver(deps).images?.layers
    if (!of) throw new Error('Docker has layers')
    return of
  }
  const describeLayers = async (tag: string) =>
    (await layers().describe(id(tag), never)).steps.filter(({ layer }) => layer.kind === 'layer')

  it('are told with the lines that made them and those that made none', async () => {
    const { steps, names, bytes, config, platform } = await layers().describe(id('a'), never)
    expect(names).toEqual([`${repo}:a`])
    expect(platform).toMatch(/^linux\//)
    expect(config).toContainEqual({ name: 'CMD', value: '["sh"]' })
    expect(steps.map(({ instruction, layer }) => [instruction.slice(0, 12), layer.kind])).toEqual([
      ['(Imported fr', 'layer'],
      ['RUN mkdir /d', 'layer'],
      ['RUN rm /d/tw', 'layer'],
      ['CMD ["sh"]', 'none'],
    ])
    expect(steps.reduce((sum, step) => sum + step.bytes, 0)).toBe(bytes)
  })

  it('say what each added, changed and removed, folder by folder', async () => {
    const list = (layer: number, folder: string) => layers().files({ id: id('a'), layer, folder }, ignore, never)
    expect(await list(1, '')).toMatchObject({
      files: [{ name: 'd', kind: 'folder', change: 'added', bytes: 8 }],
      counts: { added: 3, changed: 0, removed: 0 },
    })
    expect((await list(2, 'd')).files.map(({ name, change, bytes }) => [name, change, bytes])).toEqual([
      ['one', 'changed', 9],
      ['two', 'removed', 0],
    ])
    expect((await list(0, 'bin')).files.map(({ name }) => name).sort()).toEqual(['mkdir', 'rm', 'sh'])
    await expect(list(3, '')).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('3 layers') })
  })

  it('differ between two images from where they part', async () => {
    const steps: string[] = []
    const diff = await layers().diff(id('a'), id('b'), ({ step }) => steps.push(step), never)
    const lines = (of: readonly ImageStep[]) =>
      of.map(({ instruction }) => instruction.split(' ').slice(0, 2).join(' '))
    expect(lines(diff.layers.shared)).toEqual(['(Imported from', 'RUN mkdir'])
    expect(lines(diff.layers.before)).toEqual(['RUN rm', 'CMD ["sh"]'])
    expect(lines(diff.layers.after)).toEqual(['RUN echo', 'ENV LANG=C', 'CMD ["sh"'])
    expect(diff.config).toEqual([
      { name: 'CMD', before: '["sh"]', after: '["sh","-l"]' },
      { name: 'ENV LANG', before: null, after: 'C' },
    ])
    expect(diff.files.changes).toEqual([
      { path: 'd/one', change: 'changed', before: 9, after: 4 },
      { path: 'd/three', change: 'added', before: null, after: 6 },
      { path: 'd/two', change: 'added', before: null, after: 4 },
    ])
    expect(diff.packages).toEqual({ databases: [], changes: [] })
  })

  it('are shared as a count on the layer store has it, for ten images and two more', async () => {
    const store = join(
      docker('info', '--format', '{{.DockerRootDir}}'),
      'image',
      docker('info', '--format', '{{.Driver}}'),
    )
    // Nobody else has images on this base.
    const visible = [...ids.values()].map((image) => {
      const content = join(store, 'imagedb', 'content', image.replace(/^docker:/, '').replace(':', '/'))
      const { rootfs } = JSON.parse(readFileSync(content, 'utf8')) as { rootfs: { diff_ids: readonly string[] } }
      return { id: image, diffIds: rootfs.diff_ids }
    })
    const listed = new Map((await createDockerDriver(deps).images?.list(never))?.map((image) => [image.id, image]))
    for (const tag of ids.keys()) {
      const mine = visible.find((image) => image.id === id(tag))
      const told = await describeLayers(tag)
      expect(told.map(({ layer }) => layer.kind === 'layer' && layer.diffId)).toEqual(mine?.diffIds)
      let shared = 0
      for (const [index, step] of told.entries()) {
        const beginning = mine?.diffIds.slice(0, index + 1).join() ?? ''
        const others = visible.filter(
          (image) => image.id !== id(tag) && image.diffIds.slice(0, index + 1).join() === beginning,
        )
        expect(step.layer.kind === 'layer' && [...step.layer.sharedWith].sort()).toEqual(
          others.map((image) => image.id).sort(),
        )
        expect(step.bytes, tag).toBe(readLayerSize(store, mine?.diffIds.slice(0, index + 1) ?? []))
        if (others.length > 0) shared += step.bytes
      }
      expect(listed.get(id(tag))?.size).toMatchObject({ shared })
    }
  })

  it('are shown, looked into and compared on the command line', async () => {
    const home = createHome()
    const run = (...args: readonly string[]) => runCliToEnd(['image', ...args], { ISOSCOPE_HOME: home.path })
    try {
      expect((await run('layers', `${repo}:a`)).stdout).toMatch(/LAYER .*INSTRUCTION\n.*CMD \["sh"\]\n +2 .*RUN rm/)
      expect((await run('files', `${repo}:a`, '--in', 'd')).stdout).toMatch(
        /changed +9\u00a0B.*one\nremoved +– .*two\n1 changed, 1 removed; 9\u00a0B\n$/,
      )
      const { stdout, stderr } = await run('diff', `${repo}:a`, `${repo}:b`, '--json')
      expect(imageDiffSchema.parse(JSON.parse(stdout)).files.counts).toMatchObject({ added: 2, changed: 1, removed: 0 })
      expect(stderr).toBe('')
      expect(await run('layers', `${repo}:nobody`)).toMatchObject({ code: 2, stdout: '' })
    } finally {
      home.remove()
    }
  })

  it('of an image that is not there are not found', async () => {
    const gone = `docker:sha256:${'0'.repeat(64)}`
    await expect(layers().describe(gone, never)).rejects.toMatchObject({ code: 'not_found' })
    await expect(layers().files({ id: gone, layer: 0, folder: '' }, ignore, never)).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('are given up when the reader goes away', async () => {
    const other = createDockerDriver(deps).images?.layers
    await expect(
      other?.files({ id: id('b'), layer: 0, folder: '' }, ignore, AbortSignal.abort()),
    ).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})

/** Of the layer that these diff ids end in: its folder in the store is named by their chain. opencontainers/image-spec, "Layer ChainID" */
function readLayerSize(store: string, diffIds: readonly string[]): number {
  const chain = diffIds.reduce((below, diffId) => {
    return below === '' ? diffId : `sha256:${createHash('sha256').update(`${below} ${diffId}`).digest('hex')}`
  }, '')
  return Number(readFileSync(join(store, 'layerdb', chain.replace(':', '/'), 'size'), 'utf8'))
}
