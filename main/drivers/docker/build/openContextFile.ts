import { constants } from 'node:fs'
import { type FileHandle, open, readlink } from 'node:fs/promises'
import { EngineError } from '../../../model/engineError.ts'

/**
 * `file`: its canonical path; `path`: what it is called in an error. Not by a link that has come in its place meanwhile, or, where
 * the kernel tells it, in the place of a folder on the way; and without waiting for whoever would write into a pipe.
 */
export async function openContextFile(file: string, path: string): Promise<FileHandle> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error: unknown) => {
    throw explainUnreadable(path, error)
  })
  const opened = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => file)
  const isFile = (await handle.stat()).isFile()
  if (isFile && opened === file) return handle
  await handle.close()
  throw explainUnreadable(path, isFile ? 'a link leads elsewhere' : 'it is no file')
}

export function explainUnreadable(path: string, cause: unknown): EngineError {
  const code = (cause as NodeJS.ErrnoException).code
  const remedy = { text: 'Let it be read, or name it in .dockerignore' }
  if (code === 'EACCES' || code === 'EPERM') {
    return new EngineError('permission_denied', 'docker', `${path} may not be read.`, { remedy, cause })
  }
  return new EngineError('in_use', 'docker', `${path} could not be read: it was changed meanwhile.`, {
    detail: String(code ?? cause),
    cause,
  })
}
