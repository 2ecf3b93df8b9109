import { describe, expect, it } from 'vitest'
import { buildGuestInitramfs, encodeStrings } from '../../../../../main/drivers/qemu/full/initramfs.ts'

const files = {
  guest: Buffer.from('GUEST'),
  probe: Buffer.from('PROBE'),
  modules: [{ name: 'virtio.ko', content: Buffer.from('MODULE') }],
}

describe('the initramfs of a whole distribution', () => {
  it('carries the program, its arguments and its variables, each with a NUL behind it', () => {
    const archive = buildGuestInitramfs(files, { kind: 'probe', args: ['cpu', '--wait'] }, { PATH: '/bin', HOME: '/' })
    expect(archive.includes('/run/isoscope/probe\0cpu\0--wait\0')).toBe(true)
    expect(archive.includes('PATH=/bin\0HOME=/\0')).toBe(true)
    expect(archive.includes('virtio.ko\n')).toBe(true)
  })

  it('names the guest’s own Python', () => {
    const archive = buildGuestInitramfs(files, { kind: 'python', args: ['-c', 'print("a b")'] }, {})
    expect(archive.includes('/usr/bin/python3\0-c\0print("a b")\0')).toBe(true)
  })

  it('has a command started by the probe in its directory, every argument as it is', () => {
    const command = { kind: 'command', argv: ['echo', '$HOME;', ''], directory: '/a b' } as const
    const archive = buildGuestInitramfs(files, command, {})
    expect(archive.includes('/run/isoscope/probe\0run\0--dir\0/a b\0--\0echo\0$HOME;\0\0')).toBe(true)
    expect(archive.includes('isoscope/directory\0')).toBe(true)
  })

  it.each([[['a\0b']], [['x'.repeat(2 ** 17)]]])('refuses what it cannot carry', (strings) => {
    expect(() => encodeStrings(strings)).toThrow(expect.objectContaining({ code: 'bad_input' }))
  })
})
