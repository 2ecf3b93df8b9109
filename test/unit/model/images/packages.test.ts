import { describe, expect, it } from 'vitest'
import { isPackageDatabase, readPackages } from '../../../../main/model/images/packageDatabases.ts'

const dpkg = `Package: bash
Status: install ok installed
Architecture: amd64
Version: 5.2.15-2+b7
Description: shell
 Version: 9 is a line of the description

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1.0

Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.36

Package: libc6
Status: install ok installed
Architecture: i386
Version: 2.36
`

describe('what is installed in an image', () => {
  it('is what dpkg has installed, in both architectures, and not what it has removed', () => {
    const { databases, versions } = readPackages(new Map([['var/lib/dpkg/status', dpkg]]))
    expect(databases).toEqual(['dpkg'])
    expect([...versions]).toEqual([
      ['bash', '5.2.15-2+b7'],
      ['libc6', '2.36'],
      ['libc6:i386', '2.36'],
    ])
  })

  it('is in one file for each package where there is no package manager', () => {
    expect(isPackageDatabase('var/lib/dpkg/status.d/tzdata')).toBe(true)
    expect(isPackageDatabase('var/lib/dpkg/status.d/tzdata.md5sums')).toBe(false)
    const { versions } = readPackages(new Map([['var/lib/dpkg/status.d/tzdata', 'Package: tzdata\nVersion: 2024a\n']]))
    expect([...versions]).toEqual([['tzdata', '2024a']])
  })

  it('is no file of the root that is only called like something every object has', () => {
    for (const path of ['constructor', 'toString', '__proto__']) expect(isPackageDatabase(path)).toBe(false)
  })

  it('is read of apk too', () => {
    const text = 'C:Q1x\nP:musl\nV:1.2.5-r0\n\nP:busybox\nV:1.36\n'
    expect([...readPackages(new Map([['lib/apk/db/installed', text]])).versions]).toEqual([
      ['musl', '1.2.5-r0'],
      ['busybox', '1.36'],
    ])
  })

  it('is nothing where the database is cut off or no text', () => {
    for (const text of ['', 'Package: x', '\0\ufffd'.repeat(1000), 'Version: 1\n\nPackage: y']) {
      expect(readPackages(new Map([['var/lib/dpkg/status', text]])).versions.size).toBe(0)
    }
  })
})
