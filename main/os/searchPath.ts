import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where engines are installed that a desktop session's PATH often lacks: sbin, Homebrew, MacPorts, snap. */
const usualFolders: readonly string[] = [
  '/usr/local/bin',
  '/usr/bin',
  '/bin',
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/opt/homebrew/bin',
  '/opt/local/bin',
  '/snap/bin',
]

type Env = Readonly<Record<string, string | undefined>>

/** The folders programs are looked for in: PATH first, then the usual ones it lacks. Relative entries are ignored. */
export function searchFolders(env: Env, platform: NodeJS.Platform): readonly string[] {
  const own = (env.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith('/') || platform === 'win32')
  return [...new Set([...own, ...(platform === 'win32' ? [] : usualFolders)])].filter((folder) => folder !== '')
}

/** Full paths of all programs of that name, in search order. */
export function findPrograms(name: string, env: Env, platform: NodeJS.Platform): readonly string[] {
  const fileName = platform === 'win32' ? `${name}.exe` : name
  return searchFolders(env, platform)
    .map((folder) => join(folder, fileName))
    .filter(isExecutableFile)
}

export function isExecutableFile(path: string): boolean {
  try {
    // Most often it is not there, and to throw for that costs more than to look.
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
