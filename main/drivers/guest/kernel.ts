import { stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { findApt } from '../debian/apt.ts'
import type { DriverDeps } from '../driver.ts'
import { createRunFolder } from '../runFolder.ts'
import type { GuestArchitecture } from './architecture.ts'
import { downloadKernel, findKernelPackage } from './debianKernel.ts'
import type { GuestModule } from './initramfs.ts'
import { readCachedKernel, storeKernel } from './kernelCache.ts'
import { readKernelVersion } from './kernelImage.ts'
import { readModules } from './kernelModules.ts'

/** The kernel that the guest boots, and the modules it needs to see its power button. */
export interface GuestKernel {
  readonly image: string
  readonly version: string
  readonly modules: readonly GuestModule[]
  readonly origin: 'configured' | 'cached'
}

const remedy = {
  text: 'Set ISOSCOPE_KERNEL to the absolute path of a Linux kernel image (and ISOSCOPE_KERNEL_MODULES to the folder of its modules)',
}

/**
 * What there is without downloading anything: the kernel that ISOSCOPE_KERNEL names, else one kept earlier, else null.
 * Rejects with `bad_input` when ISOSCOPE_KERNEL names no file.
 */
export async function findGuestKernel(deps: DriverDeps, architecture: GuestArchitecture): Promise<GuestKernel | null> {
  const configured = deps.env.ISOSCOPE_KERNEL
  if (configured) return readConfiguredKernel(configured, deps.env.ISOSCOPE_KERNEL_MODULES, architecture)
  const cached = await readCachedKernel(cacheFolder(deps, architecture))
  return cached && { ...cached, origin: 'cached' }
}

/** Where a kernel would come from, for people; null when there is no way. */
export async function describeKernelSource(deps: DriverDeps, architecture: GuestArchitecture): Promise<string | null> {
  const kernel = await findGuestKernel(deps, architecture)
  if (kernel) return `${kernel.version} (${kernel.origin})`
  return findApt(deps) ? 'downloaded with apt at the first run' : null
}

/** The guest's kernel, downloaded when need be. Rejects with `unsupported` where there is none and no way to get one. */
export async function obtainGuestKernel(
  deps: DriverDeps,
  architecture: GuestArchitecture,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<GuestKernel> {
  const present = await findGuestKernel(deps, architecture)
  if (present) return present
  const apt = findApt(deps)
  if (!apt) throw new EngineError('unsupported', 'qemu', 'There is no kernel for the guest.', { remedy })
  onStep('looking for the guest kernel')
  const found = await findKernelPackage(apt, architecture, signal)
  const folder = await createRunFolder(deps, 'qemu')
  try {
    onStep(`downloading the guest kernel (${Math.round(found.size / 2 ** 20)} MiB)`)
    const unpacked = await downloadKernel(apt, found, folder.path, signal)
    throwIfAborted(signal, 'qemu')
    const modules = await readModules(unpacked.modules, architecture.buttonModules).catch(() => [])
    const name = `${found.name}_${found.version}`.replaceAll(/[^\w.+~-]/g, '_')
    await storeKernel(cacheFolder(deps, architecture), name, unpacked.image, modules)
  } finally {
    await folder.remove()
  }
  const kernel = await findGuestKernel(deps, architecture)
  if (!kernel) throw new EngineError('bad_output', 'qemu', 'The downloaded kernel could not be kept.', { remedy })
  return kernel
}

async function readConfiguredKernel(
  image: string,
  modulesFolder: string | undefined,
  architecture: GuestArchitecture,
): Promise<GuestKernel> {
  const isFile = isAbsolute(image) && (await stat(image).catch(() => null))?.isFile() === true
  if (!isFile) throw new EngineError('bad_input', 'qemu', 'ISOSCOPE_KERNEL names no file.', { remedy })
  const modules = modulesFolder ? await readModules(modulesFolder, architecture.buttonModules).catch(() => null) : []
  if (!modules) throw new EngineError('bad_input', 'qemu', 'ISOSCOPE_KERNEL_MODULES names no folder.', { remedy })
  return { image, version: await readKernelVersion(image), modules, origin: 'configured' }
}

function cacheFolder(deps: DriverDeps, architecture: GuestArchitecture): string {
  return join(deps.paths.cache, 'guest-kernel', architecture.debianName)
}
