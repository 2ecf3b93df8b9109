/**
 * apt-get download PACKAGE=VERSION…
 * https://manpages.debian.org/apt-get
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../../model/engineError.ts'
import { digestFile } from '../../os/digest.ts'
import { runProgramTree } from '../../os/runTree.ts'
import type { PackageTask } from './apt.ts'
import type { DebianPackage } from './resolvePackages.ts'

/**
 * Downloads into an empty folder. The files in the order of the packages, each with the digest of apt's signed lists.
 * Rejects with EngineError: `unsupported` with the remedy when they cannot be downloaded, `bad_output` when one is not
 * what the lists say.
 */
export async function downloadPackages(
  { deps, apt, engine }: PackageTask,
  packages: readonly DebianPackage[],
  folder: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const options = { engine, env: apt.env, signal, timeout: 600_000, cwd: folder }
  const args = buildDownloadArgs(packages, process.getuid?.() === 0)
  await runProgramTree(deps.tools.launch, apt.get, args, options).catch((error: unknown) => {
    if (!(error instanceof EngineError) || error.code !== 'engine_failed') throw error
    throw new EngineError('unsupported', engine, 'The packages could not be downloaded.', {
      ...(error.detail && { detail: error.detail }),
      remedy: {
        text: 'Go online; package lists that are old name packages that are gone: fetch them again',
        command: 'apt-get update',
      },
      cause: error,
    })
  })
  const files = new Map<string, string>()
  for (const name of await readdir(folder)) files.set(await digestFile(join(folder, name)), join(folder, name))
  return packages.map(({ name, sha256 }) => {
    const file = files.get(sha256)
    if (file === undefined) {
      throw new EngineError('bad_output', engine, `The downloaded package ${name} is not the one in the package lists.`)
    }
    return file
  })
}

export function buildDownloadArgs(
  packages: readonly Pick<DebianPackage, 'name' | 'version'>[],
  isRoot: boolean,
): readonly string[] {
  return [
    'download',
    '--quiet=2',
    '-o',
    'APT::Get::AllowUnauthenticated=false',
    // As root apt downloads as user _apt, who may not enter our private folder.
    ...(isRoot ? ['-o', 'APT::Sandbox::User=root'] : []),
    '--',
    ...packages.map(({ name, version }) => `${name}=${version}`),
  ]
}
