/** Shared by the drivers venv and conda: how a file of an environment that somebody else made is read. */
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

const startLimit = 64 * 1024

/**
 * The beginning of a text, at most 64 KiB; what is not UTF-8 has U+FFFD for it. Null when it is no regular file: a link, or a FIFO, which
 * would keep us waiting for ever. Never rejects.
 */
export async function readStart(path: string): Promise<string | null> {
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)
  const file = await open(path, flags).catch(() => null)
  if (!file) return null
  try {
    if (!(await file.stat()).isFile()) return null
    const { buffer, bytesRead } = await file.read(Buffer.alloc(startLimit), 0, startLimit, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch {
    return null
  } finally {
    await file.close()
  }
}
