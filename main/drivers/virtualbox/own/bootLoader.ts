import { copyFile, mkdir, readFile, stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { findApt } from '../../debian/apt.ts'
import { downloadPackages } from '../../debian/downloadPackages.ts'
import { resolvePackages } from '../../debian/resolvePackages.ts'
import { unpackRoot } from '../../debian/unpackRoot.ts'
import type { DriverDeps } from '../../driver.ts'
import { listCached, storeFolder } from '../../guest/cacheFolder.ts'
import { withRunFolder } from '../../runFolder.ts'

/** ISOLINUX, which a BIOS loads from a disc: https://wiki.syslinux.org/wiki/index.php?title=ISOLINUX */
export interface BootLoader {
  /** isolinux.bin: what the BIOS starts. */
  readonly image: Buffer
  /** ldlinux.c32: what that loads first. */
  readonly core: Buffer
}

interface Place {
  readonly image: string
  readonly core: string
}

const packages = ['isolinux', 'syslinux-common']
const names = { image: 'isolinux.bin', core: 'ldlinux.c32' }

/** Where the packages of Debian, Fedora and Arch have it. */
const installed: readonly Place[] = [
  { image: '/usr/lib/ISOLINUX/isolinux.bin', core: '/usr/lib/syslinux/modules/bios/ldlinux.c32' },
  { image: '/usr/share/syslinux/isolinux.bin', core: '/usr/share/syslinux/ldlinux.c32' },
  { image: '/usr/lib/syslinux/bios/isolinux.bin', core: '/usr/lib/syslinux/bios/ldlinux.c32' },
]

const remedy = {
  text: 'Install syslinux, or set ISOSCOPE_ISOLINUX to a folder with isolinux.bin and ldlinux.c32 of one version',
}

/**
 * The one that ISOSCOPE_ISOLINUX names, else the installed one, else one kept earlier, else that of Debian's packages,
 * downloaded and unpacked without installing them. Rejects with `bad_input` for a folder that has none, `unsupported`
 * where there is no way to get one.
 */
export async function obtainBootLoader(
  deps: DriverDeps,
  onStep: (step: string) => void,
  signal: AbortSignal,
  places = installed,
): Promise<BootLoader> {
  const cache = join(deps.paths.cache, 'boot-loader')
  const configured = deps.env.ISOSCOPE_ISOLINUX
  if (configured) {
    const loader = isAbsolute(configured) ? await readLoader(inFolder(configured)) : null
    if (loader) return loader
    throw new EngineError('bad_input', 'virtualbox', 'ISOSCOPE_ISOLINUX names no folder with ISOLINUX.', { remedy })
  }
  for (const place of places) {
    const loader = await readLoader(place)
    if (loader) return loader
  }
  const kept = await readKept(cache)
  if (kept) return kept
  await download(deps, cache, onStep, signal)
  const loader = await readKept(cache)
  if (loader) return loader
  throw new EngineError('bad_output', 'virtualbox', 'The downloaded packages have no ISOLINUX in them.', { remedy })
}

/** Bytes to download, where nothing else has it: 1.3 MB. */
async function download(
  deps: DriverDeps,
  cache: string,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const apt = findApt(deps)
  if (!apt) throw new EngineError('unsupported', 'virtualbox', 'There is no boot loader for the guest.', { remedy })
  onStep('downloading the boot loader')
  const task = { deps, apt, engine: 'virtualbox' } as const
  const found = await resolvePackages(task, packages, signal)
  await withRunFolder(deps, 'virtualbox', async (folder) => {
    const [downloads, root] = [join(folder, 'download'), join(folder, 'root')]
    await mkdir(downloads)
    await unpackRoot(task, await downloadPackages(task, found, downloads, signal), root, signal)
    throwIfAborted(signal, 'virtualbox')
    const [debian] = installed
    const name = found
      .filter((one) => packages.includes(one.name))
      .map((one) => `${one.name}_${one.version}`)
      .join('+')
    await storeFolder(
      cache,
      name.replaceAll(/[^\w.+~-]/g, '_'),
      async (target) => {
        for (const part of ['image', 'core'] as const) {
          await copyFile(join(root, debian?.[part] ?? ''), join(target, names[part]))
        }
      },
      async (target) => (await readLoader(inFolder(target))) !== null,
    )
  })
}

async function readKept(cache: string): Promise<BootLoader | null> {
  for (const folder of await listCached(cache)) {
    const loader = await readLoader(inFolder(folder))
    if (loader) return loader
  }
  return null
}

function inFolder(folder: string): Place {
  return { image: join(folder, names.image), core: join(folder, names.core) }
}

/** Null when one of the two is not there. */
async function readLoader({ image, core }: Place): Promise<BootLoader | null> {
  const areFiles = await Promise.all([image, core].map(async (path) => (await stat(path)).isFile())).catch(() => [
    false,
  ])
  if (!areFiles.every(Boolean)) return null
  return { image: await readFile(image), core: await readFile(core) }
}
