import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channelSchema } from '../../../../main/contract/environment.ts'
import { createCondaDriver } from '../../../../main/drivers/conda/driver.ts'
import { findCondaPrograms } from '../../../../main/drivers/conda/findPrograms.ts'
import { createTestDeps, type TestDeps } from '../../../support/driverDeps.ts'

const never = new AbortController().signal
/** A real one would be asked to remove it. */
const isHere = findCondaPrograms('conda', { env: process.env, platform: process.platform }).length > 0

/** Stands in for micromamba: makes what it is asked for, and tells where with its links resolved; removes nothing. */
const standIn = `#!/usr/bin/env node
const { mkdirSync, realpathSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const args = process.argv.slice(2)
const envs = join(process.env.HOME, 'envs')
const tell = (value) => process.stdout.write(JSON.stringify(value) + '\\n')
if (args[0] === 'info') tell({ 'base environment': dirname(__dirname), 'envs directories': [envs], 'package cache': [], platform: 'linux-64' })
else if (args[1] === 'remove') {
  process.stderr.write('critical libmamba ' + process.env.CONDA_FAILS + '\\n')
  process.exit(1)
} else {
  const prefix = args[1] === '-p' ? args[2] : join(envs, args[2])
  const command = process.env.CONDA_MEANWHILE ?? '/here/micromamba ' + args.join(' ')
  mkdirSync(join(prefix, 'conda-meta'), { recursive: true })
  writeFileSync(join(prefix, 'conda-meta', 'history'), '==> now <==\\n# cmd: ' + command + '\\n')
  if (process.env.CONDA_FAILS) {
    process.stderr.write('critical libmamba ' + process.env.CONDA_FAILS + '\\n')
    process.exit(1)
  }
  tell({ success: true, prefix: realpathSync(prefix) })
}
`

describe('a new environment of conda', () => {
  let top: string
  let deps: TestDeps
  const create = (place: { readonly name: string } | { readonly prefix: string }) =>
    createCondaDriver(deps).environments?.create(
      { place, maker: 'micromamba', python: null, packages: [], channels: [] },
      () => undefined,
      never,
    )

  beforeEach(() => {
    top = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-make-')))
    const home = join(top, 'home')
    mkdirSync(join(top, 'disk', 'bin'), { recursive: true })
    symlinkSync('disk', home)
    writeFileSync(join(home, 'bin', 'micromamba'), standIn)
    chmodSync(join(home, 'bin', 'micromamba'), 0o755)
    deps = createTestDeps({ ...process.env, HOME: home, PATH: `${join(home, 'bin')}:${process.env.PATH}` })
  })
  afterEach(() => {
    deps.removeHome()
    rmSync(top, { recursive: true })
  })

  it('is the one that is found, also where a link is on the way', async () => {
    const instance = await create({ name: 'web' })
    expect(instance).toMatchObject({ id: `conda:${join(top, 'disk', 'envs', 'web')}`, owner: 'isoscope' })
    expect([...deps.rows.values()]).toMatchObject([{ lifetime: 'kept' }])
  })

  it('has one name, whether its folder is written with a slash at the end or not', async () => {
    const prefix = join(top, 'mine')
    expect(await create({ prefix: `${prefix}/` })).toMatchObject({ id: `conda:${prefix}`, name: 'mine' })
    await expect(create({ prefix })).rejects.toMatchObject({ code: 'name_taken' })
    expect(existsSync(prefix)).toBe(true)
  })

  it.skipIf(isHere)(
    'that failed leaves nothing, and takes nothing away that somebody else has made there meanwhile',
    async () => {
      const prefix = join(top, 'home', 'envs', 'web')
      const withEnv = (env: Readonly<Record<string, string>>) => {
        deps = { ...deps, env: { ...deps.env, ...env } }
      }
      withEnv({ CONDA_FAILS: 'Download error (7) Could not connect to server [http://a.invalid/x]' })
      await expect(create({ name: 'web' })).rejects.toHaveProperty('code', 'not_running')
      expect(existsSync(prefix)).toBe(false)
      withEnv({ CONDA_MEANWHILE: '/opt/conda/bin/conda create -n web numpy' })
      await expect(create({ name: 'web' })).rejects.toHaveProperty('code', 'not_running')
      expect(existsSync(join(prefix, 'conda-meta', 'history'))).toBe(true)
      expect([...deps.rows.values()]).toEqual([])
    },
  )

  it('is made once where two ask for the same at the same time', async () => {
    const outcomes = await Promise.allSettled([create({ name: 'web' }), create({ name: 'web' })])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'name_taken' } })
    expect(existsSync(join(top, 'home', 'envs', 'web', 'conda-meta'))).toBe(true)
    expect([...deps.rows.values()]).toMatchObject([{ lifetime: 'kept' }])
  })

  it.skipIf(isHere)('is removed also when it is damaged, but not when that may pass', async () => {
    const prefix = join(top, 'home', 'envs', 'web')
    const remove = async (CONDA_FAILS: string) => {
      const driver = createCondaDriver({
        ...deps,
        env: { ...deps.env, CONDA_FAILS, MAMBA_ROOT_PREFIX: join(top, 'home') },
      })
      await driver.lifecycle?.remove(`conda:${realpathSync(prefix)}`, never)
    }
    await create({ name: 'web' })
    await expect(remove('could not set lock')).rejects.toMatchObject({ code: 'in_use' })
    expect(existsSync(prefix)).toBe(true)
    await remove('json.exception.parse_error.101 could not load prefix data')
    expect(existsSync(prefix)).toBe(false)
    expect([...deps.rows.values()]).toEqual([])
  })
})

describe('the address of a channel', () => {
  it('that is a folder is a whole path: what stands behind two slashes alone would be the name of a machine', () => {
    expect(channelSchema.safeParse('file:///srv/channel').success).toBe(true)
    expect(channelSchema.safeParse('file://srv/channel').success).toBe(false)
  })
})
