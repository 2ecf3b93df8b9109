/**
 * apt-get install --simulate -o Dir::State::status=/dev/null PACKAGE…     what they need on a system that has nothing
 * apt-cache show --no-all-versions PACKAGE=VERSION…                       the SHA256 of each
 * https://manpages.debian.org/apt-get, apt-cache, apt.conf
 *
 * So that apt itself chooses versions and alternatives, by the sources and pins of this machine. Nothing is installed,
 * nothing is locked and apt's own caches stay as they are: without `pkgcache=` apt as root would write one for a system
 * without packages.
 */
import { EngineError } from '../../model/engineError.ts'
import { runProgramTree } from '../../os/runTree.ts'
import type { PackageTask } from './apt.ts'

export interface DebianPackage {
  readonly name: string
  readonly version: string
  readonly sha256: string
  /** Bytes of the file to download. */
  readonly size: number
}

/**
 * The wanted packages and all they depend on, in the order apt would install them. Rejects with EngineError:
 * `unsupported` with the remedy when apt does not know them, as on a fresh container without package lists.
 */
export async function resolvePackages(
  { deps, apt, engine }: PackageTask,
  wanted: readonly string[],
  signal: AbortSignal,
): Promise<readonly DebianPackage[]> {
  const options = { engine, env: apt.env, signal, timeout: 120_000, cwd: '/' }
  const launch = deps.tools.launch
  try {
    const simulated = await runProgramTree(launch, apt.get, buildResolveArgs(wanted), options)
    const names = parseSimulation(simulated.stdout)
    const shown = await runProgramTree(launch, apt.cache, ['show', '--no-all-versions', ...names], options)
    const packages = parsePackages(shown.stdout)
    if (packages.length === 0 || packages.length !== names.length) {
      throw new EngineError('bad_output', engine, 'apt did not describe all the packages it would install.')
    }
    return packages
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'engine_failed') throw error
    throw new EngineError('unsupported', engine, `apt knows no way to install ${wanted.join(', ')}.`, {
      ...(error.detail && { detail: error.detail }),
      remedy: { text: 'Fetch the package lists', command: 'apt-get update' },
      cause: error,
    })
  }
}

export function buildResolveArgs(wanted: readonly string[]): readonly string[] {
  const settings = [
    'Dir::State::status=/dev/null',
    'Dir::Cache::pkgcache=',
    'APT::Install-Recommends=false',
    'Debug::NoLocking=true',
  ]
  return ['install', '--simulate', '--quiet', ...settings.flatMap((setting) => ['-o', setting]), '--', ...wanted]
}

/** `Inst libc6 (2.36-9+deb12u14 Debian:12.15/oldstable [amd64]) []` as `libc6=2.36-9+deb12u14`. */
export function parseSimulation(stdout: string): readonly string[] {
  return [...stdout.matchAll(/^Inst ([a-z0-9][a-z0-9.+:-]*) (?:\[\S+\] )?\(([\w.+~:-]+) /gm)].map(
    ([, name, version]) => `${name}=${version}`,
  )
}

/** The records of `apt-cache show`; one without a digest is left out. */
export function parsePackages(stdout: string): readonly DebianPackage[] {
  return stdout.split(/\n\n+/).flatMap((record) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(record)?.[1]
    const [name, version, sha256, size] = ['Package', 'Version', 'SHA256', 'Size'].map(field)
    if (name === undefined || version === undefined || sha256 === undefined) return []
    return /^[0-9a-f]{64}$/.test(sha256) ? [{ name, version, sha256, size: Number(size ?? 0) }] : []
  })
}
