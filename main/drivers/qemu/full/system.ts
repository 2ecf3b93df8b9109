import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgramTree } from '../../../os/runTree.ts'
import { searchFolders } from '../../../os/searchPath.ts'
import type { DriverDeps } from '../../driver.ts'
import type { DiskPrograms } from './programs.ts'
import type { PackageSources } from './sources.ts'

/**
 * unshare --mount --pid --fork --kill-child --mount-proc -- mmdebstrap --mode=root --variant=minbase --include=PACKAGES
 *   --dpkgopt='path-exclude=…' --dpkgopt=force-unsafe-io SUITE FOLDER 'deb …' …
 * https://manpages.debian.org/mmdebstrap, unshare
 *
 * mmdebstrap and not debootstrap, because it uses the machine's own apt with its proxies and keys. In namespaces of its
 * own, because dpkg runs in sessions of its own that no process group holds: with the namespace's first process all of
 * them end, and its mounts go.
 */

/** What a machine has that Debian's installer makes without tasks, and Python; see docs/decisions/0006. */
export const packages = ['systemd-sysv', 'udev', 'dbus', 'libpam-systemd', 'kmod', 'python3'] as const

/** Not on the disk: no program reads it. */
export const excludedPaths = [
  '/usr/share/doc/*',
  '/usr/share/man/*',
  '/usr/share/info/*',
  '/usr/share/locale/*',
] as const

const deadlineMs = 30 * 60_000

/** Installs a whole distribution into a folder that does not exist yet. An abort ends all of it before this rejects. */
export async function installSystem(
  deps: DriverDeps,
  programs: DiskPrograms,
  sources: PackageSources,
  root: string,
  signal: AbortSignal,
): Promise<void> {
  await runProgramTree(deps.tools.launch, programs.unshare, buildArgs(programs.mmdebstrap, sources, root), {
    engine: 'qemu',
    // The user's environment, because proxies and APT_CONFIG are in it.
    env: { ...deps.env, LC_ALL: 'C', PATH: buildPath(deps) },
    signal,
    timeout: deadlineMs,
  })
}

/**
 * The system's own folders before the user's: mmdebstrap starts a Debian script with `env python3` for each essential
 * package, which with pyenv's shims first takes a third of the whole installation. dpkg wants sbin.
 */
export function buildPath({ env, platform }: Pick<DriverDeps, 'env' | 'platform'>): string {
  const system = ['/usr/sbin', '/usr/bin', '/sbin', '/bin']
  return [...new Set([...system, ...searchFolders(env, platform)])].join(':')
}

export function buildArgs(mmdebstrap: string, sources: PackageSources, root: string): readonly string[] {
  return [
    ...['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--', mmdebstrap],
    ...['--mode=root', '--format=directory', '--variant=minbase', `--include=${packages.join(',')}`],
    ...excludedPaths.map((path) => `--dpkgopt=path-exclude=${path}`),
    // dpkg waits for the disk after every file, for a system that may crash; this is a folder, thrown away if it is not whole.
    '--dpkgopt=force-unsafe-io',
    ...[sources.codename, root],
    ...sources.lines,
  ]
}

/** What has been installed, by package. */
export async function readInstalledVersions(root: string): Promise<ReadonlyMap<string, string>> {
  return parseStatus(await readFile(join(root, 'var', 'lib', 'dpkg', 'status'), 'utf8'))
}

export function parseStatus(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n\n').flatMap((record) => {
      const name = /^Package: (.+)$/m.exec(record)?.[1]
      const version = /^Version: (.+)$/m.exec(record)?.[1]
      return name !== undefined && version !== undefined ? [[name, version] as const] : []
    }),
  )
}

/** `3.11.2` of `1:3.11.2-1+b1`. */
export function upstreamVersion(version: string | undefined): string | null {
  return version?.replace(/^\d+:/, '').replace(/-[^-]*$/, '') ?? null
}

/** `Debian 12.15`, or as the distribution calls itself. */
export async function readDistribution(root: string): Promise<string> {
  const debian = (await readFile(join(root, 'etc', 'debian_version'), 'utf8').catch(() => '')).trim()
  const release = await readFile(join(root, 'etc', 'os-release'), 'utf8').catch(() => '')
  const name = /^PRETTY_NAME="?(.*?)"?$/m.exec(release)?.[1] ?? 'Linux'
  return /^ID="?debian"?$/m.test(release) && /^\d/.test(debian) ? `Debian ${debian}` : name
}
