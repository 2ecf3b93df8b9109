import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFakeDriver, type FakeDriver } from '../../../main/drivers/fake/driver.ts'
import type { LedgerEntry, LedgerRow } from '../../../main/drivers/ledger.ts'
import { sweep } from '../../../main/drivers/sweep.ts'
import { EngineError } from '../../../main/model/engineError.ts'
import { createMemoryDeps, deadOwner, liveOwner, type MemoryDeps } from '../../support/memoryDeps.ts'

const never = new AbortController().signal

describe('a sweep', () => {
  let deps: MemoryDeps
  let docker: FakeDriver
  const isAlive = ({ pid }: { readonly pid: number }) => pid === liveOwner.pid
  const run = (signal = never) => sweep([...deps.rows.values()], [docker], deps, isAlive, signal)
  const recordDead = (entry: Partial<LedgerEntry>): LedgerRow =>
    deps.recordAs(deadOwner, { technology: 'venv', kind: 'folder', ref: '', lifetime: 'run', ...entry })
  const makeFolder = (name: string) => {
    const path = join(deps.paths.temp, name)
    mkdirSync(path)
    writeFileSync(join(path, 'file'), 'content')
    return path
  }

  beforeEach(() => {
    deps = createMemoryDeps()
    docker = createFakeDriver(deps, { technology: 'docker', title: 'Invented', contenders: [] })
  })
  afterEach(() => deps.remove())

  it('removes a folder of a dead process, crosses its row out and says so without its path', async () => {
    const path = makeFolder('isoscope-venv-0123456789ab')
    recordDead({ ref: path })
    expect(await run()).toEqual({ removed: ['folder isoscope-venv-0123456789ab'], failures: [] })
    expect(existsSync(path)).toBe(false)
    expect(deps.rows.size).toBe(0)
  })

  it('takes nothing of a living process, and nothing that is kept', async () => {
    const living = makeFolder('isoscope-venv-0123456789ab')
    const kept = makeFolder('isoscope-venv-ba9876543210')
    deps.recordAs(liveOwner, { technology: 'venv', kind: 'folder', ref: living, lifetime: 'run' })
    recordDead({ ref: kept, lifetime: 'kept' })
    expect(await run()).toEqual({ removed: [], failures: [] })
    expect(existsSync(living) && existsSync(kept)).toBe(true)
    expect(deps.rows.size).toBe(2)
  })

  it('takes no folder that no row names, however it is called', async () => {
    const path = makeFolder('isoscope-venv-0123456789ab')
    expect(await run()).toEqual({ removed: [], failures: [] })
    expect(existsSync(path)).toBe(true)
  })

  it.each(['isoscope-venv-notours', 'isoscope-venv-0123456789AB', 'isoscope-venv-0123456789abc', 'isoscope', 'mine'])(
    'refuses the folder %s even when a row names it',
    async (name) => {
      const path = makeFolder(name)
      recordDead({ ref: path })
      expect(await run()).toMatchObject({ removed: [], failures: [{ error: { code: 'bad_input' } }] })
      expect(existsSync(path)).toBe(true)
      expect(deps.rows.size).toBe(1)
    },
  )

  it('refuses a folder somewhere else, also by way of dots', async () => {
    mkdirSync(join(deps.paths.temp, 'sub'))
    const path = makeFolder('sub/isoscope-venv-0123456789ab')
    recordDead({ ref: path })
    recordDead({ ref: `${deps.paths.temp}/sub/../sub/isoscope-venv-0123456789ab` })
    expect((await run()).failures).toHaveLength(2)
    expect(existsSync(path)).toBe(true)
  })

  it('leaves a link alone that stands where our folder was, and what it leads to', async () => {
    const target = makeFolder('precious')
    const link = join(deps.paths.temp, 'isoscope-venv-0123456789ab')
    symlinkSync(target, link)
    recordDead({ ref: link })
    expect(await run()).toEqual({ removed: [], failures: [] })
    expect(existsSync(link) && existsSync(join(target, 'file'))).toBe(true)
    expect(deps.rows.size).toBe(0)
  })

  it('removes a link within our folder and not what it leads to', async () => {
    const target = makeFolder('precious')
    const path = makeFolder('isoscope-venv-0123456789ab')
    symlinkSync(target, join(path, 'link'))
    recordDead({ ref: path })
    await run()
    expect(existsSync(path)).toBe(false)
    expect(existsSync(join(target, 'file'))).toBe(true)
  })

  it.runIf(process.platform === 'linux')(
    'ends what was started from within our folder, and nobody who only names it',
    async () => {
      const path = makeFolder('isoscope-venv-0123456789ab')
      const program = join(path, 'sleep')
      copyFileSync(realpathSync('/bin/sleep'), program)
      const inside = spawn(program, ['60'])
      const bystander = spawn('tail', ['-f', join(path, 'file')], { stdio: 'ignore' })
      try {
        const ended = new Promise((resolve) => inside.on('exit', (_, signal) => resolve(signal)))
        await Promise.all([inside, bystander].map((child) => new Promise((resolve) => child.on('spawn', resolve))))
        recordDead({ ref: path })
        expect((await run()).removed).toEqual([`folder isoscope-venv-0123456789ab, and in it sleep (${inside.pid})`])
        expect(await ended).toBe('SIGKILL')
        expect(bystander.exitCode ?? bystander.signalCode).toBeNull()
      } finally {
        inside.kill('SIGKILL')
        bystander.kill('SIGKILL')
      }
    },
  )

  it('crosses out what is gone already without saying that it was removed', async () => {
    recordDead({ ref: join(deps.paths.temp, 'isoscope-venv-0123456789ab') })
    recordDead({ kind: 'cgroup', ref: '/sys/fs/cgroup/isoscope-venv-0123456789ab' })
    expect(await run()).toEqual({ removed: [], failures: [] })
    expect(deps.rows.size).toBe(0)
  })

  it.each([
    '/sys/fs/cgroup/docker',
    '/sys/fs/cgroup/cpu/../isoscope-venv-0123456789ab',
    '/tmp/isoscope-venv-0123456789ab',
  ])('refuses the cgroup %s', async (ref) => {
    recordDead({ kind: 'cgroup', ref })
    expect(await run()).toMatchObject({ removed: [], failures: [{ error: { code: 'bad_input' } }] })
  })

  it('has every other kind removed by its driver, the youngest first', async () => {
    const order: string[] = []
    const reclaim = docker.reclaim
    docker = {
      ...docker,
      reclaim: async (row, signal) => {
        order.push(row.ref)
        await reclaim?.(row, signal)
      },
    }
    recordDead({ technology: 'docker', kind: 'image', ref: 'image-1' })
    recordDead({ technology: 'docker', kind: 'container', ref: 'container-2' })
    expect(await run()).toEqual({ removed: ['container container-2', 'image image-1'], failures: [] })
    expect(order).toEqual(['container-2', 'image-1'])
    expect(deps.rows.size).toBe(0)
  })

  it('goes on after a failure, which keeps its row and is told', async () => {
    const error = new EngineError('not_running', 'docker', 'Docker does not answer.')
    docker = { ...docker, reclaim: () => Promise.reject(error) }
    const path = makeFolder('isoscope-venv-0123456789ab')
    recordDead({ ref: path })
    const stuck = recordDead({ technology: 'docker', kind: 'container', ref: 'stuck' })
    expect(await run()).toEqual({
      removed: ['folder isoscope-venv-0123456789ab'],
      failures: [{ what: 'container stuck', error }],
    })
    expect([...deps.rows.values()]).toEqual([stuck])
  })

  it('says so when no driver can remove a thing', async () => {
    recordDead({ technology: 'virtualbox', kind: 'machine', ref: 'old' })
    expect(await run()).toMatchObject({ failures: [{ what: 'machine old', error: { code: 'unsupported' } }] })
  })

  it('leaves the rest for the next one when it is aborted', async () => {
    recordDead({ ref: makeFolder('isoscope-venv-0123456789ab') })
    expect(await run(AbortSignal.abort())).toEqual({ removed: [], failures: [] })
    expect(deps.rows.size).toBe(1)
  })
})
