import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../main/app.ts'
import type { Build, BuildRequest } from '../../main/contract/build.ts'
import { createHome, projectRoot } from '../support/cli.ts'
import { docker } from '../support/probeContainers.ts'
import { importPrograms } from '../support/shellContainer.ts'

const repo = `isoscope-test-build-${process.pid}`
/** What stands on it has its label, and so everything that is built here can be found. */
const base = `${repo}:base`
const mark = `isoscope.test.build=${process.pid}`
/** The cache of BuildKit outlives images, those of earlier runs of this test too. */
const unique = `${process.pid} ${Date.now()}`

interface Told {
  readonly build: Build
  /** Of each step, by its number. */
  readonly output: Readonly<Record<number, string>>
  readonly dropped: number
}

describe('building images on a real daemon', () => {
  const home = createHome()
  const errors: unknown[] = []
  let app: App
  let root: string
  let folder: string
  let client: ReturnType<typeof createClient>
  const createClient = () => createRouterClient(app.router)

  beforeAll(() => {
    importPrograms(`${repo}:programs`, ['/bin/sh', '/bin/sleep', '/usr/bin/seq', '/bin/cat'])
    buildWithDocker(`FROM ${repo}:programs\nLABEL ${mark}\n`, base)
    root = mkdtempSync(join(tmpdir(), 'isoscope-test-build-'))
    app = createApp({
      env: { ...process.env, ISOSCOPE_HOME: home.path },
      platform: process.platform,
      root: projectRoot,
      commandGate: { capabilities: new Set(['run.custom']), approvedRoots: [root] },
      onError: (error) => errors.push(error),
    })
    client = createClient()
  })
  beforeEach(() => {
    folder = mkdtempSync(join(root, 'context-'))
  })
  afterAll(async () => {
    await app.close()
    home.remove()
    rmSync(root, { recursive: true, force: true })
    for (let left = listOwnImages(), before = -1; left.length > 0 && left.length !== before; left = listOwnImages()) {
      before = left.length
      // One that others stand on goes when they have.
      spawnSync('docker', ['rmi', '--force', ...left])
    }
  })

  const listOwnImages = () =>
    [`label=${mark}`, `reference=${repo}`].flatMap((filter) =>
      docker('images', '--all', '--no-trunc', '--quiet', '--filter', filter).split('\n').filter(Boolean),
    )
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
  }
  const order = (more: Partial<BuildRequest> = {}): BuildRequest => ({
    technology: 'docker',
    folder,
    dockerfile: { kind: 'file', path: 'Dockerfile' },
    tags: [],
    arguments: [],
    noCache: false,
    pull: false,
    builder: 'classic',
    ...more,
  })
  const build = async (more: Partial<BuildRequest> = {}): Promise<Told> => {
    const { id } = await client.builds.start(order(more))
    let last: Build | undefined
    const output: Record<number, string> = {}
    let dropped = 0
    for await (const event of await client.builds.watch({ id })) {
      last = event.build
      dropped += event.dropped
      for (const { step, text } of event.output) output[step ?? 0] = (output[step ?? 0] ?? '') + text
    }
    if (!last) throw new Error('nothing was told')
    return { build: last, output, dropped }
  }
  const statesOf = (told: Told) => told.build.steps.map(({ state }) => state)
  const reasonOf = (told: Told, step: number) => told.build.steps[step - 1]?.reason

  it('in the lecture’s example has steps 1 and 2 cached and 3 new, and says that its instruction was changed', async () => {
    const text = `FROM ${base}\nRUN echo "apt-get update"\nENTRYPOINT ["/bin/echo", "Hello"]\nCMD ["world"]\n`
    write({ Dockerfile: text })
    const tags = [`${repo}:lecture`]
    const first = await build({ tags })
    expect(first.build).toMatchObject({ state: 'done', problem: null, imageId: expect.stringMatching(/^sha256:/) })
    expect(statesOf(first)).toEqual(['cached', 'new', 'new', 'new'])
    expect(first.output[2]).toBe('apt-get update\n')
    write({ Dockerfile: text.replace('Hello', 'Hi') })
    const second = await build({ tags })
    expect(statesOf(second)).toEqual(['cached', 'cached', 'new', 'new'])
    expect(reasonOf(second, 3)).toEqual({
      kind: 'instructionChanged',
      before: 'ENTRYPOINT ["/bin/echo", "Hello"]',
      after: 'ENTRYPOINT ["/bin/echo", "Hi"]',
    })
    expect(reasonOf(second, 4)).toEqual({ kind: 'follows', step: 3 })
    expect(docker('image', 'inspect', '--format', '{{.Id}}', tags[0] ?? '')).toBe(second.build.imageId)
    const diff = await client.builds.compare({ before: first.build.id, after: second.build.id })
    expect(diff.steps.map(({ before, after }) => [before?.state, after?.state])).toEqual([
      ['cached', 'cached'],
      ['new', 'cached'],
      ['new', 'new'],
      ['new', 'new'],
    ])
    expect(diff.files).toEqual([{ path: 'Dockerfile', change: 'changed' }])
  })

  it('says the same of a build that was made by docker, from what its cache has', async () => {
    const text = `FROM ${base}\nRUN echo "made by docker"\nCMD ["before"]\n`
    buildWithDocker(text, `${repo}:made-by-docker`)
    const told = await build({
      dockerfile: { kind: 'text', text: text.replace('before', 'after') },
      tags: [`${repo}:from-cache`],
    })
    expect(statesOf(told)).toEqual(['cached', 'cached', 'new'])
    expect(reasonOf(told, 3)).toMatchObject({
      kind: 'instructionChanged',
      before: expect.stringContaining('CMD ["before"]'),
    })
  })

  it.for(['classic', 'buildkit'] as const)(
    'with %s names the file that has changed, and the build argument',
    async (builder) => {
      write({
        Dockerfile: `FROM ${base}\nCOPY src /src\nARG V=1\nRUN echo "$V" > /v\n`,
        'src/a': unique,
        'src/b': 'b',
        c: 'c',
      })
      const tags = [`${repo}:${builder}`]
      const given = (value: string) => [{ name: 'V', value }]
      await build({ tags, builder, arguments: given('one-value') })
      write({ 'src/b': 'changed', c: 'changed' })
      const changed = await build({ tags, builder, arguments: given('one-value') })
      expect(changed.build.steps[1]?.state).toBe('new')
      expect(reasonOf(changed, 2)).toEqual({
        kind: 'filesChanged',
        files: [{ path: 'src/b', change: 'changed' }],
        more: 0,
      })
      const again = await build({ tags, builder, arguments: given('one-value') })
      expect(statesOf(again).filter((state) => state === 'new')).toEqual([])
      const argued = await build({ tags, builder, arguments: given('another-value') })
      expect(reasonOf(argued, 4)).toEqual({ kind: 'argumentChanged', names: ['V'] })
      const kept = readdirSync(home.path).map((name) => readFileSync(join(home.path, name)).toString('latin1'))
      expect(kept.join('')).not.toMatch(/one-value|another-value/)
      const uncached = await build({ tags, builder, noCache: true })
      expect(reasonOf(uncached, 2)).toEqual({ kind: 'noCache' })
    },
  )

  const mistakes = [
    ['an unknown instruction', `FROM ${base}\n\nFOO bar\n`, 3, 'bad_input'],
    ['too few words', `FROM ${base}\nRUN true && \\\n  true\nCOPY a\n`, 4, 'bad_input'],
    ['a base image that is not here', `# none\nFROM isoscope-none-such:1\nRUN true\n`, 2, 'engine_failed'],
    ['a file that is not in the context', `FROM ${base}\nCOPY nope /x\n`, 2, 'not_found'],
    [
      'a command that fails',
      `FROM ${base}\nRUN echo last words && \\\n    exit 7\nRUN echo never\n`,
      2,
      'engine_failed',
    ],
    ['no FROM', 'RUN true\n', null, 'bad_input'],
  ] as const
  it.for(mistakes.flatMap((one) => (['classic', 'buildkit'] as const).map((builder) => [...one, builder] as const)))(
    'tells of %s at line %#, with what to do',
    async ([what, text, line, code, builder]) => {
      write({ Dockerfile: text })
      const { build: failed, output } = await build({ builder })
      expect(failed.problem, `${what} ${builder}`).toMatchObject({ code, line, remedy: { text: expect.any(String) } })
      expect(failed.state).toBe('failed')
      if (line !== null) expect(failed.problem?.lineText).toBe(text.split('\n')[line - 1])
      if (what !== 'a command that fails') return
      expect(failed.problem?.message).toContain('exit code 7')
      expect(output[2]).toBe('last words\n')
      expect(failed.steps.map(({ state }) => state)).toEqual(['cached', 'failed', 'notReached'])
    },
  )

  it('tells of a stage that there is not', async () => {
    write({ Dockerfile: `FROM ${base} AS one\n` })
    const { build: failed } = await build({ target: 'two' })
    expect(failed.problem).toMatchObject({ code: 'bad_input', line: null, message: expect.stringContaining('two') })
  })

  it('sends what docker sends: the same files make the same layer', async () => {
    write({
      Dockerfile: `FROM scratch\nLABEL ${mark}\nCOPY . /\n`,
      '.dockerignore':
        '# left out\n*.log\n!keep.log\nnode_modules\n**/*.tmp\nsub/*/deep\n!sub/one/deep\nDockerfile\n/rooted\n  spaced  \n',
      'a.log': '1',
      'keep.log': '2',
      'node_modules/x/y': '3',
      'sub/one/deep/z': '4',
      'sub/two/deep/z': '5',
      'sub/two/a.tmp': '6',
      'sub/two/A.LOG': '7',
      rooted: '8',
      spaced: '9',
      'name with space': '10',
      'ünï/…': '11',
      empty: '',
      [`long/${'n'.repeat(120)}/${'m'.repeat(120)}`]: '12',
    })
    writeFileSync(join(folder, 'run.sh'), '#!/bin/sh\n')
    chmodSync(join(folder, 'run.sh'), 0o750)
    mkdirSync(join(folder, 'empty folder'))
    symlinkSync('/etc/passwd', join(folder, 'out'))
    symlinkSync('sub', join(folder, 'in'))
    const ours = `${repo}:ours`
    const theirs = `${repo}:theirs`
    await build({ tags: [ours], noCache: true })
    execFileSync('docker', ['build', '--quiet', '--no-cache', '--tag', theirs, folder], { env: classic, stdio: 'pipe' })
    const layersOf = (tag: string) => docker('image', 'inspect', '--format', '{{json .RootFS.Layers}}', tag)
    expect(layersOf(ours)).toBe(layersOf(theirs))
    // With one of its own docker would write a random name into the file that is copied.
    rmSync(join(folder, '.dockerignore'))
    const text = `FROM scratch\nLABEL ${mark}\nCOPY . /\nLABEL x=1\n`
    await build({ tags: [ours], noCache: true, dockerfile: { kind: 'text', text } })
    execFileSync('docker', ['build', '--quiet', '--no-cache', '--tag', theirs, '-f', '-', folder], {
      env: classic,
      input: text,
    })
    expect(layersOf(ours)).toBe(layersOf(theirs))
  })

  it('needs no files for a Dockerfile that takes none', async () => {
    const told = await build({ folder: null, dockerfile: { kind: 'text', text: `FROM ${base}\nRUN cat /dev/null\n` } })
    expect(told.build).toMatchObject({ state: 'done', folder: null })
  })

  it.for(['classic', 'buildkit'] as const)('cancelled with %s, leaves no container and no image', async (builder) => {
    const own = `isoscope.test.cancelled=${process.pid}-${builder}`
    write({ Dockerfile: `FROM ${base}\nLABEL ${own}\nRUN echo first\nRUN echo begun && sleep 100\n` })
    const ticket = crypto.randomUUID()
    const { id } = await client.builds.start(order({ builder, ticket }))
    let last: Build | undefined
    for await (const event of await client.builds.watch({ id })) {
      last = event.build
      if (!event.output.some(({ text }) => text.includes('begun'))) continue
      for await (const activities of await client.activity.watch({})) {
        const asked = activities.find((activity) => activity.ticket === ticket)
        if (asked) await client.activity.cancel({ id: asked.id })
        break
      }
    }
    expect(last).toMatchObject({ state: 'cancelled', problem: { code: 'cancelled' } })
    expect(last?.steps.at(-1)?.state).toBe('cancelled')
    expect(docker('ps', '--all', '--quiet', '--filter', `label=${own}`)).toBe('')
    expect(docker('images', '--all', '--quiet', '--filter', `label=${own}`)).toBe('')
  })

  it.for(['classic', 'buildkit'] as const)(
    'with %s hands on 2,000 lines of one step, every one of them',
    async (builder) => {
      write({ Dockerfile: `FROM ${base}\nRUN seq 2000\n` })
      const told = await build({ builder, noCache: true })
      expect(told.dropped).toBe(0)
      const lines = (told.output[2] ?? '').split('\n')
      expect(lines).toHaveLength(2001)
      expect(lines.slice(0, -1).every((line, index) => line === `${index + 1}`)).toBe(true)
    },
  )

  it('with 20 steps ends, and has them all', async () => {
    write({
      Dockerfile: `FROM ${base}\n${Array.from({ length: 20 }, (_none, index) => `ENV V${index}=1\n`).join('')}`,
    })
    const told = await build()
    expect(statesOf(told).filter((state) => state === 'new')).toHaveLength(20)
  })

  it('is refused outside of the approved folders, and where no commands may be run', async () => {
    await expect(client.builds.start(order({ folder: '/etc' }))).rejects.toMatchObject({ data: { code: 'bad_input' } })
    symlinkSync('/etc', join(folder, 'out'))
    await expect(client.builds.start(order({ folder: join(folder, 'out') }))).rejects.toMatchObject({
      data: { code: 'bad_input' },
    })
    await expect(
      client.builds.start(order({ dockerfile: { kind: 'file', path: '/etc/hostname' } })),
    ).rejects.toMatchObject({ data: { code: 'bad_input' } })
    await expect(client.builds.start(order({ tags: ['--privileged'] }))).rejects.toThrow()
  })

  it('is kept until it is removed, and nothing unexpected happened', async () => {
    const { builds } = await client.builds.list({ limit: 1000 })
    expect(builds.length).toBeGreaterThan(20)
    const [newest] = builds
    if (!newest) throw new Error('there is one')
    expect(await client.builds.get({ id: newest.id })).toEqual(newest)
    await client.builds.remove({ id: newest.id })
    await expect(client.builds.get({ id: newest.id })).rejects.toMatchObject({ data: { code: 'not_found' } })
    expect(errors).toEqual([])
  })
})

/** Of BuildKit Debian has only the client. */
const classic = { ...process.env, DOCKER_BUILDKIT: '0' }

function buildWithDocker(dockerfile: string, tag: string): void {
  execFileSync('docker', ['build', '--quiet', '--tag', tag, '-'], { input: dockerfile, env: classic, stdio: 'pipe' })
}
