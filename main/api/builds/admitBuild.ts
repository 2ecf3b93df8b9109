import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import type { BuildArgument, BuildRequest } from '../../contract/build.ts'
import { EngineError } from '../../model/engineError.ts'
import { type CommandGate, requireCommands, resolveApproved, resolveInApproved } from '../commandGate.ts'

/** What a build is made from, once its paths have been looked at; these are canonical. */
export interface AdmittedBuild {
  readonly folder: string | null
  /** Null where its text was given. */
  readonly dockerfilePath: string | null
  readonly dockerfile: { readonly text: string; readonly path: string | null }
}

const largestDockerfile = 1_000_000

/**
 * A Dockerfile runs commands: rejects with `permission_denied` where the door has no `run.custom`; with `bad_input` for a folder or a
 * Dockerfile below no approved root, and with `not_found` for one that is not there.
 */
export async function admitBuild(gate: CommandGate, request: BuildRequest): Promise<AdmittedBuild> {
  requireCommands(gate)
  const folder = request.folder === null ? null : admitFolder(gate, request.folder)
  if (request.dockerfile.kind === 'text') {
    return { folder, dockerfilePath: null, dockerfile: { text: request.dockerfile.text, path: null } }
  }
  const { path } = request.dockerfile
  if (!isAbsolute(path) && folder === null) {
    throw new EngineError('bad_input', 'isoscope', 'The Dockerfile’s path is not absolute, and there is no folder.')
  }
  const canonical = resolveInApproved(gate, isAbsolute(path) ? path : join(folder ?? '', path))
  if (canonical === null) throw notApproved('The Dockerfile')
  const text = await readText(canonical)
  const way = folder === null ? '..' : relative(folder, canonical)
  const isInside = !isAbsolute(way) && way.split(sep)[0] !== '..'
  const inside = isInside ? way.split(sep).join('/') : null
  return { folder, dockerfilePath: canonical, dockerfile: { text, path: inside } }
}

function admitFolder(gate: CommandGate, folder: string): string {
  const canonical = isAbsolute(folder) ? resolveApproved(gate, folder) : null
  if (canonical !== null) return canonical
  throw notApproved('The folder')
}

function notApproved(what: string): EngineError {
  return new EngineError('bad_input', 'isoscope', `${what} does not exist, or is below no folder that was approved.`, {
    remedy: { text: 'Approve it when the app is started', command: 'isoscope serve --allow-commands --root DIR' },
  })
}

async function readText(path: string): Promise<string> {
  try {
    const stats = await stat(path)
    if (!stats.isFile()) throw new EngineError('bad_input', 'isoscope', 'The Dockerfile is no file.')
    if (stats.size > largestDockerfile)
      throw new EngineError('bad_input', 'isoscope', 'This is too large for a Dockerfile.')
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof EngineError) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') {
      throw new EngineError('not_found', 'isoscope', 'There is no Dockerfile there.', {
        remedy: { text: 'Write one there, or name another file' },
      })
    }
    throw new EngineError('bad_input', 'isoscope', 'The Dockerfile could not be read.', {
      detail: String(code),
      cause: error,
    })
  }
}

/**
 * Of each value a hash, so that another value is noticed; it is too short to find the value by trying, and differs from store to
 * store.
 */
export function hashArguments(storeId: string, given: readonly BuildArgument[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map(({ name, value }) => [
      name,
      createHash('sha256').update(`${storeId}\0${name}\0${value}`).digest('hex').slice(0, 6),
    ]),
  )
}
