import type { EngineStatus } from '../../contract/engine.ts'
import { toEngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { listExtensionPacks, readVersion } from './commands/version.ts'
import { describeDriverRemedy, hasKernelDriver } from './kernelDriver.ts'
import { describeInstallation, findVBoxManage } from './program.ts'

const deadlineMs = 15_000

/** VBoxManage --version. Without the kernel driver it is ready all the same: all but starting works. Never rejects. */
export async function detectVirtualBox(deps: DriverDeps, device: string, signal: AbortSignal): Promise<EngineStatus> {
  const path = findVBoxManage(deps)
  if (path === null) {
    const remedy = describeInstallation(deps)
    return { state: 'missing', technology: 'virtualbox', why: 'VirtualBox was not found.', remedy }
  }
  const limited = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])
  try {
    const version = await readVersion(deps, limited)
    // It asks VBoxSVC, the service that every other command needs.
    const packs = await listExtensionPacks(deps, limited)
    const facts = {
      program: path,
      'kernel driver': describeDriver(deps, device),
      'extension packs': packs.length === 0 ? 'none' : packs.join(', '),
    }
    const isDriverMissing = deps.platform === 'linux' && !hasKernelDriver(deps.platform, device)
    return {
      state: 'ready',
      technology: 'virtualbox',
      version,
      facts,
      ...(isDriverMissing && { cannotStart: 'its kernel driver is not loaded' }),
    }
  } catch (error) {
    const { message, detail, remedy } = toEngineError(error, 'virtualbox')
    const why = detail ? `${message} ${detail}` : message
    return {
      state: 'broken',
      technology: 'virtualbox',
      version: null,
      why,
      remedy: remedy ?? describeInstallation(deps),
    }
  }
}

function describeDriver(deps: DriverDeps, device: string): string {
  if (deps.platform !== 'linux') return 'looked at when a machine is started'
  if (hasKernelDriver(deps.platform, device)) return 'loaded'
  const { text, command } = describeDriverRemedy(deps)
  return `not loaded: no machine can start. ${text}${command ? `: ${command}` : ''}`
}
