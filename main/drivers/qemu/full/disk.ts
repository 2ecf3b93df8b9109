import { createHash } from 'node:crypto'
import { copyFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { type Apt, findApt } from '../../debian/apt.ts'
import type { DriverDeps } from '../../driver.ts'
import { downloadKernel, findKernelPackage, type KernelPackage, listVersions } from '../../guest/debianKernel.ts'
import { readKernelVersion } from '../../guest/kernelImage.ts'
import { readModules } from '../../guest/kernelModules.ts'
import { createRunFolder } from '../../runFolder.ts'
import type { Architecture } from '../architecture.ts'
import { configureSystem, installModules } from './configure.ts'
import { type DiskPlaces, type GuestDisk, type MadeDisk, readCachedDisk, storeDisk } from './diskCache.ts'
import { writeImage } from './image.ts'
import { type DiskPrograms, requireDiskPrograms } from './programs.ts'
import { findSources, type PackageSources } from './sources.ts'
import {
  excludedPaths,
  installSystem,
  packages,
  readDistribution,
  readInstalledVersions,
  upstreamVersion,
} from './system.ts'

/** Changes when a disk made by this code differs from one made before, though its packages are the same. */
const recipe = 3

/** When one of these is updated, the disk is made anew. */
const watched = ['base-files', 'libc6', 'systemd', ...packages]

/** What a kernel needs before it can see its disk and its port. Those it has built in are not found, and need not be. */
const earlyModules = ['virtio_pci', 'virtio_blk', 'virtio_console', 'crc32c_generic', 'ext4']

/**
 * The disk of a whole distribution with its kernel: the kept one as long as the package lists name the same versions,
 * otherwise a new one, which takes a minute or more. Rejects with `unsupported` where none can be made, `not_found` without
 * package lists, `engine_failed` when a package cannot be had. An abort leaves nothing.
 */
export async function obtainGuestDisk(
  deps: DriverDeps,
  architecture: Architecture,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<GuestDisk> {
  const apt = findApt(deps)
  if (!apt) {
    throw new EngineError(
      'unsupported',
      'qemu',
      'The disk of a whole distribution is made on Debian and Ubuntu only.',
      {
        remedy: { text: 'Compare the minimal virtual machine, qemu' },
      },
    )
  }
  onStep('looking for the guest’s packages')
  const sources = await findSources(apt, architecture, signal)
  const kernel = await findKernelPackage(apt, architecture, signal)
  const key = buildKey(sources, kernel, await listVersions(apt, watched, signal))
  const cache = join(deps.paths.cache, 'guest-disk', architecture.debianName)
  const kept = await readCachedDisk(join(cache, key))
  if (kept) return kept
  const programs = requireDiskPrograms(deps)
  await storeDisk(cache, key, (places) => makeDisk(deps, { apt, programs, sources, kernel, places }, onStep, signal))
  const disk = await readCachedDisk(join(cache, key))
  if (!disk) throw new EngineError('bad_output', 'qemu', 'The disk that was made could not be kept.')
  return disk
}

/** The probe is no part of it: a run brings its own. */
export function buildKey(
  { codename, lines }: PackageSources,
  kernel: Pick<KernelPackage, 'name' | 'version'>,
  versions: readonly string[],
): string {
  const parts = [recipe, codename, ...lines, kernel.name, kernel.version, ...versions, ...excludedPaths]
  return `${codename}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)}`
}

interface Making {
  readonly apt: Apt
  readonly programs: DiskPrograms
  readonly sources: PackageSources
  readonly kernel: KernelPackage
  readonly places: DiskPlaces
}

async function makeDisk(
  deps: DriverDeps,
  { apt, programs, sources, kernel, places }: Making,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<MadeDisk> {
  const folder = await createRunFolder(deps, 'qemu')
  try {
    throwIfAborted(signal, 'qemu')
    onStep(`downloading the guest kernel (${Math.round(kernel.size / 2 ** 20)} MiB)`)
    const unpacked = await downloadKernel(apt, kernel, folder.path, signal)
    onStep('installing the guest’s packages, which takes a minute or two, once')
    const root = join(folder.path, 'root')
    await installSystem(deps, programs, sources, root, signal)
    onStep('writing the guest’s disk')
    const kernelVersion = await findModulesVersion(unpacked.modules, unpacked.image)
    await configureSystem(root)
    await installModules(programs.chroot, root, unpacked.modules, kernelVersion, signal)
    await writeImage(deps, programs, { root, raw: join(folder.path, 'raw'), image: places.image }, signal)
    await copyFile(unpacked.image, places.kernel)
    const installed = await readInstalledVersions(root)
    return {
      modules: await readModules(join(unpacked.modules, kernelVersion), earlyModules),
      facts: {
        kernelVersion,
        distribution: await readDistribution(root),
        systemd: upstreamVersion(installed.get('systemd')) ?? 'unknown',
        python: upstreamVersion(installed.get('python3')) ?? 'unknown',
        packages: installed.size,
      },
    }
  } finally {
    await folder.remove()
  }
}

async function findModulesVersion(modules: string, image: string): Promise<string> {
  const [version, ...others] = await readdir(modules)
  return version !== undefined && others.length === 0 ? version : readKernelVersion(image)
}
