/** Shared by the drivers venv and conda: one walk finds the environments of both. */
import type { Dir } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type PyvenvConfig, parsePyvenvConfig } from './pyvenvConfig.ts'
import { readStart } from './readStart.ts'

export type FoundEnvironment =
  | {
      readonly kind: 'venv'
      /** Canonical, as the root it was found below is. */
      readonly path: string
      readonly config: PyvenvConfig
      /** pipenv notes there which project it is for. */
      readonly isPipenv: boolean
      readonly createdAt: string | null
    }
  | {
      readonly kind: 'conda'
      readonly path: string
      /** Version of its Python; null when it has none, as an environment for R has. */
      readonly python: string | null
      /** What made it, such as `conda 23.3.1`. */
      readonly maker: string | null
    }

export interface WalkLimits {
  /** Folders below the root; 0 is the root alone. */
  readonly depth: number
  /** Directory entries read in all. */
  readonly entries: number
  /** When it is over, whatever has been found by then; milliseconds since 1970. */
  readonly until: number
  /** Folders not looked into, for example our own. */
  readonly skip: (path: string) => boolean
}

/** They hold much, and no environments that anybody works in. */
const skippedNames = new Set([
  ...['.git', '.hg', '.svn', 'node_modules', '__pycache__', 'site-packages', 'dist-packages'],
  ...['.npm', '.cargo', '.rustup', '.Trash', '.snapshots'],
])
/** Walked as a root they would be endless, and reading some of them does something. */
const systemFolders = new Set(['/proc', '/sys', '/dev'])

/**
 * Reports the environments in and below a folder, those nearest to it first, and resolves with whether it has looked
 * everywhere within its depth. Follows no links, so it never goes round in circles; what cannot be read it passes by. It does not
 * look into an environment, except for those a conda has below it. A name that is not UTF-8 or has control characters could not be shown
 * or asked for again, and is passed by as well.
 */
export async function walkFolder(
  root: string,
  limits: WalkLimits,
  report: (found: FoundEnvironment) => void,
): Promise<boolean> {
  const queue = [{ path: root, depth: 0 }]
  let entries = 0
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { path, depth } = next
    if (Date.now() > limits.until || entries >= limits.entries) return false
    if (systemFolders.has(path) || limits.skip(path)) continue
    const folder = await readFolder(path, limits.entries - entries, limits.until)
    if (!folder) continue
    entries += folder.entries
    if (!folder.isWhole) return false
    const found = await recognise(path, folder)
    if (found) report(found)
    const below = found
      ? found.kind === 'conda'
        ? folder.folders.filter((name) => name === 'envs')
        : []
      : folder.folders
    if (depth < limits.depth) queue.push(...below.map((name) => ({ path: join(path, name), depth: depth + 1 })))
  }
  return true
}

interface Folder {
  readonly folders: readonly string[]
  readonly files: ReadonlySet<string>
  readonly entries: number
  readonly isWhole: boolean
}

const markers = new Set(['pyvenv.cfg', '.project'])

/** Entry by entry, since a folder may hold millions. Null when it may not be read or is none. */
async function readFolder(path: string, limit: number, until: number): Promise<Folder | null> {
  const folders: string[] = []
  const files = new Set<string>()
  let entries = 0
  let folder: Dir | undefined
  try {
    folder = await opendir(path, { bufferSize: 256 })
    for (let entry = await folder.read(); entry !== null; entry = await folder.read()) {
      entries++
      if (entries > limit || (entries % 256 === 0 && Date.now() > until)) {
        return { folders, files, entries, isWhole: false }
      }
      if (entry.isDirectory() && isWalkable(entry.name)) folders.push(entry.name)
      else if (entry.isFile() && markers.has(entry.name)) files.add(entry.name)
    }
    return { folders: folders.sort(), files, entries, isWhole: true }
  } catch {
    return null
  } finally {
    await folder?.close().catch(() => undefined)
  }
}

/** Node puts U+FFFD where bytes are not UTF-8. */
function isWalkable(name: string): boolean {
  return !skippedNames.has(name) && !/[\p{Cc}\u{fffd}]/u.test(name)
}

async function recognise(path: string, { files, folders }: Folder): Promise<FoundEnvironment | null> {
  if (folders.includes('conda-meta')) {
    const conda = await readConda(path)
    if (conda) return conda
  }
  if (!files.has('pyvenv.cfg')) return null
  const text = await readStart(join(path, 'pyvenv.cfg'))
  const config = text === null ? null : parsePyvenvConfig(text)
  // Python itself takes a folder for an environment only when this line is there.
  if (!config?.home) return null
  const stat = await lstat(join(path, 'pyvenv.cfg')).catch(() => null)
  return { kind: 'venv', path, config, isPipenv: files.has('.project'), createdAt: stat?.mtime.toISOString() ?? null }
}

/** https://docs.conda.io/projects/conda/en/stable/dev-guide/deep-dives/ : every environment has conda-meta/history. */
async function readConda(path: string): Promise<FoundEnvironment | null> {
  const history = await readStart(join(path, 'conda-meta', 'history'))
  if (history === null) return null
  return { kind: 'conda', path, python: await findCondaPython(path), maker: parseMaker(history) }
}

/** The package's own record, `conda-meta/python-3.11.4-h955ad1f_0.json`. */
async function findCondaPython(path: string): Promise<string | null> {
  let folder: Dir | undefined
  try {
    folder = await opendir(join(path, 'conda-meta'), { bufferSize: 256 })
    for (let read = 0; read < 10_000; read++) {
      const entry = await folder.read()
      if (entry === null) break
      const version = /^python-(\d+(?:\.\d+)*)-[^-]+\.json$/.exec(entry.name)?.[1]
      if (version !== undefined) return version
    }
  } catch {
    // Not to be read: its Python is not known.
  } finally {
    await folder?.close().catch(() => undefined)
  }
  return null
}

/** From the first entry of a history: `# cmd: /opt/conda/bin/conda create -n web`, `# conda version: 23.3.1`. */
export function parseMaker(history: string): string | null {
  const version = /^# conda version: (\d[\w.]*)\r?$/m.exec(history)?.[1]
  const program = /^# cmd: (?:.*[/\\])?(conda|mamba|micromamba)(?:\.exe)?\s/m.exec(history)?.[1]
  // The others write a version of conda's as well, to be understood by it.
  return version !== undefined && (program ?? 'conda') === 'conda' ? `conda ${version}` : (program ?? null)
}

const usualNames = /^\.?(venv|env|virtualenv)\d*$/

/** What people call it: its folder's name, with the project's in front where every project's is called alike. */
export function nameEnvironment(path: string): string {
  const name = basename(path)
  return usualNames.test(name) && basename(dirname(path)) !== '' ? join(basename(dirname(path)), name) : name
}
