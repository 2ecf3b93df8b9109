import { describe, expect, it } from 'vitest'
import { sectorSize, writeIsoImage } from '../../../../../main/drivers/virtualbox/own/isoImage.ts'

const loader = Buffer.from(Array.from({ length: 5_001 }, (_, index) => (index * 7) % 251))
const files = [
  { name: 'VMLINUZ', content: Buffer.from('kernel') },
  { name: 'LOADER.BIN', content: loader },
  { name: 'EMPTY', content: Buffer.alloc(0) },
]
const image = writeIsoImage({ label: 'ISOSCOPE', boot: 'LOADER.BIN', files })
const sector = (number: number) => image.subarray(number * sectorSize, (number + 1) * sectorSize)

/** A reader of its own, by the standard: what the root folder of the volume descriptor lists. */
function readRoot(): ReadonlyMap<string, { readonly at: number; readonly size: number }> {
  const root = sector(sector(16).readUInt32LE(156 + 2))
  const found = new Map<string, { at: number; size: number }>()
  for (let at = 0; root[at]; at += root[at] ?? 0) {
    const name = root.toString('latin1', at + 33, at + 33 + (root[at + 32] ?? 0))
    expect(root.readUInt32LE(at + 2)).toBe(root.readUInt32BE(at + 6))
    found.set(name, { at: root.readUInt32LE(at + 2) * sectorSize, size: root.readUInt32LE(at + 10) })
  }
  return found
}

describe('an ISO image', () => {
  it('has its descriptors, and says how large it is', () => {
    expect(sector(16).toString('latin1', 0, 7)).toBe('\x01CD001\x01')
    expect(sector(16).toString('latin1', 40, 48)).toBe('ISOSCOPE')
    expect(sector(16).readUInt32LE(80) * sectorSize).toBe(image.length)
    expect(sector(16).readUInt32BE(84) * sectorSize).toBe(image.length)
    expect(sector(18).toString('latin1', 0, 7)).toBe('\xffCD001\x01')
  })

  it('gives back its files, in the order of their names, at the beginning of sectors', () => {
    const root = readRoot()
    expect([...root.keys()]).toEqual(['\0', '\x01', 'EMPTY;1', 'LOADER.BIN;1', 'VMLINUZ;1'])
    const kernel = root.get('VMLINUZ;1')
    expect(image.toString('latin1', kernel?.at, (kernel?.at ?? 0) + (kernel?.size ?? 0))).toBe('kernel')
    const places = [...root.values()].map(({ at }) => at)
    expect(places.every((at) => at % sectorSize === 0)).toBe(true)
  })

  it('has a boot catalog whose words add up to nothing, and which names the loader', () => {
    expect(sector(17).toString('latin1', 7, 30)).toBe('EL TORITO SPECIFICATION')
    const catalog = sector(sector(17).readUInt32LE(71))
    let sum = 0
    for (let at = 0; at < 32; at += 2) sum += catalog.readUInt16LE(at)
    expect(sum % 0x1_0000).toBe(0)
    expect([...catalog.subarray(30, 34)]).toEqual([0x55, 0xaa, 0x88, 0])
    expect(catalog.readUInt32LE(40) * sectorSize).toBe(readRoot().get('LOADER.BIN;1')?.at)
  })

  it('tells the loader where it is, and changes nothing else of it', () => {
    const { at = 0 } = readRoot().get('LOADER.BIN;1') ?? {}
    const written = image.subarray(at, at + loader.length)
    expect([8, 12, 16].map((place) => written.readUInt32LE(place))).toEqual([16, at / sectorSize, loader.length])
    let sum = 0
    for (let place = 64; place < loader.length; place++) sum = (sum + ((loader[place] ?? 0) << ((place % 4) * 8))) >>> 0
    expect(written.readUInt32LE(20)).toBe(sum)
    expect([written.subarray(0, 8), written.subarray(64)]).toEqual([loader.subarray(0, 8), loader.subarray(64)])
  })

  it('is the same for the same files, whatever their order', () => {
    expect(writeIsoImage({ label: 'ISOSCOPE', boot: 'LOADER.BIN', files: files.toReversed() }).equals(image)).toBe(true)
  })

  it.each(['lower', 'TOOLONGNAME', 'A.LONG', '', 'A/B', 'VMLINUZ'])('refuses the name %j', (name) => {
    const more = [...files, { name, content: Buffer.alloc(1) }]
    expect(() => writeIsoImage({ label: 'ISOSCOPE', boot: 'LOADER.BIN', files: more })).toThrow(RangeError)
  })

  it('refuses to boot what it has not, and more files than one sector of a folder lists', () => {
    expect(() => writeIsoImage({ label: 'ISOSCOPE', boot: 'OTHER', files })).toThrow('no file OTHER')
    const many = Array.from({ length: 60 }, (_, index) => ({ name: `FILE${index}`, content: Buffer.alloc(1) }))
    expect(() => writeIsoImage({ label: 'ISOSCOPE', boot: 'FILE1', files: many })).toThrow('too many files')
  })
})
