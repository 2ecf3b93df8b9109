import { linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { instanceSchema } from '../../../../main/contract/instance.ts'
import { detailsSchema } from '../../../../main/contract/live.ts'
import { createVenvDriver } from '../../../../main/drivers/venv/driver.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../support/memoryDeps.ts'

const never = new AbortController().signal

describe('the list of environments', () => {
  let deps: MemoryDeps
  let projects: string
  const make = (path: string) => {
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, 'pyvenv.cfg'), 'home = /usr/bin\nversion = 3.11.2\n')
    return path
  }
  const open = () => createVenvDriver({ ...deps, searchFolders: () => [projects] })

  beforeEach(() => {
    deps = createMemoryDeps()
    projects = join(deps.paths.temp, 'projects')
    // The home of these tests is also the folder for the user's: our own home, which is not searched, is below it.
    deps = { ...deps, paths: { ...deps.paths, home: join(deps.paths.temp, 'home') } }
  })
  afterEach(() => deps.remove())

  it('has ours, which can be removed, and the user’s, to which nothing can be done', async () => {
    const [ours, theirs] = [make(join(deps.paths.environments, 'mine')), make(join(projects, 'shop/.venv'))]
    const listed = (await open().list(never)).map((instance) => instanceSchema.parse(instance))
    expect(listed.filter(({ id }) => [`venv:${ours}`, `venv:${theirs}`].includes(id))).toMatchObject([
      { name: 'mine', owner: 'isoscope', actions: ['remove'], madeFrom: 'venv, Python 3.11.2 (/usr/bin)' },
      { name: 'shop/.venv', owner: 'user', actions: [], madeFrom: 'venv, Python 3.11.2 (/usr/bin)', state: 'created' },
    ])
  })

  it('has one of ours at once, whatever is remembered of the user’s', async () => {
    const driver = open()
    await driver.list(never)
    const path = make(join(deps.paths.environments, 'new'))
    expect((await driver.list(never)).map(({ id }) => id)).toContain(`venv:${path}`)
  })

  it('has details: disk with hard links counted once, and no memory with the reason', async () => {
    const path = make(join(projects, 'shop/.venv'))
    writeFileSync(join(path, 'big'), Buffer.alloc(1024 * 1024, 1))
    linkSync(join(path, 'big'), join(path, 'again'))
    writeFileSync(join(projects, 'cached'), Buffer.alloc(512 * 1024, 1))
    linkSync(join(projects, 'cached'), join(path, 'cached'))
    const details = detailsSchema.parse(await open().details?.(`venv:${path}`, never))
    if (!('unique' in details.disk)) throw new Error('it can be measured')
    expect(details.memory).toEqual({ absent: expect.stringContaining('no processes') })
    expect(details.disk.shared).toBe(512 * 1024)
    expect(details.disk.unique).toBeGreaterThanOrEqual(1024 * 1024)
    expect(details.disk.unique).toBeLessThan(1.5 * 1024 * 1024)
  })

  it('measures nothing that is not in it', async () => {
    for (const id of ['venv:/etc', 'venv:/', `venv:${projects}`, 'conda:/etc', '']) {
      await expect(open().details?.(id, never)).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})
