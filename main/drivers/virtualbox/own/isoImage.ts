/**
 * An ISO 9660 image that a BIOS boots: ECMA-119 (https://ecma-international.org/publications-and-standards/standards/ecma-119)
 * with a boot catalog as "El Torito" has it. Files in the root folder, no extensions. Our own writer, because what
 * there is are programs (xorriso, genisoimage) that no system has by itself, and this is all that is needed of them.
 *
 *   sector 16 volume descriptor, 17 boot record, 18 end of the descriptors, 19 and 20 path tables (either byte order),
 *   21 boot catalog, 22 root folder, 23… the files, each from the beginning of a sector
 */
export interface IsoFile {
  /** As in the standard, level 1: capital letters, digits, `_`; at most 8, a dot, and at most 3. */
  readonly name: string
  readonly content: Uint8Array
}

interface BootableImage {
  /** Of the volume; at most 32 characters as in file names. */
  readonly label: string
  readonly files: readonly IsoFile[]
  /** The file that the BIOS loads and starts: ISOLINUX or another that reads a boot info table. */
  readonly boot: string
}

export const sectorSize = 2048

const sectors = {
  descriptor: 16,
  bootRecord: 17,
  end: 18,
  tableLittle: 19,
  tableBig: 20,
  catalog: 21,
  root: 22,
  files: 23,
}

/** The same files give the same bytes. Throws RangeError for a name that the standard does not have. */
export function writeIsoImage({ label, files, boot }: BootableImage): Buffer {
  const placed = placeFiles(files)
  const bootFile = placed.find(({ name }) => name === boot)
  if (!bootFile) throw new RangeError(`there is no file ${boot} to boot`)
  const size = placed.reduce((end, { sector, content }) => Math.max(end, sector + countSectors(content)), sectors.files)
  const image = Buffer.alloc(size * sectorSize)
  const put = (sector: number, bytes: Uint8Array) => image.set(bytes, sector * sectorSize)
  put(sectors.descriptor, describeVolume(label, size))
  put(sectors.bootRecord, describeBootRecord())
  put(sectors.end, Buffer.concat([Buffer.of(255), Buffer.from('CD001', 'latin1'), Buffer.of(1)]))
  put(sectors.tableLittle, describePaths('little'))
  put(sectors.tableBig, describePaths('big'))
  put(sectors.catalog, describeBootCatalog(bootFile.sector))
  put(sectors.root, describeRoot(placed))
  for (const { sector, content } of placed) put(sector, content)
  put(bootFile.sector, withBootInfo(bootFile))
  return image
}

interface PlacedFile extends IsoFile {
  readonly sector: number
}

/** In the order of their names, as a folder has to list them. */
function placeFiles(files: readonly IsoFile[]): readonly PlacedFile[] {
  let next = sectors.files
  return files
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, content }, index, all) => {
      if (!/^[A-Z0-9_]{1,8}(?:\.[A-Z0-9_]{1,3})?$/.test(name) || all[index + 1]?.name === name) {
        throw new RangeError(`not a file name for an ISO image, or twice: ${JSON.stringify(name)}`)
      }
      const sector = next
      next += countSectors(content)
      return { name, content, sector }
    })
}

function countSectors({ length }: Uint8Array): number {
  return Math.ceil(length / sectorSize)
}

/** 8.4: the fields that are not set are zero, which is also "no date". */
function describeVolume(label: string, size: number): Buffer {
  const bytes = Buffer.alloc(sectorSize)
  bytes.set([1, ...Buffer.from('CD001', 'latin1'), 1])
  bytes.fill(' ', 8, 72)
  if (!/^[A-Z0-9_]{1,32}$/.test(label)) throw new RangeError(`not a label of a volume: ${JSON.stringify(label)}`)
  bytes.write(label, 40, 'latin1')
  writeBoth32(bytes, 80, size)
  writeBoth16(bytes, 120, 1) // Volumes in the set,
  writeBoth16(bytes, 124, 1) // and which one this is.
  writeBoth16(bytes, 128, sectorSize)
  writeBoth32(bytes, 132, describePaths('little').length)
  bytes.writeUInt32LE(sectors.tableLittle, 140)
  bytes.writeUInt32BE(sectors.tableBig, 148)
  bytes.set(describeEntry('\0', sectors.root, sectorSize, true), 156)
  bytes.fill(' ', 190, 813)
  for (const date of [813, 830, 847, 864]) bytes.fill('0', date, date + 16)
  bytes[881] = 1
  return bytes
}

