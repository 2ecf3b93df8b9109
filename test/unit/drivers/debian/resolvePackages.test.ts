import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildDownloadArgs } from '../../../../main/drivers/debian/downloadPackages.ts'
import { buildResolveArgs, parsePackages, parseSimulation } from '../../../../main/drivers/debian/resolvePackages.ts'

const captured = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../fixtures/apt-2.6', `${name}.txt`), 'utf8')

describe('asking apt what a package needs', () => {
  it('asks as if nothing were installed, and changes nothing', () => {
    const args = buildResolveArgs(['python3'])
    expect(args).toContain('--simulate')
    expect(args).toContain('Dir::State::status=/dev/null')
    expect(args).toContain('Dir::Cache::pkgcache=')
    expect(args.slice(args.indexOf('--'))).toEqual(['--', 'python3'])
  })

  it('gets each package once, with its version and its epoch, in the order of installation', () => {
    const names = parseSimulation(captured('simulate-python3'))
    expect(names).toHaveLength(41)
    expect(new Set(names).size).toBe(41)
    expect(names[0]).toBe('gcc-12-base=12.2.0-14+deb12u1')
    expect(names).toContain('zlib1g=1:1.2.13.dfsg-1')
    expect(names.at(-1)).toBe('python3=3.11.2-1+b1')
  })

  it('takes the new version of one that would be upgraded', () => {
    expect(parseSimulation('Inst a [1.0-1] (1.0-2 Debian:12/stable [amd64])\nConf a (1.0-2 x [amd64])\n')).toEqual([
      'a=1.0-2',
    ])
    expect(parseSimulation('E: Unable to locate package python3\n')).toEqual([])
  })

  it('has the digest and the size of each', () => {
    expect(parsePackages(captured('show-libc6-zlib1g-python3'))).toEqual([
      {
        name: 'libc6',
        version: '2.36-9+deb12u14',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        size: 2759320,
      },
      { name: 'zlib1g', version: '1:1.2.13.dfsg-1', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), size: 86684 },
      { name: 'python3', version: '3.11.2-1+b1', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), size: 26300 },
    ])
    expect(parsePackages('Package: a\nVersion: 1\nSHA256: short\n\nPackage: b\nVersion: 1\n')).toEqual([])
  })
})

describe('downloading', () => {
  const packages = [
    { name: 'a', version: '1' },
    { name: 'b', version: '2:3' },
  ]

  it('names exactly those versions, and takes none that is not signed', () => {
    const args = buildDownloadArgs(packages, false)
    expect(args).toContain('APT::Get::AllowUnauthenticated=false')
    expect(args).not.toContain('APT::Sandbox::User=root')
    expect(args.slice(args.indexOf('--'))).toEqual(['--', 'a=1', 'b=2:3'])
  })

  it('is done as root where root asks', () => {
    expect(buildDownloadArgs(packages, true)).toContain('APT::Sandbox::User=root')
  })
})
