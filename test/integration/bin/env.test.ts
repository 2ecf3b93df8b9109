import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCliToEnd } from '../../support/cli.ts'
import { installReplay, replayedEngines } from '../../support/replayConda.ts'

describe.each(replayedEngines)('isoscope env with %s as it was captured', (engine) => {
  let home: string
  let root: string
  let env: Readonly<Record<string, string>>

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-user-')))
    const replay = installReplay(engine, home)
    root = replay.root
    env = {
      HOME: home,
      PATH: `${replay.bin}:${process.env.PATH ?? ''}`,
      ISOSCOPE_HOME: join(home, 'ours'),
      CONDA_PREFIX: '',
      VIRTUAL_ENV: '',
    }
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  const maker = engine.split('-')[0] ?? ''
  const run = (...args: readonly string[]) => runCliToEnd(['env', ...args], env, home)

  it('makes one, lists it, shows its packages, exports it, and removes it', async () => {
    const made = await run('create', 't1', '--package', 'hello', '--with', maker, '--json')
    expect(made, made.stderr).toMatchObject({ code: 0 })
    expect(JSON.parse(made.stdout)).toMatchObject({ id: `conda:${root}/envs/t1`, owner: 'isoscope' })
    expect(made.stderr).toContain('Create t1: finding versions that fit')

    const listed = JSON.parse((await run('list', '--json')).stdout) as { environments: { name: string }[] }
    expect(listed.environments.filter(({ name }) => name === 't1')).toMatchObject([{ madeFrom: expect.any(String) }])

    const packages = await run('packages', 't1')
    expect(packages.stdout).toMatch(/^PACKAGE +VERSION.*\ngreet-lib +2\.0 .*\nhello +1\.1 /)

    const file = join(home, 'environment.yml')
    expect(await run('export', 't1', '--format', 'yml-no-builds', '--output', file)).toMatchObject({ code: 0 })

    const again = await run('create', 't1', '--with', maker)
    expect(again).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('already') })

    const missing = await run('install', 't1', 'no-such-package')
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('No channel has no-such-package.') })

    const removed = await run('remove', 't1', '--yes')
    expect(removed, removed.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('removed t1') })
    expect(existsSync(join(root, 'envs', 't1'))).toBe(false)
  })

  it('makes one of an environment.yml', async () => {
    writeFileSync(join(home, 'env.yml'), 'name: fromyml\ndependencies:\n  - hello=1.1\n')
    const made = await run('import', 'env.yml', '--with', maker)
    // Only the calls with --json were captured of an import, and of 23.3 none that succeeds.
    if (engine === 'micromamba-2.8.1' || engine === 'conda-26.7.1') expect(made.stdout + made.stderr).toMatch(/fromyml/)
    else expect(made.code).toBe(1)
  })
})

describe('isoscope env', () => {
  const env = { ISOSCOPE_HOME: join(tmpdir(), 'isoscope-none') }

  it.each([
    [['create', '--', 'x'], 'takes NAME, 0 given'],
    [['create', 'two words'], 'A name has 1 to 63'],
    [['create', 'web', '--package', '--index-url=http://x'], 'package'],
    [['create', 'web', '--with', 'nobody'], "there is no 'nobody' here"],
    [['create', 'web', '--channel', 'https://user:secret@example.com/x'], 'channel'],
    [['create', 'web', '--python', '3.12; rm'], 'Python'],
    [['list', '--yes'], 'does not take --yes'],
    [['packages', 'x', '--', 'rm'], 'takes nothing behind --'],
    [['frobnicate'], "has no 'frobnicate'"],
  ])('refuses %j', async (args, words) => {
    const result = await runCliToEnd(['env', ...args], env)
    expect(result).toMatchObject({ stdout: '', stderr: expect.stringContaining(words) })
    expect([1, 2]).toContain(result.code)
  })
})
