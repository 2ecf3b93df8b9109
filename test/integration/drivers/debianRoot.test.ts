import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findApt, type PackageTask } from '../../../main/drivers/debian/apt.ts'
import { obtainRootArchive, type RootRecipe } from '../../../main/drivers/debian/rootArchive.ts'
import { createTestDeps, type TestDeps } from '../../support/driverDeps.ts'

const never = new AbortController().signal
/** Small, and it depends on nothing. */
const recipe: RootRecipe = { name: 'small', packages: ['busybox-static'], version: 1 }

/** The real apt of this machine, with its own package lists. */
describe.skipIf(!existsSync('/usr/bin/apt-get'))('a root filesystem of Debian’s packages', () => {
  let deps: TestDeps
  let cache: string
  beforeAll(() => {
    const made = createTestDeps()
    const temp = join(made.paths.home, 'temp')
    mkdirSync(temp, { recursive: true })
    deps = { ...made, paths: { ...made.paths, temp } }
    cache = join(deps.paths.cache, 'debian-root')
  })
  afterAll(() => deps.removeHome())

  const createTask = (env: Readonly<Record<string, string>> = {}): PackageTask => {
    const apt = findApt(deps)
    if (!apt) throw new Error('there is apt here')
    return {
      deps: { ...deps, env: { ...deps.env, ...env } },
      apt: { ...apt, env: { ...apt.env, ...env } },
      engine: 'docker',
    }
  }
  const expectNothingLeft = () => {
    expect([...deps.rows.values()]).toEqual([])
    expect(readdirSync(deps.paths.temp)).toEqual([])
    expect(existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('.new-')) : []).toEqual([])
  }
  /** apt with settings of its own beside the machine's. */
  const configure = (name: string, content: string) => {
    const path = join(deps.paths.home, name)
    writeFileSync(path, content)
    return { APT_CONFIG: path }
  }

  it('cannot be had without package lists, and says what to do', async () => {
    const lists = join(deps.paths.home, 'no-lists')
    mkdirSync(lists)
    const task = createTask(configure('no-lists.conf', `Dir::State::lists "${lists}";\n`))
    await expect(obtainRootArchive(task, recipe, () => undefined, never)).rejects.toMatchObject({
      code: 'unsupported',
      remedy: { command: 'apt-get update' },
    })
    expectNothingLeft()
  })

  it('cannot be had while nothing can be downloaded, and says what to do', async () => {
    const task = createTask(
      configure('offline.conf', 'Acquire::http::Proxy "http://127.0.0.1:9";\nAcquire::Retries "0";\n'),
    )
    await expect(obtainRootArchive(task, recipe, () => undefined, never)).rejects.toMatchObject({
      code: 'unsupported',
      detail: expect.stringContaining('127.0.0.1'),
      remedy: { command: 'apt-get update' },
    })
    expectNothingLeft()
  })

  it('leaves nothing when its making is aborted at any step', async () => {
    const other = { ...recipe, version: 2 }
    const steps: string[] = []
    for (let wanted = 1; ; wanted++) {
      const abort = new AbortController()
      let told = 0
      const onStep = (step: string) => {
        steps.push(step)
        if (++told === wanted) setTimeout(() => abort.abort(), 20)
      }
      const outcome = await obtainRootArchive(createTask(), other, onStep, abort.signal).catch(
        (error: unknown) => void expect(error).toMatchObject({ code: 'cancelled' }),
      )
      expectNothingLeft()
      if (told < wanted || outcome) break
    }
    expect(new Set(steps).size).toBe(4)
  })

  it('is made once, and then comes from the cache without asking any program', async () => {
    const steps: string[] = []
    const first = await obtainRootArchive(createTask(), recipe, (step) => steps.push(step), never)
    expect(steps).toContain('downloading 1 packages (1 MiB)')
    const [busybox] = first.packages
    expect(busybox).toMatchObject({ name: 'busybox-static', version: expect.stringMatching(/^1:/) })
    const nothing = { ...createTask().apt, get: '/nonexistent', cache: '/nonexistent', dpkg: '/nonexistent' }
    const again = await obtainRootArchive({ ...createTask(), apt: nothing }, recipe, () => expect.fail('asked'), never)
    expect(again).toEqual(first)
    expectNothingLeft()
  })

  it('holds the files of the packages, belongs to root, and lacks what slim images lack', async () => {
    const { path } = await obtainRootArchive(createTask(), recipe, () => undefined, never)
    const list = execFileSync('tar', ['--numeric-owner', '-tvf', path], { encoding: 'utf8' }).trim().split('\n')
    expect(list.filter((line) => !/^\S+ 0\/0 /.test(line))).toEqual([])
    const names = list.map((line) => line.split(/\s+/)[5])
    expect(names).toEqual(expect.arrayContaining(['./bin/busybox', './tmp/', './proc/', './etc/passwd']))
    expect(names.filter((name) => name?.startsWith('./usr/share/doc'))).toEqual([])
    expect(statSync(path).size).toBeGreaterThan(1e6)
  })

  it('is made again when the archive in the cache was damaged', async () => {
    const { path } = await obtainRootArchive(createTask(), recipe, () => undefined, never)
    writeFileSync(path, 'cut')
    const steps: string[] = []
    const repaired = await obtainRootArchive(createTask(), recipe, (step) => steps.push(step), never)
    expect(steps.length).toBeGreaterThan(0)
    expect(statSync(repaired.path).size).toBeGreaterThan(1e6)
  })
})
