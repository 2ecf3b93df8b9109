import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  checkDigest,
  parseKernelDependency,
  parseKernelPackage,
  parseRecord,
} from '../../../../main/drivers/guest/debianKernel.ts'

const captured = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../fixtures/apt-2.6', `show-${name}.txt`), 'utf8')

describe('what apt says', () => {
  it('leads from the meta package to the kernel and its version', () => {
    expect(parseKernelDependency(parseRecord(captured('linux-image-cloud-amd64')))).toEqual({
      name: 'linux-image-6.1.0-56-cloud-amd64',
      version: '6.1.192-2',
    })
  })

  it('has the digest of the package', () => {
    expect(parseKernelPackage(parseRecord(captured('linux-image-6.1.0-56-cloud-amd64')))).toEqual({
      name: 'linux-image-6.1.0-56-cloud-amd64',
      version: '6.1.192-2',
      sha256: 'e7d02b943971edcb8790e256c02cfab3bca6c3d37c1bf25392a57c71300615ee',
      size: 26713492,
    })
  })

  it('may be without a version, as on Ubuntu, and with other dependencies', () => {
    expect(parseKernelDependency({ Depends: 'linux-firmware | x, linux-image-6.8.0-50-generic' })).toEqual({
      name: 'linux-image-6.8.0-50-generic',
      version: null,
    })
  })

  it('is no answer without a digest, or for a name that apt-get would take as an option', () => {
    expect(parseKernelPackage({ Package: 'a', Version: '1', SHA256: 'short' })).toBeNull()
    expect(parseKernelDependency({ Depends: '-o Dir=/ linux-image-1' })).toBeNull()
  })
})

describe('checkDigest', () => {
  it('accepts the file of the lists and refuses any other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    try {
      const file = join(folder, 'a.deb')
      writeFileSync(file, 'abc')
      const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
      await expect(checkDigest(file, { sha256 })).resolves.toBeUndefined()
      writeFileSync(file, 'abd')
      await expect(checkDigest(file, { sha256 })).rejects.toMatchObject({ code: 'bad_output' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
