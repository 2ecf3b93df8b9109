/** What the head of a program says of where it runs: elf(5), https://man7.org/linux/man-pages/man5/elf.5.html */
export interface ElfHead {
  /** As `docker` and Debian call it where they agree, such as `amd64`; `machine 0x…` for one without a name here. */
  readonly architecture: string
  readonly bits: 32 | 64
  /** The loader it needs, such as `/lib64/ld-linux-x86-64.so.2`; null for a static program, which needs the kernel alone. */
  readonly loader: string | null
}

const machines: Readonly<Record<number, string>> = {
  3: '386',
  8: 'mips',
  20: 'ppc',
  21: 'ppc64le',
  22: 's390x',
  40: 'arm',
  62: 'amd64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
}

const programHeaderOfLoader = 3

/** Pure. `head` holds the program's first bytes, 4 KiB are plenty. Null when it is no ELF file. */
export function readElf(head: Buffer): ElfHead | null {
  if (head.length < 0x34 || head.toString('latin1', 0, 4) !== '\x7fELF') return null
  const bits = head[4] === 2 ? 64 : 32
  const littleEndian = head[5] === 1
  const read16 = (at: number) => (littleEndian ? head.readUInt16LE(at) : head.readUInt16BE(at))
  const read32 = (at: number) => (littleEndian ? head.readUInt32LE(at) : head.readUInt32BE(at))
  // Offsets and sizes of the 64-bit format have eight bytes; what is looked for stands in the first 4 GiB.
  const readWord = (at: number) => (bits === 32 ? read32(at) : read32(littleEndian ? at : at + 4))
  const machine = read16(0x12)
  const architecture = machines[machine] ?? `machine 0x${machine.toString(16)}`
  const headers = readWord(bits === 64 ? 0x20 : 0x1c)
  const size = read16(bits === 64 ? 0x36 : 0x2a)
  const count = read16(bits === 64 ? 0x38 : 0x2c)
  for (let index = 0; index < count; index++) {
    const at = headers + index * size
    if (at + size > head.length) break
    if (read32(at) !== programHeaderOfLoader) continue
    const start = readWord(at + (bits === 64 ? 0x08 : 0x04))
    const end = head.indexOf(0, start)
    return { architecture, bits, loader: head.toString('latin1', start, end < 0 ? head.length : end) }
  }
  return { architecture, bits, loader: null }
}
