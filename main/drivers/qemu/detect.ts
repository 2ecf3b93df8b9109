import type { EngineStatus } from '../../contract/engine.ts'
import type { Remedy } from '../../contract/errors.ts'
import { toEngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { describeKernelSource, findGuestKernel } from '../guest/kernel.ts'
import { describeAccelerator } from './accelerator.ts'
import { type Architecture, requireArchitecture } from './architecture.ts'
import { describeInstallation, findQemu, readQemuVersion } from './program.ts'

const deadlineMs = 8_000

/** qemu-system-x86_64 --version. Boots nothing: whether an accelerator works is known only after a first run. Never rejects. */
export async function detectQemu(deps: DriverDeps, signal: AbortSignal): Promise<EngineStatus> {
  try {
    const architecture = requireArchitecture(process.arch)
    const path = findQemu(deps, architecture)
    if (path === null) return missing('QEMU was not found.', describeInstallation(deps, architecture))
    return await describeQemu(deps, architecture, path, AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]))
  } catch (error) {
    const { message } = toEngineError(error, 'qemu')
    return missing(message, { text: 'Compare on a machine with an x86-64 or ARM64 processor' })
  }
}

async function describeQemu(
  deps: DriverDeps,
  architecture: Architecture,
  path: string,
  signal: AbortSignal,
): Promise<EngineStatus> {
  let version: string
  try {
    version = await readQemuVersion(path, deps, signal)
  } catch (error) {
    const failure = toEngineError(error, 'qemu')
    const why = failure.detail ? `${failure.message} ${failure.detail}` : failure.message
    return { state: 'broken', technology: 'qemu', version: null, why, remedy: describeInstallation(deps, architecture) }
  }
  const facts = await readFacts(deps, architecture, { path, version })
  return { state: 'ready', technology: 'qemu', version, facts: { program: path, ...facts } }
}

/** A configured kernel that is not there is a fact to show: the engine itself is ready. */
async function readFacts(
  deps: DriverDeps,
  architecture: Architecture,
  qemu: { readonly path: string; readonly version: string },
): Promise<Readonly<Record<string, string>>> {
  const kernel = await findGuestKernel(deps, architecture).catch(() => null)
  const accelerator = await describeAccelerator(deps, kernel && { qemu, kernel: kernel.image })
  const source = await describeKernelSource(deps, architecture).catch((error: unknown) => {
    return toEngineError(error, 'qemu').message
  })
  return { accelerator, kernel: source ?? 'none: set ISOSCOPE_KERNEL to a Linux kernel image' }
}

function missing(why: string, remedy: Remedy): EngineStatus {
  return { state: 'missing', technology: 'qemu', why, remedy }
}
