import { open } from 'node:fs/promises'
import { basename } from 'node:path'

/** The kernel's own version, from the image where its format tells it (x86), otherwise from the file's name. */
export async function readKernelVersion(path: string): Promise<string> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(64 * 1024)
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    return parseKernelVersion(head.subarray(0, bytesRead)) ?? basename(path).replace(/^vmlinu[xz]-/, '')
  } finally {
    await file.close()
  }
}

/**
 * The boot protocol of x86 (https://docs.kernel.org/arch/x86/boot.html): `HdrS` at 0x202; at 0x20e where the version's
 * text stands, counted from 0x200. Null when it is no such image.
 */
export function parseKernelVersion(head: Buffer): string | null {
  if (head.length < 0x210 || head.toString('latin1', 0x202, 0x206) !== 'HdrS') return null
  const start = head.readUInt16LE(0x20e) + 0x200
  const end = head.indexOf(0, start)
  const version = end < 0 ? '' : head.toString('latin1', start, end)
  return /^[\w.+~-]+/.exec(version)?.[0] ?? null
}
