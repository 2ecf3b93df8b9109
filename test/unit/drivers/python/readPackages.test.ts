import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  parseDirectUrl,
  parseMetadata,
  readPackages,
  writeRequirements,
} from '../../../../main/drivers/python/readPackages.ts'
import { createVenvDriver } from '../../../../main/drivers/venv/driver.ts'
import { createMemoryDeps } from '../../../support/memoryDeps.ts'

describe('the packages of an environment', () => {
  let folder: string
  let site: string
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'iso-packages-')))
    site = join(folder, 'lib', 'python3.11', 'site-packages')
    mkdirSync(site, { recursive: true })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const add = (record: string, files: Readonly<Record<string, string | Buffer>>) => {
    mkdirSync(join(site, record), { recursive: true })
    for (const [name, content] of Object.entries(files)) writeFileSync(join(site, record, name), content)
  }
  const list = async () => (await readPackages(folder)).map(({ name, version }) => `${name} ${version}`)

  it('are read from its records, by name, each once, and written as pip freeze writes them', async () => {
    add('pip-23.0.1.dist-info', { METADATA: 'Metadata-Version: 2.1\nName: pip\nVersion: 23.0.1\n\nName: no\n' })
    add('zope.interface-6.0.dist-info', { METADATA: 'Name: zope.interface\r\nVersion: 6.0\r\n\r\n' })
    add('PyYAML-6.0-py3.11.egg-info', { 'PKG-INFO': 'Name: PyYAML\nVersion: 6.0\n' })
    writeFileSync(join(site, 'old-1.0.egg-info'), 'Name: old\nVersion: 1.0\n')
    add('~yyaml-5.0.dist-info', { METADATA: 'Name: PyYAML\nVersion: 5.0\n' })
    add('mine-2.dist-info', {
      METADATA: 'Name: mine\nVersion: 2\n',
      'direct_url.json': '{"url": "file:///src/mine", "dir_info": {"editable": true}}',
    })
    symlinkSync('lib', join(folder, 'lib64'))
    expect(await list()).toEqual(['mine 2', 'old 1.0', 'pip 23.0.1', 'PyYAML 6.0', 'zope.interface 6.0'])
    expect(writeRequirements(await readPackages(folder))).toBe(
      '# mine==2, editable\n-e file:///src/mine\nold==1.0\nPyYAML==6.0\nzope.interface==6.0\n',
    )
  })

  it('come from an address with what makes it one version', () => {
    expect(
      parseDirectUrl(
        '{"url":"https://example.com/a.git","subdirectory":"x","vcs_info":{"vcs":"git","commit_id":"0f"}}',
      ),
    ).toEqual({ kind: 'address', reference: 'git+https://example.com/a.git@0f#subdirectory=x' })
    expect(parseDirectUrl('{"url":"https://example.com/a.whl","archive_info":{"hash":"sha256=0a"}}')).toEqual({
      kind: 'address',
      reference: 'https://example.com/a.whl#sha256=0a',
    })
    expect(parseDirectUrl('{"url":"https://example.com/a\\n-r /etc/passwd"}')).toBeNull()
  })

  it('have the name of their folder where their record cannot be read, and are read no further than their beginning', async () => {
    add('huge-1.dist-info', {
      METADATA: Buffer.concat([Buffer.from('Name: huge\nVersion: 1\n'), Buffer.alloc(9_000_000, 'x')]),
    })
    mkdirSync(join(site, 'pipe-2.dist-info'))
    execFileSync('mkfifo', [join(site, 'pipe-2.dist-info', 'METADATA')])
    mkdirSync(join(site, 'link-3.dist-info'))
    writeFileSync(join(folder, 'elsewhere'), 'Name: secret\nVersion: 9\n')
    symlinkSync(join(folder, 'elsewhere'), join(site, 'link-3.dist-info', 'METADATA'))
    mkdirSync(join(site, 'loop-4.dist-info'))
    symlinkSync('METADATA', join(site, 'loop-4.dist-info', 'METADATA'))
    expect(await list()).toEqual(['huge 1', 'link 3', 'loop 4', 'pipe 2'])
  })

  it('are none where there is no environment', async () => {
    expect(await readPackages(join(folder, 'missing'))).toEqual([])
    rmSync(join(folder, 'lib'), { recursive: true })
    writeFileSync(join(folder, 'lib'), '')
    expect(await list()).toEqual([])
  })

  it('are words without spaces, or none, whatever stands in the records', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array))
    const near = fc
      .string({ unit: 'binary', maxLength: 60 })
      .map((text) => Buffer.from(`Name: ${text}\nVersion: ${text}\n`))
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, near), fc.oneof(bytes, fc.json().map(Buffer.from)), async (metadata, direct) => {
        add('some-1.0.dist-info', { METADATA: metadata, 'direct_url.json': direct })
        const [one, ...others] = await readPackages(folder)
        expect(others).toEqual([])
        expect(`${one?.name}==${one?.version}`).toMatch(/^[A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+$/)
        expect(writeRequirements(one ? [one] : []).split('\n').length).toBeLessThanOrEqual(3)
        parseMetadata(metadata.toString('utf8'))
        parseDirectUrl(direct.toString('utf8'))
      }),
      { numRuns: 150 },
    )
  })

  it('are listed and exported without running anything of an environment that was found', async () => {
    const deps = { ...createMemoryDeps(), searchFolders: () => [folder] }
    writeFileSync(join(folder, 'pyvenv.cfg'), 'home = /usr/bin\nversion = 3.11.2\n')
    mkdirSync(join(folder, 'bin'))
    writeFileSync(join(folder, 'bin', 'python'), `#!/bin/sh\ntouch ${folder}/ran\necho '[]'\n`, { mode: 0o755 })
    add('web-1.0.dist-info', { METADATA: 'Name: web\nVersion: 1.0\n' })
    const { environments } = createVenvDriver(deps)
    const never = new AbortController().signal
    const id = `venv:${folder}`
    expect(await environments?.packages(id, never)).toEqual([
      { name: 'web', version: '1.0', build: null, channel: null },
    ])
    expect(await environments?.exportTo(id, 'requirements', never)).toBe('web==1.0\n')
    expect(existsSync(join(folder, 'ran'))).toBe(false)
  })
})
