import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ActivityProgress } from '../../../main/contract/activity.ts'
import type { EnvironmentSpec } from '../../../main/contract/environment.ts'
import { instanceSchema } from '../../../main/contract/instance.ts'
import { createCondaDriver } from '../../../main/drivers/conda/driver.ts'
import { runConda } from '../../../main/drivers/conda/run.ts'
import type { Driver } from '../../../main/drivers/driver.ts'
import type { Environments } from '../../../main/drivers/environments.ts'
import { EngineError } from '../../../main/model/engineError.ts'
import { createTestDeps, type TestDeps } from '../../support/driverDeps.ts'
import { installReplay, replayedEngines } from '../../support/replayConda.ts'

const never = new AbortController().signal
const ignore = () => undefined

describe.each(replayedEngines)('the driver with %s as it was captured', (engine) => {
  let home: string
  let root: string
  let deps: TestDeps
  let driver: Driver
  let environments: Environments

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-user-')))
    const replay = installReplay(engine, home)
    root = replay.root
    deps = createTestDeps({ PATH: `${replay.bin}:/usr/bin:/bin`, HOME: home })
    driver = createCondaDriver(deps)
    if (!driver.environments) throw new Error('conda makes environments')
    environments = driver.environments
  })
  afterEach(() => {
    deps.removeHome()
    rmSync(home, { recursive: true, force: true })
  })

  const spec = (name: string, packages: readonly string[] = ['hello']): EnvironmentSpec => ({
    place: { name },
    maker: null,
    python: null,
    packages: [...packages],
    channels: [],
  })
  const create = (name: string, packages?: readonly string[]) =>
    environments.create(spec(name, packages), ignore, never)
  const errorOf = async (work: Promise<unknown>): Promise<EngineError> => {
    const error: unknown = await work.then(
      () => null,
      (reason: unknown) => reason,
    )
    if (!(error instanceof EngineError)) throw new Error(`no error of ours: ${String(error)}`)
    return error
  }

  it('makes, lists, reads, exports and removes an environment', async () => {
    const made = instanceSchema.parse(await create('t1'))
    expect(made).toMatchObject({ id: `conda:${root}/envs/t1`, name: 't1', owner: 'isoscope', actions: ['remove'] })
    expect([...deps.rows.values()]).toMatchObject([{ kind: 'environment', lifetime: 'kept', ref: `${root}/envs/t1` }])
    expect((await driver.list(never)).filter(({ name }) => name === 't1')).toEqual([made])
    expect(await environments.packages(made.id, never)).toMatchObject([
      { name: 'greet-lib', version: '2.0' },
      { name: 'hello', version: '1.1' },
    ])
    expect(await environments.exportTo(made.id, 'yml-no-builds', never)).toContain('  - hello=1.1\n')
    expect(await environments.exportTo(made.id, 'yml-history', never)).not.toContain('greet-lib')
    expect(await environments.exportTo(made.id, 'explicit', never)).toMatch(/^# platform: linux-64\n@EXPLICIT\nfile:/)
    await driver.lifecycle?.remove(made.id, never)
    expect((await driver.list(never)).filter(({ name }) => name === 't1')).toEqual([])
    expect(existsSync(`${root}/envs/t1`)).toBe(false)
    expect([...deps.rows.values()]).toEqual([])
  })

  it('refuses a name that is taken, also from a file, before the program writes over it', async () => {
    await create('t1')
    expect(await errorOf(create('t1'))).toHaveProperty('code', 'name_taken')
    const file = { format: 'yml' as const, text: 'dependencies:\n  - hello\n' }
    const origin = { place: { name: 'fromyml' }, maker: null, file }
    await environments.createFrom(origin, ignore, never).catch(ignore)
    mkdirSync(`${root}/envs/fromyml`, { recursive: true })
    writeFileSync(`${root}/envs/fromyml/mine`, '')
    expect(await errorOf(environments.createFrom(origin, ignore, never))).toHaveProperty('code', 'name_taken')
    expect(existsSync(`${root}/envs/fromyml/mine`)).toBe(true)
    expect(await errorOf(create('base'))).toHaveProperty('code', 'bad_input')
  })

  it('finds nothing to remove, list, export or change where there is no environment', async () => {
    const id = `conda:${root}/envs/nosuch`
    const { lifecycle } = driver
    expect(await errorOf(lifecycle?.remove(id, never) ?? Promise.resolve())).toHaveProperty('code', 'not_found')
    expect(await errorOf(environments.packages(id, never))).toHaveProperty('code', 'not_found')
    expect(await errorOf(environments.exportTo(id, 'yml', never))).toHaveProperty('code', 'not_found')
    expect(await errorOf(environments.removePackages(id, ['hello'], ignore, never))).toHaveProperty('code', 'not_found')
    expect(
      await errorOf(environments.clone?.(id, { name: 'copy' }, ignore, never) ?? Promise.resolve()),
    ).toHaveProperty('code', 'not_found')
  })

  it('installs and updates, and says what has changed', async () => {
    const { id } = await create('empty', [])
    const order = { packages: ['greet-lib=1.0'], channels: [] }
    const { installed } = await environments.install(id, order, ignore, never)
    expect(installed).toEqual([{ name: 'greet-lib', version: '1.0' }])
    const changes = await environments.update(id, { packages: ['greet-lib'], channels: [] }, ignore, never)
    expect(changes).toEqual({
      installed: [{ name: 'greet-lib', version: '2.0' }],
      removed: [{ name: 'greet-lib', version: '1.0' }],
    })
  })

  it('gives the solver’s own explanation, and the name of a package that is nowhere', async () => {
    const { id } = await create('t1')
    const missing = await errorOf(
      environments.install(id, { packages: ['no-such-package'], channels: [] }, ignore, never),
    )
    expect(missing).toMatchObject({ code: 'not_found', message: 'No channel has no-such-package.' })
    const impossible = await errorOf(
      environments.install(id, { packages: ['old-only', 'new-only'], channels: [] }, ignore, never),
    )
    expect(impossible.code).toBe('unsupported')
    expect(impossible.detail).toMatch(/greet-lib/)
  })

  it('leaves nothing of an environment whose channel does not answer', async () => {
    const order = { ...spec('net1'), channels: ['http://127.0.0.1:8765/err500'], place: { name: 'net3' } }
    const error = await errorOf(environments.create(order, ignore, never))
    expect(error).toMatchObject({ code: 'engine_failed', message: expect.stringContaining('status 500') })
    expect(existsSync(`${root}/envs/net3`)).toBe(false)
    expect([...deps.rows.values()]).toEqual([])
  })

  it('does not keep packages whose checksum is none', async () => {
    const order = { ...spec('sum'), channels: ['file:///home/dev/lab/channel-badsum'] }
    expect(await errorOf(environments.create(order, ignore, never))).toHaveProperty('code', 'bad_output')
    expect(existsSync(`${root}/envs/sum`)).toBe(false)
  })

  it('makes one elsewhere by its path', async () => {
    const prefix = join(home, '.venvs', 'pfx')
    const order = { ...spec('x', ['hello']), place: { prefix } }
    // Its answers name another folder, so it is taken for a surprise, and is taken away again.
    const error = await errorOf(environments.create(order, ignore, never))
    expect(error).toHaveProperty('code', 'bad_output')
    expect(existsSync(prefix)).toBe(false)
  })

  it('clones', async () => {
    const { id } = await create('t1')
    if (engine === 'conda-23.3.1') return
    const copy = await environments.clone?.(id, { name: 't1c' }, ignore, never)
    expect(copy).toMatchObject({ name: 't1c', owner: 'isoscope' })
  })

  it('runs a command, whose exit code is an answer', async () => {
    const { id } = await create('t2', ['hello'])
    const result = await environments.run(id, ['sh', '-c', 'echo out; echo err >&2; exit 7'], never)
    expect({ ...result, stdout: result.stdout.trim(), stderr: result.stderr.trim() }).toEqual({
      exitCode: 7,
      stdout: 'out',
      stderr: 'err',
    })
    const streamed = { stdout: '', stderr: '' }
    const take = async (stream: 'stdout' | 'stderr', chunk: Buffer) => {
      streamed[stream] += chunk.toString()
    }
    const argv = ['sh', '-c', 'echo out; echo err >&2; exit 7']
    expect(await environments.run(id, argv, never, take)).toEqual({ exitCode: 7, stdout: '', stderr: '' })
    expect(streamed).toEqual({ stdout: result.stdout, stderr: result.stderr })
    expect(await errorOf(environments.run(id, ['-x'], never))).toHaveProperty('code', 'bad_input')
  })

  it('never removes the base environment', async () => {
    mkdirSync(join(root, 'conda-meta'))
    writeFileSync(join(root, 'conda-meta', 'history'), '')
    const base = (await driver.list(never)).find(({ id }) => id === `conda:${root}`)
    expect(base?.actions).toEqual([])
    expect(await errorOf(driver.lifecycle?.remove(`conda:${root}`, never) ?? Promise.resolve())).toHaveProperty(
      'code',
      'unsupported',
    )
    expect(readdirSync(root)).toContain('bin')
  })

  it('sweeps away what a dead process had half made, and nothing that is whole', async () => {
    const row = { technology: 'conda', kind: 'environment', lifetime: 'run', id: 1, owner: deps.owner } as const
    const half = join(root, 'envs', 'half')
    const whole = join(root, 'envs', 'whole')
    for (const path of [half, whole]) mkdirSync(join(path, 'conda-meta'), { recursive: true })
    writeFileSync(join(whole, 'conda-meta', 'history'), '# cmd: conda create\n')
    for (const ref of [half, whole]) await driver.reclaim?.({ ...row, ref }, never)
    expect([existsSync(half), existsSync(whole)]).toEqual([false, true])
  })
})

