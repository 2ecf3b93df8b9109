import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findDiskFormat, readBackingFile, readDiskFormat } from '../../../../../main/drivers/qemu/system/diskFormat.ts'
import { EngineError } from '../../../../../main/model/engineError.ts'

interface Qcow2 {
  readonly version?: number
  readonly backing?: string
  readonly incompatible?: bigint
}

function makeQcow2({ version = 3, backing = '', incompatible = 0n }: Qcow2 = {}): Buffer {
  const head = Buffer.alloc(4096)
  head.writeUInt32BE(0x514649fb, 0)
  head.writeUInt32BE(version, 4)
  head.writeBigUInt64BE(backing === '' ? 0n : 600n, 8)
  head.writeUInt32BE(Buffer.byteLength(backing), 16)
  if (version >= 3) head.writeBigUInt64BE(incompatible, 72)
  head.write(backing, 600)
  return head
}

function makeVmdk({ capacity = 2048n, flags = 3, text = '', at = 0x200 } = {}): Buffer {
  const head = Buffer.alloc(0x2a00)
  head.write('KDMV')
  head.writeUInt32LE(1, 4)
  head.writeUInt32LE(flags, 8)
  head.writeBigUInt64LE(capacity, 12)
  head.write(text, at)
  return head
}

const read = (head: Buffer, name = 'disk.img', use: 'write' | 'copy' = 'write') =>
  readDiskFormat(head, { path: `/disks/${name}`, size: 1024 ** 2, use })
const refusal = (head: Buffer, name?: string) => {
  try {
    return read(head, name)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    expect(error).toMatchObject({ code: 'bad_input', remedy: expect.anything() })
    return error.message
  }
}

describe('the format of a disk', () => {
  it('is what its head says', () => {
    expect(read(makeQcow2())).toBe('qcow2')
    expect(read(makeQcow2({ version: 2 }))).toBe('qcow2')
    expect(read(makeVmdk())).toBe('vmdk')
    expect(read(Buffer.alloc(4096))).toBe('raw')
  })

  it('is none that names other files of this machine', () => {
    expect(refusal(makeQcow2({ backing: '/etc/shadow' }))).toContain('reads from another file')
    expect(refusal(makeQcow2({ incompatible: 4n }))).toContain('data in another file')
    expect(refusal(makeVmdk({ capacity: 0n }))).toContain('names other files')
    const parent = 'parentFileNameHint="/etc/shadow"'
    for (const at of [0x200, 0x2a00 - parent.length]) {
      expect(refusal(makeVmdk({ text: parent, at }))).toContain('reads from another file')
    }
    const text = Buffer.alloc(4096)
    text.write('# Disk DescriptorFile\nversion=1\nRW 4 FLAT "/etc/shadow" 0\n')
    expect(refusal(text)).toContain('VMDK of several files')
  })

  it('is not that of a head which a guest may have written to a raw disk', () => {
    expect(refusal(makeQcow2(), 'guest.raw')).toContain('a guest may have written that')
  })

  it('is none that QEMU cannot write to, but one that it can copy', () => {
    const compressed = makeVmdk({ flags: 0x1_0003 })
    expect(refusal(compressed)).toContain('only be read')
    expect(read(compressed, 'disk.vmdk', 'copy')).toBe('vmdk')
  })

  it.each([
    ['VDI', Buffer.concat([Buffer.alloc(0x40), Buffer.from([0x7f, 0x10, 0xda, 0xbe])])],
    ['VHDX', Buffer.from('vhdxfile')],
    ['VHD', Buffer.from('conectix')],
    ['gzip archive', Buffer.from([0x1f, 0x8b, 8, 0])],
  ])('is not guessed for a %s', (title, head) => {
    expect(refusal(Buffer.concat([head, Buffer.alloc(512)]))).toContain(title)
  })

  it('is none for a text, or nothing', () => {
    expect(() => readDiskFormat(Buffer.from('hello'), { path: '/a.txt', size: 5, use: 'write' })).toThrow('512')
    expect(() => readDiskFormat(Buffer.alloc(0), { path: '/a', size: 0, use: 'write' })).toThrow('512')
  })

  it('is an answer or a typed error, whatever the bytes are', () => {
    const magics = ['', 'QFI\u00fb', 'KDMV', '# Disk DescriptorFile'].map((text) => Buffer.from(text, 'latin1'))
    fc.assert(
      fc.property(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 300 }), fc.nat(4096), (magic, bytes, size) => {
        try {
          const format = readDiskFormat(Buffer.concat([magic, bytes]), { path: '/d', size, use: 'write' })
          expect(['qcow2', 'raw', 'vmdk']).toContain(format)
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad_input' })
        }
      }),
    )
  })

  it('tells what a linked clone reads from', () => {
    expect(readBackingFile(makeQcow2({ backing: '../web/layer-12345678.qcow2' }))).toBe('../web/layer-12345678.qcow2')
    expect(readBackingFile(makeQcow2())).toBeNull()
    expect(readBackingFile(Buffer.from('no disk'))).toBeNull()
  })
})

describe('a file that is named as a disk', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('has to be there, and a file', async () => {
    await expect(findDiskFormat(join(folder, 'none'), 'write')).rejects.toMatchObject({ code: 'not_found' })
    await expect(findDiskFormat(folder, 'write')).rejects.toMatchObject({ code: 'bad_input' })
    await expect(findDiskFormat('/dev/null', 'write')).rejects.toMatchObject({ code: 'bad_input' })
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'))
    await expect(findDiskFormat(join(folder, 'link'), 'write')).rejects.toMatchObject({ code: 'not_found' })
    // QEMU reads far more of a VMDK than of other disks.
    writeFileSync(join(folder, 'far.vmdk'), makeVmdk({ text: 'parentFileNameHint="/etc/shadow"', at: 0x2900 }))
    await expect(findDiskFormat(join(folder, 'far.vmdk'), 'copy')).rejects.toMatchObject({ code: 'bad_input' })
    writeFileSync(join(folder, 'a'), makeQcow2())
    expect(await findDiskFormat(join(folder, 'a'), 'write')).toBe('qcow2')
  })
})
