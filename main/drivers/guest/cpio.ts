/**
 * An archive in the "newc" format, as the kernel reads it for an initramfs
 * (https://docs.kernel.org/driver-api/early-userspace/buffer-format.html). Our own writer, because `cpio -o` copies from
 * a folder and so cannot make a device node without being root, and because a Mac and Windows have no such program.
 */
export type CpioEntry =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly executable: boolean; readonly content: Uint8Array }
  | { readonly kind: 'character device'; readonly path: string; readonly major: number; readonly minor: number }

const permissions = { folder: 0o040755, program: 0o100755, file: 0o100644, device: 0o020600 }

/** Every field has 8 hexadecimal digits. */
const fieldLimit = 0xffffffff

/**
 * The same entries give the same bytes: owner root, no times. Folders MUST come before what is in them; the kernel
 * makes none by itself. Throws on a path that is absolute, empty, or climbs.
 */
export function writeCpio(entries: readonly CpioEntry[]): Buffer {
  const parts = entries.flatMap((entry, index) => writeEntry(entry, index + 1))
  return Buffer.concat([...parts, ...writeRecord({ name: 'TRAILER!!!', inode: 0, mode: 0, links: 1 })])
}

function writeEntry(entry: CpioEntry, inode: number): readonly Uint8Array[] {
  checkPath(entry.path)
  const name = entry.path
  if (entry.kind === 'folder') return writeRecord({ name, inode, mode: permissions.folder, links: 2 })
  if (entry.kind === 'character device') {
    return writeRecord({ name, inode, mode: permissions.device, links: 1, major: entry.major, minor: entry.minor })
  }
  const mode = entry.executable ? permissions.program : permissions.file
  return writeRecord({ name, inode, mode, links: 1, content: entry.content })
}

/** Pure. The content of one file of an archive in this format, uncompressed; null when there is no such file. */
export function readCpioFile(archive: Buffer, path: string): Buffer | null {
  const headerLength = 110
  for (let at = 0; at + headerLength <= archive.length; ) {
    if (archive.toString('latin1', at, at + 6) !== '070701') return null
    const field = (index: number) =>
      Number.parseInt(archive.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16)
    const [size, nameLength] = [field(6), field(11)]
    const name = archive.toString('utf8', at + headerLength, at + headerLength + nameLength - 1)
    const start = align(at + headerLength + nameLength)
    if (name === path) return archive.subarray(start, start + size)
    at = align(start + size)
  }
  return null
}

function align(offset: number): number {
  return Math.ceil(offset / 4) * 4
}

interface CpioRecord {
  readonly name: string
  readonly inode: number
  readonly mode: number
  readonly links: number
  readonly content?: Uint8Array
  readonly major?: number
  readonly minor?: number
}

/** Header with name, and content, each filled up to a multiple of four bytes. */
function writeRecord(record: CpioRecord): readonly Uint8Array[] {
  const content = record.content ?? new Uint8Array()
  const name = Buffer.from(`${record.name}\0`, 'utf8')
  const fields = [
    record.inode,
    record.mode,
    0, // uid
    0, // gid
    record.links,
    0, // mtime
    content.length,
    0, // device the file is on
    0,
    record.major ?? 0,
    record.minor ?? 0,
    name.length,
    0, // checksum, which this format does not use
  ]
  const header = Buffer.from(`070701${fields.map(toField).join('')}`, 'latin1')
  return [header, name, padding(header.length + name.length), content, padding(content.length)]
}

function toField(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > fieldLimit) throw new RangeError(`not a cpio field: ${value}`)
  return value.toString(16).padStart(8, '0')
}

function padding(length: number): Uint8Array {
  return new Uint8Array((4 - (length % 4)) % 4)
}

function checkPath(path: string): void {
  const parts = path.split('/')
  if (path.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new RangeError(`not a path inside an archive: ${JSON.stringify(path)}`)
  }
  if (path === 'TRAILER!!!') throw new RangeError('this name ends the archive')
}
