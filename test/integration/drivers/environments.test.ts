import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instanceSchema } from '../../../main/contract/instance.ts'
import type { Driver } from '../../../main/drivers/driver.ts'
import { createVenvDriver } from '../../../main/drivers/venv/driver.ts'
import { findPrograms } from '../../../main/os/searchPath.ts'
import { createTestDeps, type TestDeps } from '../../support/driverDeps.ts'

const never = new AbortController().signal
const find = (name: string) => findPrograms(name, process.env, process.platform)[0] ?? null
const python = '/usr/bin/python3'

describe('environments that real programs have made', () => {
  let deps: TestDeps
  let home: string
  let driver: Driver

  beforeAll(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-user-')))
    deps = createTestDeps({ PATH: process.env.PATH, HOME: home })
    driver = createVenvDriver({ ...deps, searchFolders: () => [join(home, 'projects')] })
    for (const name of ['shop', 'bakery']) mkdirSync(join(home, 'projects', name), { recursive: true })
  })
  afterAll(() => {
    deps.removeHome()
    rmSync(home, { recursive: true, force: true })
  })

  /** As a user has them: own home, no index to ask. */
  function run(program: string, args: readonly string[], cwd = home): void {
    const env = { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', PIP_NO_INDEX: '1' }
    const { status, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8', timeout: 60_000 })
    expect(status, stderr).toBe(0)
  }
  // A driver anew: this one would tell for half a minute what it found before.
  const list = async () =>
    (await createVenvDriver({ ...deps, searchFolders: () => [join(home, 'projects')] }).list(never))
      .map((instance) => instanceSchema.parse(instance))
      .filter(({ id }) => id.startsWith(`venv:${home}`))

  it('python -m venv, below a folder the user named', async () => {
    run(python, ['-m', 'venv', '--without-pip', 'projects/shop/.venv'])
    expect(await list()).toMatchObject([
      {
        id: `venv:${home}/projects/shop/.venv`,
        name: 'shop/.venv',
        owner: 'user',
        actions: [],
        madeFrom: expect.stringMatching(/^venv, Python 3\.\d+\.\d+ \(\/usr\/bin\/python3(\.\d+)?\)$/),
      },
    ])
  })

  it.skipIf(find('virtualenv') === null && !process.env.CI)('virtualenv, in its usual place', async () => {
    run('virtualenv', ['--no-download', '--no-pip', '--no-setuptools', '--no-wheel', '.virtualenvs/tools'])
    expect((await list()).find(({ name }) => name === 'tools')).toMatchObject({
      id: `venv:${home}/.virtualenvs/tools`,
      madeFrom: expect.stringMatching(/^virtualenv \d+\.\d+\.\d+, Python 3\.\d+\.\d+ \(\/.*\)$/),
    })
  })

  it.skipIf(find('pipenv') === null && !process.env.CI)('pipenv, which hides them', async () => {
    run('pipenv', ['--python', python, 'install', '--skip-lock'], join(home, 'projects', 'bakery'))
    const [piped, ...others] = (await list()).filter(({ madeFrom }) => madeFrom?.startsWith('pipenv with virtualenv '))
    expect(others).toEqual([])
    expect(piped).toMatchObject({ owner: 'user', actions: [], name: expect.stringMatching(/^bakery-/) })
  })

  it('have details, and are none of ours to remove', async () => {
    const id = `venv:${home}/projects/shop/.venv`
    expect(await driver.details?.(id, never)).toMatchObject({ disk: { unique: expect.any(Number) } })
    await expect(driver.lifecycle?.remove(id, never)).rejects.toMatchObject({ code: 'not_found' })
    expect((await list()).map((one) => one.id)).toContain(id)
  })
})
