import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { throwIfAborted, toEngineError } from '../../model/engineError.ts'
import { runProgramTree } from '../../os/runTree.ts'
import { createRunFolder } from '../runFolder.ts'
import type { PackageTask } from './apt.ts'
import { findArchive, keepArchive } from './archiveCache.ts'
import { downloadPackages } from './downloadPackages.ts'
import { keepResolution, readPackageLists, readResolution } from './resolutionCache.ts'
import { type DebianPackage, resolvePackages } from './resolvePackages.ts'
import { unpackRoot } from './unpackRoot.ts'

/** A root filesystem to be made from packages. */
export interface RootRecipe {
  /** Of the archive in the cache; lower-case letters. */
  readonly name: string
  /** What is wanted in it; what these need comes with them. */
  readonly packages: readonly string[]
  /** To be raised when `finish`, or what unpacking leaves, changes: an archive of another version is not used. */
  readonly version: number
  /** The last touch to the unpacked root. */
  readonly finish?: (task: PackageTask, root: string, signal: AbortSignal) => Promise<void>
}

export interface RootArchive {
  /** A tar archive in the cache; owners are root, whoever made it. */
  readonly path: string
  readonly packages: readonly DebianPackage[]
}

/**
 * A root filesystem of Debian's own packages as a tar archive: from the cache when the same packages were packed before,
 * else downloaded and made, without installing anything and without a registry. Rejects with EngineError: `unsupported`
 * with the remedy when apt does not know or cannot download them, `cancelled`. Nothing but the archive stays.
 */
export async function obtainRootArchive(
  task: PackageTask,
  recipe: RootRecipe,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<RootArchive> {
  const cache = join(task.deps.paths.cache, 'debian-root')
  await mkdir(cache, { recursive: true })
  const packages = await resolve(task, recipe, cache, onStep, signal)
  const key = buildKey(recipe, packages)
  const present = await findArchive(cache, recipe.name, key)
  if (present !== null) return { path: present, packages }
  return { path: await makeArchive(task, recipe, { cache, key, packages }, onStep, signal), packages }
}

async function resolve(
  task: PackageTask,
  recipe: RootRecipe,
  cache: string,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<readonly DebianPackage[]> {
  // Asking apt takes seconds, and it answers the same as long as its lists are the same.
  const lists = task.deps.env.APT_CONFIG ? null : await readPackageLists()
  const known = await readResolution(cache, recipe, lists)
  if (known !== null) return known
  onStep('asking apt which packages are needed')
  const packages = await resolvePackages(task, recipe.packages, signal)
  await keepResolution(cache, recipe, lists, packages)
  return packages
}

/** By what goes in, not by when: the same packages are not packed twice. */
function buildKey({ version, packages: wanted }: RootRecipe, packages: readonly DebianPackage[]): string {
  const parts = [String(version), ...wanted, ...packages.map(({ sha256 }) => sha256)]
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16)
}

interface Order {
  readonly cache: string
  readonly key: string
  readonly packages: readonly DebianPackage[]
}

async function makeArchive(
  task: PackageTask,
  { name, finish }: RootRecipe,
  { cache, key, packages }: Order,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const { deps, engine, apt } = task
  throwIfAborted(signal, engine)
  const folder = await createRunFolder(deps, engine)
  try {
    const download = join(folder.path, 'download')
    const root = join(folder.path, 'root')
    const archive = join(folder.path, 'root.tar')
    await mkdir(download)
    onStep(`downloading ${packages.length} packages (${describeSize(packages)})`)
    const files = await downloadPackages(task, packages, download, signal)
    onStep('unpacking the packages')
    await unpackRoot(task, files, root, signal)
    await finish?.(task, root, signal)
    onStep('packing the root filesystem')
    const options = { engine, env: apt.env, signal, timeout: 120_000, cwd: '/' }
    await runProgramTree(deps.tools.launch, 'tar', buildPackArgs(archive, root), options)
    throwIfAborted(signal, engine)
    return await keepArchive(cache, { name, key, file: archive })
  } catch (error) {
    throw toEngineError(error, engine)
  } finally {
    await folder.remove()
  }
}

/** GNU tar, which dpkg needs itself. https://www.gnu.org/software/tar/manual/ */
export function buildPackArgs(archive: string, root: string): readonly string[] {
  const owners = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner']
  return ['--create', '--file', archive, ...owners, '--directory', root, '.']
}

function describeSize(packages: readonly DebianPackage[]): string {
  return `${Math.round(packages.reduce((sum, { size }) => sum + size, 0) / 2 ** 20)} MiB`
}
