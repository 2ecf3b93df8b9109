import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Environments } from '../../../main/drivers/environments.ts'
import { createVenvDriver } from '../../../main/drivers/venv/driver.ts'
import { type PackageIndex, serveIndex } from '../../../main/drivers/venv/indexServer.ts'
import { packSample, sample, sampleArchiveName } from '../../../main/drivers/venv/samplePackage.ts'
import { findPrograms } from '../../../main/os/searchPath.ts'
import { createTestDeps, type TestDeps } from '../../support/driverDeps.ts'

const never = new AbortController().signal
const ignore = () => undefined

describe('environments of Python', () => {
  let deps: TestDeps
  let index: PackageIndex
  beforeAll(async () => {
    index = await serveIndex({ project: sample.name, name: sampleArchiveName, content: await packSample() })
  })
  afterAll(() => index.close())
  beforeEach(() => {
    // The user's own setting of pip, which has to count, and nothing of this machine's.
    const settings = { PIP_INDEX_URL: index.url, PIP_NO_CACHE_DIR: '1', PIP_CONFIG_FILE: '/dev/null' }
    deps = createTestDeps({ PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8', ...settings })
  })
  afterEach(() => deps.removeHome())

  const open = (change: Readonly<Record<string, string>> = {}) => {
    const driver = createVenvDriver({ ...deps, env: { ...deps.env, ...change } })
    if (!driver.environments) throw new Error('venv makes environments')
    return { driver, environments: driver.environments }
  }
  const create = (environments: Environments, maker: string, packages: string[] = []) =>
    environments.create(
      { place: { name: 'web' }, maker, python: null, packages, channels: [], runsScripts: true },
      ignore,
      never,
    )

  it.each([
    ['venv', /^venv, Python 3/],
    ['virtualenv', /^virtualenv \d/],
    ['pipenv', /^pipenv with virtualenv \d/],
  ])('made by %s are filled, exported, made again and removed', async (maker, madeFrom) => {
    if (maker !== 'venv' && !process.env.CI && findPrograms(maker, process.env, process.platform).length === 0) return
    const { driver, environments } = open()
    expect((await environments.makers(never)).map(({ id }) => id)).toContain(maker)
    const { id, madeFrom: origin } = await create(environments, maker)
    expect(origin).toMatch(madeFrom)
    expect((await driver.list(never)).find((one) => one.id === id)).toMatchObject({
      owner: 'isoscope',
      madeFrom: origin,
    })

    const order = { packages: [sample.name], channels: [], runsScripts: true }
    const installed = await environments.install(id, order, ignore, never)
    expect(installed).toEqual({ installed: [{ name: sample.name, version: sample.version }], removed: [] })
    expect(await environments.packages(id, never)).toContainEqual(
      expect.objectContaining({ name: sample.name, version: sample.version }),
    )
    const ran = await environments.run(id, ['python', '-m', sample.module], never)
    expect(ran).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(sample.version) })
    expect((await environments.run(id, ['sh', '-c', 'exit 7'], never)).exitCode).toBe(7)

    const text = await environments.exportTo(id, 'requirements', never)
    expect(text).toContain(`${sample.name}==${sample.version}`)
    const file = { format: 'requirements' as const, text }
    const origin2 = { place: { name: 'again' }, maker: null, file, runsScripts: true }
    const again = await environments.createFrom(origin2, ignore, never)
    expect(await environments.packages(again.id, never)).toContainEqual(expect.objectContaining({ name: sample.name }))

    const { removed } = await environments.removePackages(id, [sample.name], ignore, never)
    expect(removed).toEqual([{ name: sample.name, version: sample.version }])
    for (const one of [id, again.id]) await driver.lifecycle?.remove(one, never)
    expect([...deps.rows.values()]).toEqual([])
    expect(existsSync(join(deps.paths.environments, 'web'))).toBe(false)
  })

  it('are not made of packages that nobody has, and nothing is left of them', async () => {
    const { environments } = open()
    await expect(create(environments, 'venv', ['no-such-package'])).rejects.toMatchObject({
      code: 'not_found',
      message: 'The package index does not have no-such-package.',
    })
    expect(existsSync(join(deps.paths.environments, 'web'))).toBe(false)
    expect([...deps.rows.values()]).toEqual([])
  })

  it('run nothing that a package brings as its source where that was not allowed', async () => {
    const { environments } = open()
    const { id } = await create(environments, 'venv')
    const refused = { code: 'not_found', message: `The package index does not have ${sample.name} as a wheel.` }
    const file = { format: 'requirements' as const, text: `${sample.name}\n` }
    const order = { packages: [sample.name], channels: [] }
    await expect(environments.install(id, order, ignore, never)).rejects.toMatchObject(refused)
    await expect(environments.updateFrom(id, file, ignore, never)).rejects.toMatchObject(refused)
  })

  it('run a command whose output comes while it runs, however much it is', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-found-')))
    try {
      writeFileSync(join(folder, 'pyvenv.cfg'), 'home = /usr/bin\n')
      const { environments } = createVenvDriver({ ...deps, searchFolders: () => [folder] })
      const script =
        'echo first; while [ ! -e "$0" ]; do sleep 0.05; done; head -c 20000000 /dev/zero; echo last >&2; exit 3'
      const go = join(folder, 'go')
      let [text, bytes, errors] = ['', 0, '']
      const take = async (stream: 'stdout' | 'stderr', chunk: Buffer) => {
        if (stream === 'stderr') errors += chunk
        else bytes += chunk.length
        if (text === '') text = chunk.toString()
        // It waits for this, and would wait for ever if its first words came only with its end.
        writeFileSync(go, '')
      }
      const ran = await environments?.run(`venv:${folder}`, ['sh', '-c', script, go], never, take)
      expect(ran).toEqual({ exitCode: 3, stdout: '', stderr: '' })
      expect({ text, bytes, errors }).toEqual({ text: 'first\n', bytes: 20_000_006, errors: 'last\n' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('say that no package index was reached, after a while, and take no options, channels and files of this machine', async () => {
    const { environments } = open({ PIP_INDEX_URL: 'http://127.0.0.1:9/simple' })
    const { id } = await create(environments, 'venv')
    const refusalOf = (work: Promise<unknown>) => expect(work).rejects
    await refusalOf(environments.install(id, { packages: ['numpy'], channels: [] }, ignore, never)).toMatchObject({
      code: 'not_running',
      message: 'No package index was reached.',
    })
    for (const packages of [['-r/etc/passwd'], ['numpy=1.26'], ['conda-forge::numpy']]) {
      await refusalOf(environments.install(id, { packages, channels: [] }, ignore, never)).toHaveProperty(
        'code',
        'bad_input',
      )
    }
    for (const text of [
      '-r /etc/passwd',
      '-e /home/x',
      './local',
      'file:///x.whl',
      'a @ file:///x',
      '--find-links /x',
    ]) {
      const file = { format: 'requirements' as const, text }
      await refusalOf(environments.updateFrom(id, file, ignore, never)).toHaveProperty('code', 'bad_input')
    }
  })
})
