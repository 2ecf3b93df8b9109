/**
 * ROOT/…/ld-linux-….so --library-path … ROOT/usr/bin/python3.N -m compileall -q -s ROOT -p / ROOT/usr/lib/python3…
 * https://docs.python.org/3/library/compileall.html, ld.so(8)
 *
 * What the packages' own scripts do when they are installed. Without it every start in a container would compile what it
 * imports, and a comparison with an installed Python would be one of compilers.
 */
import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from '../../model/engineError.ts'
import { runProgramTree } from '../../os/runTree.ts'
import type { PackageTask } from './apt.ts'

/** With the root's own interpreter and libraries, so it must be of this machine's architecture. */
export async function compilePython({ deps, engine }: PackageTask, root: string, signal: AbortSignal): Promise<void> {
  const folders = findPythonFolders(root)
  const loader = findLoader(root)
  if (folders.length === 0 || loader === null) {
    throw new EngineError('bad_output', engine, 'The packages hold no Python that can be run.')
  }
  const args = buildCompileArgs(root, findLibraryFolders(root), folders)
  await runProgramTree(deps.tools.launch, loader, args, {
    engine,
    // PYTHONHOME, because the interpreter looks for its library beside the loader that was started.
    env: { PYTHONHOME: join(root, 'usr'), LC_ALL: 'C' },
    signal,
    timeout: 300_000,
    cwd: '/',
  })
}

export function buildCompileArgs(
  root: string,
  libraries: readonly string[],
  folders: readonly string[],
): readonly string[] {
  const python = join(root, 'usr/bin/python3')
  return [
    ...['--library-path', libraries.join(':'), python, '-S', '-m', 'compileall', '-q', '-s', root, '-p', '/'],
    ...folders,
  ]
}

function findPythonFolders(root: string): readonly string[] {
  return listFolder(join(root, 'usr/lib')).filter((path) => /\/python3[\d.]*$/.test(path))
}

/** Debian's libraries are in a folder named after the architecture, such as x86_64-linux-gnu. */
function findLibraryFolders(root: string): readonly string[] {
  return ['lib', 'usr/lib'].flatMap((name) => listFolder(join(root, name))).filter((path) => /-linux-\w+$/.test(path))
}

/**
 * `ld-linux-x86-64.so.2`, `ld-linux-aarch64.so.1`, `ld64.so.2`. Only the file itself: /lib64 has an absolute link to it,
 * which leads to this machine's own loader.
 */
function findLoader(root: string): string | null {
  const folders = [...findLibraryFolders(root), ...['lib64', 'lib'].map((name) => join(root, name))]
  const named = folders.flatMap(listFolder).filter((path) => /\/ld(64|-linux[\w-]*)\.so\.\d+$/.test(path))
  return named.find((path) => lstatSync(path).isFile()) ?? null
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch {
    return []
  }
}
