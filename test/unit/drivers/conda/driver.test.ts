import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineStatusSchema } from '../../../../main/contract/engine.ts'
import { createCondaDriver } from '../../../../main/drivers/conda/driver.ts'
import { findCondaPrograms } from '../../../../main/drivers/conda/findPrograms.ts'
import { parseVersion } from '../../../../main/drivers/conda/readVersion.ts'
import type { DriverDeps } from '../../../../main/drivers/driver.ts'
import { readCaptured } from '../../../support/captured.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../support/memoryDeps.ts'

const never = new AbortController().signal

let base: MemoryDeps
let home: string
let deps: DriverDeps
beforeEach(() => {
  base = createMemoryDeps()
  home = join(base.paths.temp, 'user')
  deps = { ...base, env: { HOME: home, PATH: join(home, 'path') }, paths: { ...base.paths, home: join(home, 'ours') } }
})
afterEach(() => base.remove())

/** A program that says what the real one of that version was seen to say. */
function install(path: string, text: string, exitCode = 0): string {
  const file = join(home, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\n[ "$*" = --version ] || exit 64\nprintf '%s' '${text}'\nexit ${exitCode}\n`)
  chmodSync(file, 0o755)
  return file
}
const detect = async () => engineStatusSchema.parse(await createCondaDriver(deps).detect(never))

describe('what conda, mamba and micromamba say of their version', () => {
  it.each([
    ['conda', 'conda-23.3.1', '23.3.1'],
    ['conda', 'conda-26.7.1', '26.7.1'],
    ['micromamba', 'micromamba-2.8.1', '2.8.1'],
  ] as const)('%s: %s', (name, capture, version) => {
    expect(parseVersion(name, readCaptured(capture, '01-version').stdout)).toBe(version)
  })

  it('is mamba’s own where it tells that of conda as well, and nothing where it says something else', () => {
    expect(parseVersion('mamba', 'mamba 1.4.2\nconda 23.3.1\n')).toBe('1.4.2')
    expect(parseVersion('conda', 'Traceback (most recent call last):\n')).toBeNull()
    expect(parseVersion('conda', '')).toBeNull()
  })
})

describe('conda', () => {
  // A real one may be installed on the machine that runs this.
  const isHere = findCondaPrograms('conda', { env: {}, platform: 'linux' }).length > 0

  it.skipIf(isHere)('is missing where there is none, with what to do', async () => {
    expect(await detect()).toMatchObject({ state: 'missing', remedy: { text: expect.stringContaining('Miniforge') } })
  })

  it('is ready with the one on PATH, and names the others', async () => {
    const conda = install('path/conda', readCaptured('conda-23.3.1', '01-version').stdout)
    install('miniforge3/bin/conda', 'conda 1.0.0')
    const micromamba = install('.local/bin/micromamba', readCaptured('micromamba-2.8.1', '01-version').stdout)
    expect(await detect()).toMatchObject({
      state: 'ready',
      version: '23.3.1',
      facts: { conda: `23.3.1 (${conda})`, micromamba: `2.8.1 (${micromamba})` },
    })
  })

  it.skipIf(isHere)('is ready with micromamba alone, and broken when the only one does not answer', async () => {
    const path = install('micromamba/bin/micromamba', '2.8.1\n')
    expect(await detect()).toMatchObject({ state: 'ready', version: 'micromamba 2.8.1' })
    install(path.slice(home.length + 1), 'cannot open shared object file', 127)
    expect(await detect()).toMatchObject({ state: 'broken', why: expect.stringContaining('127') })
  })

  it('lists environments without it, the base and those below it, and only to look at', async () => {
    for (const path of ['miniforge3', 'miniforge3/envs/web']) {
      mkdirSync(join(home, path, 'conda-meta'), { recursive: true })
      writeFileSync(join(home, path, 'conda-meta/history'), '# cmd: conda create\n# conda version: 23.3.1\n')
      writeFileSync(join(home, path, 'conda-meta/python-3.11.4-h1_0.json'), '{}')
    }
    const driver = createCondaDriver(deps)
    const listed = (await driver.list(never)).filter(({ id }) => id.includes(home))
    expect(listed).toMatchObject([
      { id: `conda:${home}/miniforge3`, name: 'miniforge3' },
      { id: `conda:${home}/miniforge3/envs/web`, name: 'web', owner: 'user', actions: [] },
    ])
    expect(listed[1]?.madeFrom).toBe('conda 23.3.1, Python 3.11.4')
    expect(await driver.details?.(`conda:${home}/miniforge3/envs/web`, never)).toMatchObject({
      disk: { unique: expect.any(Number) },
    })
    await expect(driver.details?.('conda:/etc', never)).rejects.toMatchObject({ code: 'not_found' })
  })
})
