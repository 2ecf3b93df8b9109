import { existsSync } from 'node:fs'
import type { Remedy } from '../../contract/errors.ts'
import { EngineError } from '../../model/engineError.ts'
import { findPrograms } from '../../os/searchPath.ts'
import type { DriverDeps } from '../driver.ts'

/** What the kernel driver of Linux offers; made when it is loaded. */
export const kernelDevice = '/dev/vboxdrv'

/**
 * Whether machines can be started. On macOS and Windows VirtualBox loads what it needs by itself; on Linux a kernel without
 * the driver is common, and VirtualBox then says only that the machine "has terminated unexpectedly".
 */
export function hasKernelDriver(platform: NodeJS.Platform, device: string): boolean {
  return platform !== 'linux' || existsSync(device)
}

/** Throws `not_running` with the remedy for this system. */
export function requireKernelDriver(deps: Pick<DriverDeps, 'env' | 'platform'>, device: string): void {
  if (hasKernelDriver(deps.platform, device)) return
  throw new EngineError(
    'not_running',
    'virtualbox',
    'The kernel driver of VirtualBox is not loaded: no machine can start.',
    {
      remedy: describeDriverRemedy(deps),
    },
  )
}

export function describeDriverRemedy({ env, platform }: Pick<DriverDeps, 'env' | 'platform'>): Remedy {
  if (platform === 'darwin') {
    return {
      text: 'Allow the system extension of Oracle in System Settings, Privacy & Security, and start the Mac again',
    }
  }
  if (platform === 'win32') return { text: 'Repair VirtualBox in Settings, Installed apps, and start Windows again' }
  if (findPrograms('apt-get', env, platform).length > 0) {
    const text = 'Build and load it; where Secure Boot is on, its key has to be enrolled'
    return { text, command: 'apt-get install virtualbox-dkms linux-headers-$(uname -r) && modprobe vboxdrv' }
  }
  return { text: 'Build and load it; the headers of the running kernel are needed', command: '/sbin/vboxconfig' }
}
