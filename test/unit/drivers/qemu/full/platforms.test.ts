import { describe, expect, it } from 'vitest'
import { factSchema } from '../../../../../main/contract/metrics.ts'
import { describeSystemPlatforms } from '../../../../../main/drivers/qemu/full/platforms.ts'

const arm64Kernel = Buffer.alloc(4096)
arm64Kernel.write('ARMd', 0x38, 'latin1')

/** A static 64-bit program for arm64: elf(5). */
const arm64Init = Buffer.alloc(4096)
arm64Init.write('\x7fELF\x02\x01', 0, 'latin1')
arm64Init.writeUInt16LE(183, 0x12)

const disk = { format: 'qcow2', virtualSize: 2 ** 31, backing: null }
const whole = { kernelHead: arm64Kernel, initHead: arm64Init, disk, system: 'qemu-system-aarch64' }

describe('what a whole distribution runs on', () => {
  it('is read from the kernel, the disk and its init, the kernel first', () => {
    const facts = describeSystemPlatforms(whole)
    expect(facts.map(({ id, value }) => [id, value])).toEqual([
      ['platform', 'arm64'],
      ['disk', 'qcow2'],
      ['program', 'arm64'],
      ['elsewhere', 'wherever QEMU runs'],
    ])
    expect(facts.map((fact) => factSchema.safeParse(fact).error)).toEqual(facts.map(() => undefined))
    expect(facts[1]?.meaning).toMatch(/^2\.00\sGiB for the guest; it needs no other file$/)
  })

  it('is not known of an init that could not be read, and of a script', () => {
    const readProgram = (initHead: Buffer | null) =>
      describeSystemPlatforms({ ...whole, initHead }).find(({ id }) => id === 'program')
    expect(readProgram(null)).toMatchObject({ value: null, meaning: expect.stringContaining('could not be read') })
    expect(readProgram(Buffer.from('#!/bin/sh\n'))).toMatchObject({ value: null, meaning: 'it is no machine code' })
  })

  it('says of a disk that needs another file that it does', () => {
    const facts = describeSystemPlatforms({ ...whole, disk: { ...disk, backing: 'base.qcow2' } })
    expect(facts[1]?.meaning).toContain('cannot be read without')
  })
})
