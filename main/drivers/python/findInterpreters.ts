/** Shared by the drivers host and venv, so that both start the same interpreter. */
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { throwIfAborted } from '../../model/engineError.ts'
import { searchFolders } from '../../os/searchPath.ts'
import type { DriverDeps } from '../driver.ts'
import { askInterpreter, type Interpreter } from './askInterpreter.ts'

type Where = Pick<DriverDeps, 'env' | 'platform'>

/** The interpreters of this machine, each once, in the order of the user's PATH, then pyenv's. Rejects with `cancelled` only. */
export async function findInterpreters(where: Where, signal: AbortSignal): Promise<readonly Interpreter[]> {
  const found = new Map<string, Interpreter>()
  for (const candidate of listCandidates(where)) {
    // A candidate that is an interpreter already known need not be started again.
    if (found.has(realPathOf(candidate))) continue
    const interpreter = await askQuietly(candidate, where, signal)
    if (interpreter && !found.has(interpreter.path)) found.set(interpreter.path, interpreter)
  }
  return [...found.values()]
}

/** The first that can make environments; null when none can. Rejects with `cancelled` only. */
export async function findDefaultInterpreter(where: Where, signal: AbortSignal): Promise<Interpreter | null> {
  for (const candidate of listCandidates(where)) {
    const interpreter = await askQuietly(candidate, where, signal)
    if (interpreter?.lacks.length === 0) return interpreter
  }
  return null
}

/** What is no working Python 3 is no interpreter: a shim without a version, Python 2, a broken link. */
async function askQuietly(candidate: string, where: Where, signal: AbortSignal): Promise<Interpreter | null> {
  try {
    return await askInterpreter(candidate, where.env, signal)
  } catch {
    throwIfAborted(signal, 'python')
    return null
  }
}

/** Paths worth asking, in order: python3 and python of each folder before its python3.N. */
export function listCandidates({ env, platform }: Where): readonly string[] {
  const suffix = platform === 'win32' ? '.exe' : ''
  const onPath = searchFolders(env, platform).flatMap((folder) => listPythons(folder, suffix))
  const pyenv = env.PYENV_ROOT ?? (env.HOME ? join(env.HOME, '.pyenv') : null)
  const versions = pyenv === null ? [] : readFolder(join(pyenv, 'versions'))
  const ofPyenv = versions.map((version) => join(pyenv ?? '', 'versions', version, 'bin', 'python3'))
  return [...new Set([...onPath, ...ofPyenv.filter(existsSync)])].filter(
    (path) => !(platform === 'darwin' && isAppleStub(path)),
  )
}

function listPythons(folder: string, suffix: string): readonly string[] {
  const names = readFolder(folder)
  const plain = [`python3${suffix}`, `python${suffix}`].filter((name) => names.includes(name))
  // A shim for every version: those that are installed are found in their own folders, the others only fail.
  if (basename(folder) === 'shims') return plain.map((name) => join(folder, name))
  const versioned = names.filter((name) => /^python3\.\d+(\.exe)?$/.test(name))
  return [...plain, ...versioned].map((name) => join(folder, name))
}

/** Asked for Python without the command line tools, macOS opens a dialog that offers to install them. */
function isAppleStub(path: string): boolean {
  return path.startsWith('/usr/bin/') && !existsSync('/Library/Developer/CommandLineTools/usr/bin/python3')
}

function readFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
