import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildPipVariables, buildSourceArgs } from '../../../../main/drivers/venv/commands/pip.ts'
import { judgeTimes } from '../../../../main/drivers/venv/deployment.ts'
import {
  countMachineCode,
  parsePlatforms,
  parseRequiresPython,
  readDistributions,
} from '../../../../main/drivers/venv/distributions.ts'
import { serveIndex } from '../../../../main/drivers/venv/indexServer.ts'
import { describePlatforms } from '../../../../main/drivers/venv/platforms.ts'
import { packSample, sample, sampleArchiveName } from '../../../../main/drivers/venv/samplePackage.ts'

describe('a deployment of an environment', () => {
  it('is uncached when the package was fetched, cached when it was not, and nothing else', () => {
    const [fetched, kept] = [
      { time: 5000, downloads: 1 },
      { time: 4000, downloads: 0 },
    ]
    expect(judgeTimes(fetched, kept)).toMatchObject({ uncached: 5000, cached: 4000 })
    expect(judgeTimes(kept, fetched)).toMatchObject({
      uncached: { absent: 'pip did not fetch the package' },
      cached: { absent: 'pip did not take the package from its cache' },
    })
  })

  it('has pip see neither the user’s configuration nor the user’s cache', () => {
    const place = { folder: '/e', cache: '/c', temp: '/t', variables: { PATH: '/bin' } }
    expect(buildPipVariables(place)).toMatchObject({ PIP_CONFIG_FILE: '/dev/null', PIP_CACHE_DIR: '/c', HOME: '/t' })
    expect(buildSourceArgs({ wheels: '/w' })).toEqual(['--no-index', '--find-links', '/w'])
  })
})

describe('the sample package', () => {
  it('is the same every time, and what tar and the standard for source distributions expect', async () => {
    const archive = await packSample()
    expect((await packSample()).equals(archive)).toBe(true)
    const names = execFileSync('tar', ['-tzf', '-'], { input: archive, encoding: 'utf8' }).trim().split('\n')
    expect(names).toContain(`${sample.module}-${sample.version}/PKG-INFO`)
    expect(names).toContain(`${sample.module}-${sample.version}/pyproject.toml`)
  })

  it('is served on loopback alone, counted, and not after the close', async () => {
    const content = Buffer.from('content')
    const index = await serveIndex({ project: sample.name, name: sampleArchiveName, content })
    expect(new URL(index.url).hostname).toBe('127.0.0.1')
    const page = await (await fetch(`${index.url}${sample.name}/`)).text()
    expect(index.downloads()).toBe(0)
    const link = /href="([^"]+)#sha256=[0-9a-f]{64}"/.exec(page)?.[1] ?? ''
    expect(await (await fetch(new URL(link, index.url))).text()).toBe('content')
    expect(index.downloads()).toBe(1)
    expect((await fetch(`${index.url}../../etc/passwd`)).status).toBe(404)
    await index.close()
    await index.close()
    await expect(fetch(index.url)).rejects.toThrow()
  })
})

describe('what an environment runs on', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'iso-unit-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is read from the tags of a wheel', () => {
    expect(parsePlatforms('Wheel-Version: 1.0\nTag: py2-none-any\nTag: py3-none-any\n')).toEqual(['any'])
    const bound = 'Tag: cp311-cp311-manylinux_2_17_x86_64\nTag: cp311-cp311-manylinux2014_x86_64\n'
    expect(parsePlatforms(bound)).toEqual(['manylinux2014_x86_64', 'manylinux_2_17_x86_64'])
    expect(parsePlatforms('')).toEqual([])
  })

  it('takes the needed Python from the header and not from the description', () => {
    expect(parseRequiresPython('Name: x\nRequires-Python: >=3.8, <4\n\nRequires-Python: 2')).toBe('>=3.8, <4')
    expect(parseRequiresPython('Name: x\n\nRequires-Python: 2')).toBeNull()
  })

  it('finds distributions and compiled modules in a folder', async () => {
    mkdirSync(join(folder, 'fast-2.0.dist-info'))
    writeFileSync(join(folder, 'fast-2.0.dist-info', 'WHEEL'), 'Tag: cp311-cp311-linux_x86_64\n')
    mkdirSync(join(folder, 'fast'))
    const elf = Buffer.alloc(64)
    elf.write('\x7fELF', 'latin1')
    elf[4] = 2
    elf[5] = 1
    elf.writeUInt16LE(0x3e, 0x12)
    writeFileSync(join(folder, 'fast', 'core.cpython-311-x86_64-linux-gnu.so'), elf)
    writeFileSync(join(folder, 'fast', 'plain.py'), '')
    const distributions = await readDistributions(folder)
    expect(distributions).toEqual([{ title: 'fast-2.0', platforms: ['linux_x86_64'], requiresPython: null }])
    const machineCode = await countMachineCode(folder)
    expect([...machineCode]).toEqual([['amd64', 1]])
    const requirements = "fast==2.0\nwin==1 ; sys_platform == 'win32'\n"
    const facts = describePlatforms({
      distributions,
      machineCode,
      requirements,
      pythonVersion: '3.11',
      holdsItsPath: true,
    })
    const values = Object.fromEntries(facts.map(({ id, value }) => [id, value]))
    expect(values).toEqual({
      platform: 'linux_x86_64',
      compiled: '1 × amd64',
      interpreter: null,
      pins: 1,
      folder: false,
    })
  })
})
