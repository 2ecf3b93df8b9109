import { describe, expect, it } from 'vitest'
import { parseSources } from '../../../../../main/drivers/qemu/full/sources.ts'

const output = `Debian|http://mirror.example/debian/|trixie|trixie|main|amd64
Debian|http://mirror.example/debian/|trixie|trixie|non-free|amd64
Debian|http://mirror.example/debian/|trixie|trixie|main|i386
Debian|http://mirror.example/debian/|trixie-updates|trixie-updates|main|amd64
Debian|http://security.example/|trixie-security|trixie-security|main|amd64
Debian|http://mirror.example/debian/|trixie-backports|trixie-backports|main|amd64
Somebody|https://packages.example/apt|nodistro|nodistro|main|amd64
`

describe('the sources of a guest', () => {
  it('are the distribution’s own with their updates, and nobody else’s', () => {
    expect(parseSources(output, 'amd64')).toEqual({
      codename: 'trixie',
      lines: [
        'deb http://mirror.example/debian/ trixie main',
        'deb http://mirror.example/debian/ trixie-updates main',
        'deb http://security.example/ trixie-security main',
      ],
    })
  })

  it.each([
    ['', 'amd64'],
    [output, 'arm64'],
    ['Somebody|https://packages.example/apt|nodistro|nodistro|main|amd64\n', 'amd64'],
    ['Debian|http://mirror.example|x|--hook|main|amd64\n', 'amd64'],
  ])('are none in %j on %s', (text, architecture) => {
    expect(parseSources(text, architecture)).toBeNull()
  })
})
