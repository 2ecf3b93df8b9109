import { open } from 'node:fs/promises'

const headBytes = 4096

/** A file's first 4 KiB, where the headers of programs, kernels and disks stand, or as much as is asked for. */
export async function readFileHead(path: string, length = headBytes): Promise<Buffer> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(length)
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
