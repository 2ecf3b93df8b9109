import { EngineError } from '../model/engineError.ts'

/** Runs `work`; what SQLite and the file system throw becomes an EngineError. */
export function explainingErrors<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw explain(path, error)
  }
}

type Failure = 'busy' | 'refused' | 'corrupt' | 'full' | 'other'

/** Primary result codes: https://sqlite.org/rescode.html */
const resultCodes: Readonly<Record<number, Failure>> = {
  3: 'refused',
  5: 'busy',
  6: 'busy',
  8: 'refused',
  11: 'corrupt',
  13: 'full',
  14: 'refused',
  26: 'corrupt',
}

const fileErrors: Readonly<Record<string, Failure>> = {
  EACCES: 'refused',
  EPERM: 'refused',
  EROFS: 'refused',
  EISDIR: 'refused',
  ENOTDIR: 'refused',
  ENOSPC: 'full',
  EDQUOT: 'full',
}

function explain(path: string, error: unknown): unknown {
  if (error instanceof EngineError || !(error instanceof Error)) return error
  const { code = '', errcode } = error as { code?: string; errcode?: number }
  const kind = errcode === undefined ? fileErrors[code] : (resultCodes[errcode & 0xff] ?? 'other')
  const options = { detail: error.message, cause: error }
  switch (kind) {
    case undefined:
      return error
    case 'corrupt':
      return damaged(path, options)
    case 'full':
      return new EngineError('no_space', 'isoscope', `The disk is full: ${path} cannot be written.`, options)
    case 'busy':
      return new EngineError('in_use', 'isoscope', `${path} is kept busy by another program.`, options)
    case 'refused':
      return new EngineError('permission_denied', 'isoscope', `${path} may not be opened or written.`, {
        ...options,
        remedy: { text: 'Make it yours, or choose another folder with ISOSCOPE_HOME' },
      })
    case 'other':
      return new EngineError('engine_failed', 'isoscope', `${path} could not be used: ${error.message}.`, options)
  }
}

/** A file that cannot be read as a database of ours. It is left as it is. */
export function damaged(path: string, options: { detail?: string; cause?: unknown }): EngineError {
  return new EngineError('bad_output', 'isoscope', `${path} is damaged, or is not a database of Isoscope's.`, {
    ...options,
    remedy: {
      text: 'Nothing was changed. Move it away to begin a new one',
      command: `mv '${path.replaceAll("'", "'\\''")}' '${path.replaceAll("'", "'\\''")}.damaged'`,
    },
  })
}
