import { basename } from 'node:path'
import { EngineError } from '../../../model/engineError.ts'

/** Without what Docker writes where there is none. */
export function listNames(names: readonly string[] | null | undefined): readonly string[] {
  return (names ?? []).filter((name) => !name.includes('<none>'))
}

/** What the file system says, in the user's words; an EngineError as it is. */
export function explainFileError(error: unknown, path: string): unknown {
  if (error instanceof EngineError) return error
  const { code } = error as NodeJS.ErrnoException
  const tell = (kind: EngineError['code'], message: string) =>
    new EngineError(kind, 'docker', message, { detail: String(error), cause: error })
  const name = basename(path)
  switch (code) {
    case 'ENOENT':
      return tell('not_found', `There is no file ${name}.`)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return tell('permission_denied', `The file ${name} may not be used here.`)
    case 'ENOSPC':
    case 'EDQUOT':
      return tell('no_space', 'There is no space left for the archive.')
    case 'EISDIR':
      return tell('bad_input', `${name} is a folder.`)
    default:
      return tell('engine_failed', 'Docker broke off the archive.')
  }
}