/** El Torito, figure 7. */
function describeBootRecord(): Buffer {
  const bytes = Buffer.alloc(sectorSize)
  bytes.set([0, ...Buffer.from('CD001', 'latin1'), 1])
  bytes.write('EL TORITO SPECIFICATION', 7, 'latin1')
  bytes.writeUInt32LE(sectors.catalog, 71)
  return bytes
}

/** 9.4: the root folder alone. */
function describePaths(order: 'little' | 'big'): Buffer {
  const bytes = Buffer.alloc(10)
  bytes[0] = 1
  if (order === 'little') {
    bytes.writeUInt32LE(sectors.root, 2)
    bytes.writeUInt16LE(1, 6)
  } else {
    bytes.writeUInt32BE(sectors.root, 2)
    bytes.writeUInt16BE(1, 6)
  }
  return bytes
}

/** El Torito, figures 2 and 3: the words of the first entry add up to zero; the second is what is booted, no emulation. */
function describeBootCatalog(sector: number): Buffer {
  const bytes = Buffer.alloc(64)
  bytes[0] = 1
  bytes.writeUInt16LE(0xaa55, 30)
  let sum = 0
  for (let at = 0; at < 32; at += 2) sum += bytes.readUInt16LE(at)
  bytes.writeUInt16LE(-sum & 0xffff, 28)
  bytes[32] = 0x88
  // Sectors of 512 bytes that the BIOS loads; the loader reads the rest of itself by its boot info table.
  bytes.writeUInt16LE(4, 38)
  bytes.writeUInt32LE(sector, 40)
  return bytes
}

/** One sector: more would need records that do not cross sectors. */
function describeRoot(files: readonly PlacedFile[]): Buffer {
  const records = Buffer.concat([
    describeEntry('\0', sectors.root, sectorSize, true),
    describeEntry('\x01', sectors.root, sectorSize, true),
    ...files.map(({ name, sector, content }) => describeEntry(`${name};1`, sector, content.length, false)),
  ])
  if (records.length > sectorSize) throw new RangeError('too many files for one sector of a folder')
  return records
}

/** 9.1. */
function describeEntry(name: string, sector: number, size: number, isFolder: boolean): Buffer {
  const bytes = Buffer.alloc(33 + name.length + (name.length % 2 === 0 ? 1 : 0))
  bytes[0] = bytes.length
  writeBoth32(bytes, 2, sector)
  writeBoth32(bytes, 10, size)
  bytes[25] = isFolder ? 2 : 0
  writeBoth16(bytes, 28, 1)
  bytes[32] = name.length
  bytes.write(name, 33, 'latin1')
  return bytes
}

/**
 * The table that tells a loader where on the disc it is, at byte 8 of it, as genisoimage -boot-info-table writes it: volume
 * descriptor, the loader's own sector, its length, and the sum of its words from byte 64 on; then zeros.
 */
function withBootInfo({ content, sector }: PlacedFile): Buffer {
  const bytes = Buffer.alloc(Math.ceil(content.length / 4) * 4)
  bytes.set(content)
  let sum = 0
  for (let at = 64; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32LE(at)) >>> 0
  bytes.fill(0, 8, 64)
  for (const [index, value] of [sectors.descriptor, sector, content.length, sum].entries()) {
    bytes.writeUInt32LE(value, 8 + index * 4)
  }
  return bytes.subarray(0, content.length)
}

function writeBoth16(bytes: Buffer, at: number, value: number): void {
  bytes.writeUInt16LE(value, at)
  bytes.writeUInt16BE(value, at + 2)
}

function writeBoth32(bytes: Buffer, at: number, value: number): void {
  bytes.writeUInt32LE(value, at)
  bytes.writeUInt32BE(value, at + 4)
}
