import { describe, expect, it } from 'vitest'
import { readKernelArchitecture } from '../../../../main/drivers/guest/artifactFacts.ts'
import { readCpioFile, writeCpio } from '../../../../main/drivers/guest/cpio.ts'
import { describeGuestPlatforms } from '../../../../main/drivers/qemu/platforms.ts'

function kernel(write: (head: Buffer) => void): Buffer {
  const head = Buffer.alloc(4096)
  write(head)
  return head
}

const x86 = (flags: number) =>
  kernel((head) => {
    head.write('MZ', 0, 'latin1')
    head.write('HdrS', 0x202, 'latin1')
    head.writeUInt16LE(flags, 0x236)
  })

const zboot = (machine: number) =>
  kernel((head) => {
    head.write('MZ', 0, 'latin1')
    head.writeUInt32LE(0x40, 0x3c)
    head.write('PE\0\0', 0x40, 'latin1')
    head.writeUInt16LE(machine, 0x44)
  })

describe('a kernel image', () => {
  it.each([
    ['a 64-bit bzImage', x86(0x3f), 'amd64'],
    ['a 32-bit bzImage', x86(0), '386'],
    ['an arm64 Image', kernel((head) => head.write('ARMd', 0x38, 'latin1')), 'arm64'],
    ['an arm64 zboot image', zboot(0xaa64), 'arm64'],
    ['something else', kernel(() => undefined), null],
    ['a file that is cut', Buffer.from('MZ'), null],
  ])('tells its processor: %s', (_, head, expected) => {
    expect(readKernelArchitecture(head)).toBe(expected)
  })
})

describe('an initramfs', () => {
  const archive = writeCpio([
    { kind: 'folder', path: 'dev' },
    { kind: 'character device', path: 'dev/console', major: 5, minor: 1 },
    { kind: 'file', path: 'modules', executable: false, content: Buffer.from('odd') },
    { kind: 'file', path: 'init', executable: true, content: Buffer.from('#!/bin/sh\n') },
  ])

  it('gives back each file as it was written, and nothing for one that it has not', () => {
    expect(readCpioFile(archive, 'modules')?.toString()).toBe('odd')
    expect(readCpioFile(archive, 'init')?.toString()).toBe('#!/bin/sh\n')
    expect(readCpioFile(archive, 'initrd')).toBeNull()
    expect(readCpioFile(Buffer.from('not an archive'.padEnd(200)), 'init')).toBeNull()
  })

  it('says that its program is none of machine code, rather than that it runs anywhere', () => {
    const facts = describeGuestPlatforms(x86(1), archive, 'qemu-system-x86_64')
    expect(facts.map(({ id, value }) => [id, value]).slice(0, 2)).toEqual([
      ['platform', 'amd64'],
      ['program', null],
    ])
  })
})
