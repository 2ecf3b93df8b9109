import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DriverDeps } from '../../../../main/drivers/driver.ts'
import { createEnvironmentFinder, type FinderLimits } from '../../../../main/drivers/python/findEnvironments.ts'
import { listUsualPlaces, parseCondaList } from '../../../../main/drivers/python/usualPlaces.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../support/memoryDeps.ts'

const never = new AbortController().signal
const limits: FinderLimits = { timeMs: 10_000, rememberMs: 30_000, entries: 10_000, environments: 100 }

let home: string
let base: MemoryDeps
let named: string[]
let deps: DriverDeps
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-find-')))
  base = createMemoryDeps({ HOME: home })
  named = []
  deps = { ...base, searchFolders: () => [...named] }
})
afterEach(() => {
  base.remove()
  rmSync(home, { recursive: true, force: true })
})

function makeVenv(path: string): string {
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'pyvenv.cfg'), 'home = /usr/bin\n')
  return path
}
function makeConda(path: string): string {
  mkdirSync(join(path, 'conda-meta'), { recursive: true })
  writeFileSync(join(path, 'conda-meta/history'), '')
  return path
}
const ofHome = (paths: readonly string[]) => paths.filter((path) => path.startsWith(home))

describe('environments of this machine', () => {
  it('are found in the usual places of venv, virtualenvwrapper, pipenv, poetry, pyenv and conda', async () => {
    const elsewhere = join(home, 'elsewhere')
    const paths = [
      ...['.virtualenvs/a', '.local/share/virtualenvs/b-1', '.cache/pypoetry/virtualenvs/c', '.venvs/d'],
      ...['venv', 'venv-tools', '.venv', 'venvs/e', '.pyenv/versions/3.11.7/envs/f', 'workon/g'],
    ].map((path) => makeVenv(join(home, path)))
    const condas = ['miniforge3', 'miniforge3/envs/h', '.conda/envs/i', 'elsewhere/j'].map((path) =>
      makeConda(join(home, path)),
    )
    writeFileSync(join(home, '.conda/environments.txt'), `${elsewhere}/j\n${elsewhere}/gone\nrelative\n`)
    const env = { ...deps.env, WORKON_HOME: join(home, 'workon') }
    const found = await createEnvironmentFinder({ ...deps, env }, limits).find(never)
    expect(ofHome(found.map(({ path }) => path))).toEqual([...paths, ...condas].sort())
    expect(ofHome(found.flatMap(({ kind, path }) => (kind === 'conda' ? [path] : [])))).toEqual([...condas].sort())
  })

  it('are found below the folders the user named, and at once below one that is named now', async () => {
    const path = makeVenv(join(home, 'projects/team/shop/.venv'))
    const finder = createEnvironmentFinder(deps, limits)
    expect(ofHome((await finder.find(never)).map((one) => one.path))).toEqual([])
    named.push(join(home, 'projects'))
    expect(ofHome((await finder.find(never)).map((one) => one.path))).toEqual([path])
    expect(finder.shortcoming()).toBeNull()
  })

  it('are found once, by whatever way', async () => {
    const path = makeVenv(join(home, 'projects/.virtualenvs/a'))
    symlinkSync(join(home, 'projects/.virtualenvs'), join(home, '.virtualenvs'))
    named.push(join(home, 'projects'), join(home, 'projects/.virtualenvs'))
    const found = await createEnvironmentFinder(deps, limits).find(never)
    expect(ofHome(found.map((one) => one.path))).toEqual([path])
  })

  it('are not those of ours, which are known, nor of a comparison that is going on', async () => {
    const temp = realpathSync(mkdtempSync(join(home, 'temp-')))
    makeVenv(join(deps.paths.environments, 'ours'))
    makeVenv(join(temp, 'isoscope-venv-0123456789ab/env'))
    const path = makeVenv(join(temp, 'theirs'))
    named.push(deps.paths.home, temp)
    const finder = createEnvironmentFinder({ ...deps, paths: { ...deps.paths, temp } }, limits)
    expect((await finder.find(never)).map((one) => one.path).filter((one) => !one.startsWith('/opt'))).toEqual([path])
  })

  it('are told from memory for a while, and looked for again after it', async () => {
    let now = 1_000
    const finder = createEnvironmentFinder(deps, limits, () => now)
    named.push(home)
    const first = await finder.find(never)
    const path = makeVenv(join(home, 'shop/env'))
    now += limits.rememberMs
    expect(await finder.find(never)).toBe(first)
    now += 1
    expect(ofHome((await finder.find(never)).map((one) => one.path))).toEqual([path])
  })

  it('are looked for once by all who ask meanwhile, of whom one may go', async () => {
    const finder = createEnvironmentFinder(deps, limits)
    const [one, other] = [finder.find(never), finder.find(never)]
    const gone = finder.find(AbortSignal.abort())
    await expect(gone).rejects.toMatchObject({ code: 'cancelled' })
    expect(await one).toBe(await other)
  })

  it('are told as far as they were found when the time is over, and that this is not all', async () => {
    named.push(home)
    for (let i = 0; i < 200; i++) makeVenv(join(home, `p${i}/env`))
    const few = createEnvironmentFinder(deps, { ...limits, environments: 5 })
    expect(await few.find(never)).toHaveLength(5)
    expect(few.shortcoming()).not.toBeNull()
    const hurried = createEnvironmentFinder(deps, { ...limits, timeMs: 0 })
    expect((await hurried.find(never)).length).toBeLessThan(200)
    expect(hurried.shortcoming()).not.toBeNull()
  })
})

describe('the usual places', () => {
  it('are none for a user without a home', async () => {
    expect(await listUsualPlaces({ env: {} })).toEqual([])
    expect(await listUsualPlaces({ env: { HOME: 'relative' } })).toEqual([])
  })

  it('take from conda’s list only paths, and not without end', () => {
    expect(parseCondaList('/a\n\n  /b  \r\nc\n-rf\n')).toEqual(['/a', '/b'])
    expect(parseCondaList('/a\n'.repeat(100_000)).length).toBeLessThanOrEqual(500)
  })
})
