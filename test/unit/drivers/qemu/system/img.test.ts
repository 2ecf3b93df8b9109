import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildConvertArgs, parseShare } from '../../../../../main/drivers/qemu/system/img/convertDisk.ts'
import { parseDiskInfo } from '../../../../../main/drivers/qemu/system/img/readDisk.ts'
import { nameDisk } from '../../../../../main/drivers/qemu/system/img/run.ts'

const info = readFileSync(join(import.meta.dirname, '../../../../fixtures/qemu-7.2/02-img-info-snapshots.txt'), 'utf8')

describe('what qemu-img says of a disk', () => {
  it('is its size and its snapshots, with the memory some of them have', () => {
    expect(parseDiskInfo(info)).toEqual({
      virtualBytes: 1048576,
      snapshots: [
        { id: '1', tag: 'isoscope-ab', memoryBytes: 1272852 },
        { id: '2', tag: 'ü "a,b"', memoryBytes: 0 },
      ],
    })
    expect(parseDiskInfo('{"virtual-size": 512, "format": "raw"}')).toEqual({ virtualBytes: 512, snapshots: [] })
  })

  it('is a typed error when it is cut off, something else, or not text', () => {
    for (let length = 0; length < info.trimEnd().length; length += 7) {
      expect(() => parseDiskInfo(info.slice(0, length))).toThrow('qemu-img did not describe')
    }
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.uint8Array().map((b) => Buffer.from(b).toString('utf8')),
        ),
        (text) => {
          try {
            expect(parseDiskInfo(text).snapshots).toBeInstanceOf(Array)
          } catch (error) {
            expect(error).toMatchObject({ code: 'bad_output' })
          }
        },
      ),
    )
  })

  it('may name very many snapshots', () => {
    const snapshots = Array.from({ length: 50_000 }, (_, index) => ({
      id: `${index}`,
      name: `s${index}`,
      'vm-state-size': 0,
    }))
    expect(parseDiskInfo(JSON.stringify({ 'virtual-size': 512, snapshots })).snapshots).toHaveLength(50_000)
  })
})

describe('how far a copy is', () => {
  it('is the last share that has come whole', () => {
    expect(parseShare('    (0.00/100%)\r    (12.50/100%)\r    (13.')).toBe(0.125)
    expect(parseShare('    (100.00/100%)\r\n')).toBe(1)
    expect(parseShare('100%)\r')).toBeNull()
    expect(parseShare('(999.99/100%)')).toBe(1)
  })

  it('is 0 to 1 or nothing, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'(0.9/10%)\r ') }), (text) => {
        const share = parseShare(text)
        expect(share === null || (share >= 0 && share <= 1)).toBe(true)
      }),
    )
  })
})

describe('a disk in an argument', () => {
  it('has its format stated, and nothing of its path is an option or a protocol', () => {
    const path = '/d/nbd:-x "a,b",driver=raw ü'
    expect(JSON.parse(nameDisk({ path, format: 'raw' }).slice('json:'.length))).toEqual({
      driver: 'raw',
      file: { driver: 'file', filename: path },
    })
  })

  it('leads to no other file but where it was made here', () => {
    const node = (format: 'qcow2' | 'vmdk', isOwn?: true) =>
      JSON.parse(nameDisk({ path: '/d', format, ...(isOwn && { isOwn }) }).slice('json:'.length))
    expect(node('vmdk')).toMatchObject({ driver: 'vmdk', backing: null })
    expect(node('qcow2')).toMatchObject({ driver: 'qcow2', backing: null })
    expect(node('qcow2', true)).not.toHaveProperty('backing')
  })

  it('is copied as it was when a snapshot was taken, whose name adds no option', () => {
    const [from, to] = [{ path: '/a', format: 'qcow2' } as const, { path: '/b', format: 'vmdk' } as const]
    expect(buildConvertArgs(from, to)).toEqual(['convert', '-p', '-O', 'vmdk', nameDisk(from), '/b'])
    expect(buildConvertArgs(from, to, 'a,snapshot.id=1')).toContain('snapshot.name=a,,snapshot.id=1')
  })
})
