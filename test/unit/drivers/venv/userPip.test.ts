import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildInstallArgs, explainPipFailure, parsePipList } from '../../../../main/drivers/venv/commands/userPip.ts'
import { compareLists } from '../../../../main/drivers/venv/environments.ts'
import { addMakers, parseMakerVersion, suggestMaker } from '../../../../main/drivers/venv/makers.ts'

describe('what pip says', () => {
  it('of a failure is an error that names its cause', () => {
    const explain = (stderr: string) => explainPipFailure({ stdout: '', stderr })
    expect(
      explain(
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...)': /simple/x/\nERROR: No matching distribution found for x\n",
      ),
    ).toMatchObject({
      code: 'not_running',
      message: 'No package index was reached.',
      detail: expect.not.stringContaining('Retrying'),
    })
    expect(explain('ERROR: No matching distribution found for nowhere==9\n')).toMatchObject({
      code: 'not_found',
      message: 'The package index does not have nowhere==9.',
    })
    expect(explain('ERROR: ResolutionImpossible: for help visit')).toHaveProperty('code', 'unsupported')
    expect(explain('/e/bin/python: No module named pip\n')).toHaveProperty('code', 'unsupported')
    expect(explain('something else\n')).toMatchObject({ code: 'engine_failed', detail: 'something else' })
  })

  it('of a package that is there as source alone says that it would be built, and where it may', () => {
    const stderr = 'ERROR: No matching distribution found for sdist-only==1; echo x\n'
    expect(explainPipFailure({ stdout: '', stderr }, true)).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('as a wheel'),
      remedy: { text: expect.stringContaining('source'), command: "isoscope env install ID 'sdist-only==1 echo x'" },
    })
  })

  it('is asked to build nothing unless it may', () => {
    expect(buildInstallArgs(['numpy'])).toEqual(['install', '--only-binary', ':all:', 'numpy'])
    expect(buildInstallArgs(['numpy'], true)).toEqual(['install', 'numpy'])
  })

  it('of its packages is a list, also behind a warning, or refused', () => {
    expect(parsePipList('WARNING: x\n[{"name": "pip", "version": "23.0.1"}]\n')).toEqual([
      { name: 'pip', version: '23.0.1', build: null, channel: null },
    ])
    expect(() => parsePipList('[{"name": 1')).toThrow(expect.objectContaining({ code: 'bad_output' }))
  })

  it('of one list and the next is what changed', () => {
    const one = (name: string, version: string) => ({ name, version, build: null, channel: null })
    expect(compareLists([one('a', '1'), one('b', '1')], [one('a', '2'), one('b', '1')])).toEqual({
      installed: [{ name: 'a', version: '2' }],
      removed: [{ name: 'a', version: '1' }],
    })
  })
})

describe('a maker that is not here', () => {
  it.each([
    ['linux', true, 'apt-get install pipenv'],
    ['linux', false, 'pipx install pipenv'],
    ['darwin', true, 'brew install pipenv'],
    ['win32', false, 'py -m pip install --user pipenv'],
  ] as const)('is had on %s, apt: %s, by %s', (platform, hasApt, command) => {
    expect(suggestMaker('pipenv', platform, hasApt)).toHaveProperty('command', command)
  })
})

describe('the version of a maker', () => {
  it.each([
    ['virtualenv 20.17.1+ds from /usr/lib/python3/dist-packages/virtualenv/__init__.py\n', '20.17.1'],
    ['pipenv, version 2022.12.19\n', '2022.12.19'],
    ['Traceback\n', null],
  ])('of %j', (text, version) => {
    expect(parseMakerVersion(text)).toBe(version)
  })
})

describe('the engine venv', () => {
  it('names the other makers that are here, and nothing where Python is not', () => {
    const folder = mkdtempSync(join(tmpdir(), 'iso-makers-'))
    writeFileSync(join(folder, 'pipenv'), '#!/bin/sh\n', { mode: 0o755 })
    const where = { env: { PATH: folder }, platform: 'linux' as const }
    const ready = { state: 'ready', technology: 'venv', version: '3.11.2', facts: { interpreter: '/p' } } as const
    expect(addMakers(ready, where)).toMatchObject({ facts: { interpreter: '/p', pipenv: join(folder, 'pipenv') } })
    const missing = { state: 'missing', technology: 'venv', why: 'no', remedy: { text: 'x' } } as const
    expect(addMakers(missing, where)).toEqual(missing)
    rmSync(folder, { recursive: true })
  })
})
