import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  buildArgs,
  buildPath,
  parseStatus,
  readDistribution,
  upstreamVersion,
} from '../../../../../main/drivers/qemu/full/system.ts'

describe('installing a system', () => {
  it('hands every source over as one argument, behind the folder', () => {
    const sources = { codename: 'trixie', lines: ['deb http://a.example x main', 'deb http://b.example y main'] }
    const args = buildArgs('/usr/bin/mmdebstrap', sources, '/tmp/a b/root')
    expect(args.slice(-4)).toEqual(['trixie', '/tmp/a b/root', ...sources.lines])
    expect(args[args.indexOf('--') + 1]).toBe('/usr/bin/mmdebstrap')
    expect(args.indexOf('--kill-child')).toBeLessThan(args.indexOf('--'))
  })

  it('finds the system’s own Python before one of the user’s, and programs of the user’s behind it', () => {
    const folders = buildPath({ env: { PATH: '/home/me/.pyenv/shims:/usr/bin:/opt/own' }, platform: 'linux' }).split(
      ':',
    )
    expect(folders.slice(0, 5)).toEqual(['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/home/me/.pyenv/shims'])
    expect(folders).toContain('/opt/own')
    expect(new Set(folders).size).toBe(folders.length)
  })

  it('reads versions from the package database', () => {
    const text =
      'Package: systemd\nStatus: install ok installed\nVersion: 252.38-1~deb12u1\n\nPackage: dbus\nVersion: 1.14\n'
    expect([...parseStatus(text)]).toEqual([
      ['systemd', '252.38-1~deb12u1'],
      ['dbus', '1.14'],
    ])
  })

  it.each([
    ['3.11.2-1+b1', '3.11.2'],
    ['1:9.2p1-2+deb12u6', '9.2p1'],
    ['257.7', '257.7'],
    [undefined, null],
  ])('knows the version %s as %s', (version, upstream) => {
    expect(upstreamVersion(version)).toBe(upstream)
  })
})

describe('the distribution’s name', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    mkdirSync(join(root, 'etc'))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('is Debian’s with its point release', async () => {
    writeFileSync(join(root, 'etc', 'os-release'), 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n')
    writeFileSync(join(root, 'etc', 'debian_version'), '12.15\n')
    expect(await readDistribution(root)).toBe('Debian 12.15')
  })

  it('is another one’s own name, whatever Debian it was made from', async () => {
    writeFileSync(join(root, 'etc', 'os-release'), 'PRETTY_NAME="Ubuntu 24.04.2 LTS"\nID=ubuntu\nID_LIKE=debian\n')
    writeFileSync(join(root, 'etc', 'debian_version'), 'trixie/sid\n')
    expect(await readDistribution(root)).toBe('Ubuntu 24.04.2 LTS')
  })
})
