import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCondaContender } from '../../../../main/drivers/conda/contender.ts'
import { choosePythonVersion, writeDefinition } from '../../../../main/drivers/conda/definition.ts'
import { judgeTimes } from '../../../../main/drivers/conda/deployment.ts'
import { findCondaPrograms } from '../../../../main/drivers/conda/findPrograms.ts'
import { describePlatforms } from '../../../../main/drivers/conda/platforms.ts'
import { countPlatforms } from '../../../../main/model/lecture/countPlatforms.ts'
import { createTestDeps, type TestDeps } from '../../../support/driverDeps.ts'

const never = new AbortController().signal
const run = { runId: '20260101T000000-c0ffee', variables: {}, onStep: () => undefined }
const isHere = findCondaPrograms('conda', { env: {}, platform: process.platform }).length > 0

describe('the contender conda', () => {
  let home: string
  let deps: TestDeps
  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-user-')))
    deps = createTestDeps({ PATH: '/usr/bin:/bin', HOME: home, XDG_CACHE_HOME: join(home, '.cache') })
  })
  afterEach(() => {
    deps.removeHome()
    rmSync(home, { recursive: true, force: true })
  })

  it.skipIf(isHere)('is skipped where there is no conda, with how to get one', async () => {
    await expect(createCondaContender(deps).prepare(run, never)).rejects.toMatchObject({
      code: 'not_installed',
      message: 'None of conda, mamba and micromamba was found.',
      remedy: { text: expect.stringContaining('Miniforge') },
    })
  })

  it.skipIf(isHere)(
    'gives the program a home and a cache of the run’s, the user’s channels, and leaves nothing of a failure',
    async () => {
      const bin = join(home, 'miniforge3', 'bin')
      mkdirSync(bin, { recursive: true })
      writeFileSync(join(home, '.condarc'), 'channel_alias: https://mirror.invalid\n')
      const seen = join(home, 'seen')
      const script = `#!/bin/sh\n[ "$1" = --version ] && { echo 'conda 26.7.1'; exit 0; }\nenv > ${seen}; exit 1\n`
      writeFileSync(join(bin, 'conda'), script, { mode: 0o755 })
      const before = readdirSync(home)
      await expect(createCondaContender(deps).prepare(run, never)).rejects.toHaveProperty('code', 'engine_failed')
      const given = new Map(
        readFileSync(seen, 'utf8')
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      )
      const folder = deps.paths.temp
      for (const name of ['HOME', 'CONDA_PKGS_DIRS', 'CONDA_ENVS_DIRS', 'TMPDIR', 'XDG_CACHE_HOME', 'XDG_DATA_HOME']) {
        expect(given.get(name), name).toMatch(new RegExp(`^${folder}/isoscope-conda-[0-9a-f]{12}/`))
      }
      expect(given.get('CONDARC')).toBe(join(home, '.condarc'))
      expect(given.get('CONDA_ALWAYS_COPY')).toBe('false')
      expect(readdirSync(home)).toEqual([...before, 'seen'].sort())
      expect([...deps.rows.values()]).toEqual([])
    },
  )

  it('has the host’s version of Python, so that their figures stand side by side', () => {
    expect(choosePythonVersion('3.11.2')).toBe('3.11')
    expect(choosePythonVersion(null)).toBe('3.12')
    expect(writeDefinition('3.11')).toContain('  - python=3.11\n')
  })

  it('is deployed uncached when packages came into the cache, cached when none did, and nothing else', () => {
    const [fetched, kept] = [
      { time: 60_000, fetched: 20 },
      { time: 4_000, fetched: 0 },
    ]
    expect(judgeTimes(fetched, kept)).toMatchObject({ uncached: 60_000, cached: 4_000 })
    expect(judgeTimes(kept, fetched)).toMatchObject({
      uncached: { absent: expect.stringContaining('no package') },
      cached: { absent: expect.stringContaining('fetched') },
    })
  })

  it('runs on what the addresses of its packages say, and on any machine where none is bound to one', () => {
    const describe = (explicit: string, definition = writeDefinition('3.11')) =>
      describePlatforms({ explicit, definition, pythonVersion: '3.11.9', filesWithPath: 7 })
    const anywhere = 'https://conda.example/conda-forge/noarch/tzdata-2024a-h0_0.conda'
    const bound = 'file:///srv/mirror/conda-forge/linux-64/python-3.11.9-h1_0.conda#0123456789abcdef'
    const facts = describe(`@EXPLICIT\n${anywhere}\n${bound}\n`)
    expect(facts[0]).toMatchObject({ id: 'platform', value: 'linux-64', meaning: expect.stringMatching(/^1 of 2 /) })
    expect(countPlatforms(facts, 'conda')).toMatchObject({ holds: 1, known: 1, unknown: 4 })
    const noarch = describe(`@EXPLICIT\n${anywhere}\n`)
    expect(noarch[0]?.value).toBe('any')
    expect(countPlatforms(noarch, 'conda')).toMatchObject({ holds: 5, unknown: 0 })
    expect(facts.find(({ id }) => id === 'pins')?.value).toBe(0)
    expect(describe('', '  - python=3.11.9=h1_0\n').find(({ id }) => id === 'pins')?.value).toBe(1)
    expect(facts.find(({ id }) => id === 'folder')).toMatchObject({
      value: false,
      meaning: expect.stringContaining('7'),
    })
  })
})
