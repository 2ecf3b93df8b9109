import type { Remedy } from '../../contract/errors.ts'
import { EngineError } from '../../model/engineError.ts'
import { runProgram } from '../../os/run.ts'
import { findPrograms } from '../../os/searchPath.ts'
import type { DriverDeps } from '../driver.ts'
import type { Architecture } from './architecture.ts'

/** qemu-system-x86_64 --version */
export interface QemuProgram {
  readonly path: string
  /** For example `7.2.22`. */
  readonly version: string
}

/** Null when there is none. */
export function findQemu(deps: DriverDeps, architecture: Architecture): string | null {
  return findPrograms(`qemu-system-${architecture.qemuName}`, deps.env, deps.platform)[0] ?? null
}

/** Rejects with `not_installed` and the remedy, or with why the program does not run. */
export async function requireQemu(
  deps: DriverDeps,
  architecture: Architecture,
  signal: AbortSignal,
): Promise<QemuProgram> {
  const path = findQemu(deps, architecture)
  if (path === null) {
    throw new EngineError('not_installed', 'qemu', 'QEMU was not found.', {
      remedy: describeInstallation(deps, architecture),
    })
  }
  return { path, version: await readQemuVersion(path, deps, signal) }
}

export async function readQemuVersion(path: string, deps: DriverDeps, signal: AbortSignal): Promise<string> {
  const { stdout } = await runProgram(path, ['--version'], { engine: 'qemu', env: deps.env, signal, timeout: 5_000 })
  const version = parseQemuVersion(stdout)
  if (version === null) {
    throw new EngineError('bad_output', 'qemu', 'QEMU does not tell its version.', { detail: stdout.slice(0, 200) })
  }
  return version
}

/** `QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)` */
export function parseQemuVersion(output: string): string | null {
  return /^QEMU emulator version (\d+(?:\.\d+)+)/m.exec(output)?.[1] ?? null
}

export function describeInstallation(deps: Pick<DriverDeps, 'env' | 'platform'>, architecture: Architecture): Remedy {
  if (deps.platform === 'darwin') return { text: 'Install it with Homebrew', command: 'brew install qemu' }
  if (deps.platform === 'linux' && findPrograms('apt-get', deps.env, deps.platform).length > 0) {
    return { text: 'Install it', command: `apt-get install ${architecture.debianPackage} qemu-utils` }
  }
  const text = `Install QEMU (https://www.qemu.org/download) so that qemu-system-${architecture.qemuName} is on the PATH`
  return { text }
}
