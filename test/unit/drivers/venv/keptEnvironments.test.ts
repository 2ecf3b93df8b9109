import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeMark } from '../../../../main/drivers/environmentMark.ts'
import { listKeptEnvironments, readKeptEnvironment } from '../../../../main/drivers/venv/keptEnvironments.ts'
import { createVenvLifecycle } from '../../../../main/drivers/venv/lifecycle.ts'
import { reclaimEnvironment } from '../../../../main/drivers/venv/reclaim.ts'
import { createMemoryDeps, deadOwner, liveOwner, type MemoryDeps } from '../../../support/memoryDeps.ts'

const never = new AbortController().signal

describe('environments that are kept', () => {
  let deps: MemoryDeps
  let root: string
  const make = (name: string, config: string | null = 'home = /usr/bin\nversion = 3.11.2\n') => {
    const path = join(root, name)
    mkdirSync(path, { recursive: true })
    if (config !== null) writeFileSync(join(path, 'pyvenv.cfg'), config)
    return path
  }
  const mark = (path: string, state: 'creating' | 'created', owner = deadOwner, row = 1) =>
    writeMark({ state, path, owner, row })

  beforeEach(() => {
    deps = createMemoryDeps()
    root = deps.paths.environments
  })
  afterEach(() => deps.remove())

  it('are none where there is no folder for them yet', async () => {
    expect(await listKeptEnvironments(root)).toEqual([])
  })

  it('are listed with what they were made from', async () => {
    await mark(make('finished'), 'created')
    make('unmarked')
    const listed = await listKeptEnvironments(root)
    expect(listed.map(({ name }) => name)).toEqual(['finished', 'unmarked'])
    expect(listed[0]).toMatchObject({
      id: `venv:${join(root, 'finished')}`,
      state: 'created',
      madeFrom: 'venv, Python 3.11.2 (/usr/bin)',
    })
  })

  it('do not include what is half made, being removed, a link, a file or no environment', async () => {
    await mark(make('half'), 'creating')
    make('.removing-0123456789ab')
    make('empty', null)
    symlinkSync(make('../elsewhere'), join(root, 'link'))
    writeFileSync(join(root, 'file'), '')
    expect(await listKeptEnvironments(root)).toEqual([])
  })

  it('are removed with their row, and only those of this store', async () => {
    const path = make('mine')
    const { id } = deps.ledger.record({ technology: 'venv', kind: 'environment', ref: path, lifetime: 'kept' })
    await mark(path, 'created', liveOwner, id)
    const other = make('other')
    const kept = deps.ledger.record({ technology: 'venv', kind: 'environment', ref: '/else', lifetime: 'kept' })
    await mark(other, 'created', { ...liveOwner, storeId: 'another' }, kept.id)
    const lifecycle = createVenvLifecycle(deps)
    await lifecycle.remove(`venv:${path}`, never)
    await lifecycle.remove(`venv:${other}`, never)
    expect(await listKeptEnvironments(root)).toEqual([])
    expect([...deps.rows.values()]).toEqual([kept])
  })

  it('are not taken for ours anywhere but directly below our folder', async () => {
    const lifecycle = createVenvLifecycle(deps)
    const elsewhere = make('../elsewhere')
    const below = make('one/two')
    make('one')
    symlinkSync(elsewhere, join(root, 'link'))
    for (const path of [elsewhere, below, join(root, 'link'), `${root}/../elsewhere`, `${root}/one/../one`, root]) {
      await expect(lifecycle.remove(`venv:${path}`, never)).rejects.toMatchObject({ code: 'not_found' })
    }
    expect([elsewhere, below, join(root, 'link')].every(existsSync)).toBe(true)
    expect(await readKeptEnvironment(elsewhere, root)).toBeNull()
  })

  describe('that a dead process left', () => {
    const reclaim = (path: string, owner = deadOwner) =>
      reclaimEnvironment(
        deps,
        deps.recordAs(owner, { technology: 'venv', kind: 'environment', ref: path, lifetime: 'run' }),
      )

    it('go when they are half made by that very process', async () => {
      const path = make('half')
      await mark(path, 'creating')
      await reclaim(path)
      expect(existsSync(path)).toBe(false)
    })

    it('go when the process died in writing its mark, but not with anything of the user beside it', async () => {
      const [marking, used] = [make('marking', null), make('used', null)]
      for (const path of [marking, used]) writeFileSync(join(path, 'isoscope.json.new'), '{"state":"crea')
      writeFileSync(join(used, 'notes'), '')
      await reclaim(marking)
      await reclaim(used)
      expect(existsSync(marking)).toBe(false)
      expect(readdirSync(used)).toEqual(['isoscope.json.new', 'notes'])
    })

    it('go when they were being removed, or nothing was in them yet', async () => {
      const removing = make('.removing-0123456789ab')
      const empty = make('empty', null)
      await reclaim(removing)
      await reclaim(empty)
      expect(existsSync(removing) || existsSync(empty)).toBe(false)
    })

    it('stay when somebody else has the name by now', async () => {
      const [finished, unmarked, others, reused] = [make('finished'), make('unmarked'), make('others'), make('reused')]
      await mark(finished, 'created')
      await mark(others, 'creating', liveOwner)
      // The same pid, and yet another process.
      await mark(reused, 'creating', { ...deadOwner, startTime: 'just now' })
      for (const path of [finished, unmarked, others, reused]) {
        await reclaim(path)
        expect(existsSync(join(path, 'pyvenv.cfg')), path).toBe(true)
      }
    })

    it('stay when they are links, or not ours at all', async () => {
      const elsewhere = make('../elsewhere')
      await mark(elsewhere, 'creating')
      symlinkSync(elsewhere, make('x').replace(/x$/, 'link'))
      await reclaim(join(root, 'link'))
      await expect(reclaim(elsewhere)).rejects.toMatchObject({ code: 'bad_input' })
      expect(existsSync(join(elsewhere, 'pyvenv.cfg'))).toBe(true)
    })

    it('are gone already without harm', async () => {
      await reclaim(join(root, 'gone'))
    })
  })
})
