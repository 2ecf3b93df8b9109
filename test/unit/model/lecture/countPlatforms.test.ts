import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../../main/contract/metrics.ts'
import type { Technology } from '../../../../main/contract/technology.ts'
import { countPlatforms } from '../../../../main/model/lecture/countPlatforms.ts'

function count(technology: Technology, platform: Fact['value']) {
  return countPlatforms([{ id: 'platform', title: '', value: platform, meaning: '', basis: 'measured' }], technology)
}

describe('the platforms of an artifact', () => {
  it('are, for an image of one processor, all but Linux on another', () => {
    expect(count('docker', 'linux/amd64')).toEqual({ holds: 4, known: 5, unknown: 0, stated: 3 })
  })

  it('are all of them for an image of both processors', () => {
    expect(count('docker', 'linux/amd64, linux/arm64/v8')).toMatchObject({ holds: 5, known: 5 })
  })

  it('are no more than Windows for an image of Windows', () => {
    expect(count('docker', 'windows/amd64')).toMatchObject({ holds: 1, known: 5 })
  })

  it('are all of them for packages without machine code', () => {
    expect(count('venv', 'any with Python')).toEqual({ holds: 5, known: 5, unknown: 0, stated: 0 })
  })

  it('are those of the tags for packages with machine code, and the others are not known', () => {
    expect(count('venv', 'manylinux_2_17_x86_64')).toEqual({ holds: 1, known: 1, unknown: 4, stated: 0 })
    expect(count('venv', 'macosx_11_0_universal2, win_amd64')).toMatchObject({ holds: 3, unknown: 2 })
  })

  it('are wherever QEMU runs for a virtual machine, as its documents state', () => {
    expect(count('qemu', 'amd64')).toEqual({ holds: 5, known: 5, unknown: 0, stated: 5 })
  })

  it('are not known where the artifact did not tell', () => {
    expect(count('qemu', null)).toMatchObject({ known: 0, unknown: 5 })
  })
})
