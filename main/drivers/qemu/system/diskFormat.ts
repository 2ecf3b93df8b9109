import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { EngineError } from '../../../model/engineError.ts'
import { readFileHead } from '../../guest/fileHead.ts'

export type DiskFormat = 'qcow2' | 'raw' | 'vmdk'

/** One file that holds a whole disk. */
export interface DiskFile {
  readonly path: string
  readonly format: DiskFormat
  /** Made here, so what its head names as the layer below is read as well. Of any other file QEMU does not look at that. */
  readonly isOwn?: true
}

/** Options of a node that QEMU makes of the file: what it is, and that nothing in it leads QEMU to another file of this machine. */
export function describeNode({ path, format, isOwn }: DiskFile): Readonly<Record<string, unknown>> {
  const mayNameOther = format !== 'raw' && isOwn !== true
  return { driver: format, ...(mayNameOther && { backing: null }), file: { driver: 'file', filename: path } }
}

const conversion = (from: string) => ({
  text: 'Convert it to a qcow2 file of its own',
  command: `qemu-img convert -O qcow2 ${from} NEW.qcow2`,
})

/**
 * Looks once, when the disk is named; from then on the format is written down and told to QEMU. QEMU would look at each start, and a
 * guest with a raw disk could write another format's head into it, which names files of this machine to be read.
 * Rejects with `not_found`, `permission_denied`, and `bad_input` for what names other files or QEMU cannot write to.
 */
export async function findDiskFormat(path: string, use: DiskUse): Promise<DiskFormat> {
  const size = await requireFile(path, 'disk')
  const head = await readFileHead(path, vmdkText.end).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EACCES' ? refuseReading('disk', path) : error
  })
  return readDiskFormat(head, { path, size, use })
}

/** A disk is written to, or copied once. */
export type DiskUse = 'write' | 'copy'

/** Bytes of a file that is there and may be read; what is no plain file cannot be a disk. */
export async function requireFile(path: string, what: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES') throw refuseReading(what, path)
    throw new EngineError('not_found', 'qemu', `There is no ${what} ${basename(path)}.`, {
      remedy: { text: 'Give the path of a file that exists' },
    })
  })
  if (found.isFile()) return found.size
  throw new EngineError('bad_input', 'qemu', `${basename(path)} is no plain file, so it cannot be a ${what}.`)
}

function refuseReading(what: string, path: string): EngineError {
  return new EngineError('permission_denied', 'qemu', `The ${what} ${basename(path)} may not be read.`)
}

/** Pure. Throws `bad_input`. */
export function readDiskFormat(
  head: Buffer,
  { path, size, use }: { readonly path: string; readonly size: number; readonly use: DiskUse },
): DiskFormat {
  const name = basename(path)
  const refuse = (why: string, remedy = conversion(name)) => new EngineError('bad_input', 'qemu', why, { remedy })
  if (isQcow2(head)) {
    if (/\.raw$/i.test(name)) {
      throw refuse(`${name} is named as a raw disk and begins as a qcow2 file: a guest may have written that.`, {
        text: 'If it is a qcow2 file, rename it to end in .qcow2; if not, look at what has been written into it',
        command: `qemu-img info -f qcow2 ${name}`,
      })
    }
    if (readBackingFile(head) !== null)
      throw refuse(`${name} reads from another file, which may be any of this machine.`)
    if (hasDataFile(head)) throw refuse(`${name} keeps its data in another file, which may be any of this machine.`)
    return 'qcow2'
  }
  if (head.subarray(0, 4).toString('latin1') === 'KDMV') return readVmdk(head, { name, use, refuse })
  const other = knownHeads.find(({ at, magic }) => head.subarray(at, at + magic.length).equals(magic))
  if (other) throw refuse(`${name} is a ${other.title}; a machine of QEMU takes qcow2, VMDK and raw disks.`)
  if (size === 0 || size % 512 !== 0) {
    throw refuse(`${name} is no disk: its length is no multiple of 512 bytes.`, conversion('DISK'))
  }
  return 'raw'
}

/** Where QEMU looks for the text of a VMDK, and in it for another file to read from, whatever else the head says. */
const vmdkText = { start: 0x200, end: 0x2a00 } as const
const vmdkParent = 'parentFileNameHint'

function readVmdk(
  head: Buffer,
  {
    name,
    use,
    refuse,
  }: { readonly name: string; readonly use: DiskUse; readonly refuse: (why: string) => EngineError },
): DiskFormat {
  // Without a capacity, what follows is a text that names the files of the disk.
  if (head.length < 20 || head.readBigUInt64LE(12) === 0n) {
    throw refuse(`${name} is a VMDK that names other files, which may be any of this machine.`)
  }
  if (head.subarray(vmdkText.start, vmdkText.end).includes(vmdkParent)) {
    throw refuse(`${name} reads from another file, which may be any of this machine.`)
  }
  const isCompressed = (head.readUInt32LE(8) & 0x1_0000) !== 0
  if (isCompressed && use === 'write') throw refuse(`${name} is a compressed VMDK, which can only be read.`)
  return 'vmdk'
}

const knownHeads: readonly { readonly title: string; readonly at: number; readonly magic: Buffer }[] = [
  { title: 'VMDK of several files', at: 0, magic: Buffer.from('# Disk DescriptorFile') },
  { title: 'VMDK of the first version', at: 0, magic: Buffer.from('COWD') },
  { title: 'VDI', at: 0x40, magic: Buffer.from([0x7f, 0x10, 0xda, 0xbe]) },
  { title: 'VHDX', at: 0, magic: Buffer.from('vhdxfile') },
  { title: 'VHD', at: 0, magic: Buffer.from('conectix') },
  { title: 'QED disk', at: 0, magic: Buffer.from('QED\0') },
  { title: 'LUKS disk', at: 0, magic: Buffer.from('LUKS\xba\xbe', 'latin1') },
  { title: 'Parallels disk', at: 0, magic: Buffer.from('WithoutFreeSpace') },
  { title: 'gzip archive', at: 0, magic: Buffer.from([0x1f, 0x8b]) },
  { title: 'xz archive', at: 0, magic: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]) },
]

function isQcow2(head: Buffer): boolean {
  return head.length >= 24 && head.readUInt32BE(0) === 0x5146_49fb
}

/** The file a qcow2 file reads what it does not have itself from; null when there is none. Throws `bad_input` for a broken head. */
export function readBackingFile(head: Buffer): string | null {
  if (!isQcow2(head)) return null
  const offset = Number(head.readBigUInt64BE(8))
  const length = head.readUInt32BE(16)
  if (offset === 0) return null
  if (length === 0 || length > 1023 || offset + length > head.length) {
    throw new EngineError('bad_input', 'qemu', 'The head of the qcow2 file is broken.')
  }
  return head.subarray(offset, offset + length).toString('utf8')
}

/** Incompatible feature 2 of version 3. */
function hasDataFile(head: Buffer): boolean {
  return head.readUInt32BE(4) >= 3 && head.length >= 80 && (head.readBigUInt64BE(72) & 4n) !== 0n
}
