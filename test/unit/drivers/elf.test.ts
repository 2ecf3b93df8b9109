import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readElf } from '../../../main/drivers/elf.ts'

/** The head of a program as elf(5) has it, with a loader when one is named. */
function writeElf(bits: 32 | 64, bigEndian: boolean, machine: number, loader: string | null): Buffer {
  const head = Buffer.alloc(256)
  const put16 = (value: number, at: number) =>
    bigEndian ? head.writeUInt16BE(value, at) : head.writeUInt16LE(value, at)
  const put32 = (value: number, at: number) =>
    bigEndian ? head.writeUInt32BE(value, at) : head.writeUInt32LE(value, at)
  const putWord = (value: number, at: number) => put32(value, bits === 64 && bigEndian ? at + 4 : at)
  head.write('\x7fELF', 0, 'latin1')
  head[4] = bits / 32
  head[5] = bigEndian ? 2 : 1
  put16(machine, 0x12)
  const headers = 0x40
  putWord(headers, bits === 64 ? 0x20 : 0x1c)
  put16(bits === 64 ? 56 : 32, bits === 64 ? 0x36 : 0x2a)
  put16(loader === null ? 1 : 2, bits === 64 ? 0x38 : 0x2c)
  // A segment to load, then the loader's name.
  put32(1, headers)
  if (loader === null) return head
  const second = headers + (bits === 64 ? 56 : 32)
  put32(3, second)
  putWord(0xc0, second + (bits === 64 ? 0x08 : 0x04))
  head.write(`${loader}\0`, 0xc0, 'latin1')
  return head
}

describe('readElf', () => {
  it.each([
    [64, false, 0x3e, 'amd64'],
    [64, false, 0xb7, 'arm64'],
    [32, false, 0x28, 'arm'],
    [64, true, 0x16, 's390x'],
    [32, true, 0x14, 'ppc'],
    [64, false, 0x1234, 'machine 0x1234'],
  ] as const)('reads %d bits, big-endian %s, machine %d as %s', (bits, bigEndian, machine, architecture) => {
    expect(readElf(writeElf(bits, bigEndian, machine, null))).toEqual({ architecture, bits, loader: null })
    const loader = '/lib/ld.so.1'
    expect(readElf(writeElf(bits, bigEndian, machine, loader))).toEqual({ architecture, bits, loader })
  })

  it('reads the running program, which is no script', () => {
    const own = readElf(readFileSync(process.execPath).subarray(0, 4096))
    expect(own?.architecture).toBe(process.arch === 'x64' ? 'amd64' : process.arch)
  })

  it('takes nothing else for a program, whatever its bytes are', () => {
    expect(readElf(Buffer.from('#!/bin/sh\n'.padEnd(100)))).toBeNull()
    expect(readElf(Buffer.from('\x7fELF', 'latin1'))).toBeNull()
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 60, maxLength: 200 }), (bytes) => {
        readElf(Buffer.concat([Buffer.from('\x7fELF', 'latin1'), bytes]))
      }),
    )
  })
})