describe('running conda', () => {
  let deps: TestDeps
  let folder: string
  beforeEach(() => {
    deps = createTestDeps()
    folder = mkdtempSync(join(tmpdir(), 'isoscope-conda-'))
  })
  afterEach(() => {
    deps.removeHome()
    rmSync(folder, { recursive: true, force: true })
  })

  const write = (script: string) => {
    const path = join(folder, 'micromamba')
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    return { name: 'micromamba', path } as const
  }

  it('says after a while that it waits, and gives up with what to do when it does nothing', async () => {
    const seen: ActivityProgress[] = []
    const call = {
      name: 'make the environment',
      args: [],
      timeout: 60_000,
      limits: { noticeMs: 200, limitMs: 1_000 },
      onProgress: (progress: ActivityProgress) => seen.push(progress),
    }
    await expect(runConda(deps, write('exec sleep 3600'), call, never)).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('package cache'),
      remedy: { text: expect.stringContaining('Wait') },
    })
    expect(seen).toMatchObject([{ step: expect.stringContaining('waits'), share: null }])
  })

  it('is not given up while it works, however quiet', async () => {
    const limits = { noticeMs: 500, limitMs: 2_000 }
    const busy = 'i=0; while [ $i -lt 4000000 ]; do i=$((i+1)); done; echo "{}"'
    const { exitCode } = await runConda(deps, write(busy), { name: 'work', args: [], limits, timeout: 100_000 }, never)
    expect(exitCode).toBe(0)
  })

  it('is cancelled, with all that it started', async () => {
    const controller = new AbortController()
    const running = runConda(deps, write('sleep 7355.5 & wait'), { name: 'work', args: [] }, controller.signal)
    setTimeout(() => controller.abort(), 100)
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('hands on progress while it runs, and refuses more output than anybody reads', async () => {
    const seen: ActivityProgress[] = []
    const line = '{"fetch":"a-1 | 1 B | ","finished":false,"maxval":1,"progress":0.25}'
    const program = write(`printf '%s\\n\\0\\377\\376 ' '${line}'; echo '{"success": true}'`)
    await runConda(deps, program, { name: 'work', args: [], onProgress: (one) => seen.push(one) }, never)
    expect(seen).toEqual([{ step: 'downloading', amount: 'a-1', share: 0.25 }])
    await expect(
      runConda(
        deps,
        write('yes xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'),
        { name: 'work', args: [], timeout: 60_000 },
        never,
      ),
    ).rejects.toMatchObject({ code: 'bad_output' })
  })
})
