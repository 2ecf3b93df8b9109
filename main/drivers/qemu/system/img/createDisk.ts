import { chmod } from 'node:fs/promises'
import type { DriverDeps } from '../../../driver.ts'
import { buildArgs as buildOverlayArgs } from '../../full/overlay.ts'
import { runQemuImg } from './run.ts'

/** qemu-img create -q -f qcow2 PATH BYTES. The file grows as the guest writes. */
export async function createDisk(deps: DriverDeps, path: string, bytes: number, signal: AbortSignal): Promise<void> {
  await runQemuImg(deps, ['create', '-q', '-f', 'qcow2', path, String(bytes)], signal)
  await chmod(path, 0o600)
}

/** A disk of its own, at `path`, that reads from `base` what it does not have. `base` may be relative to the folder of `path`. */
export async function createLinkedDisk(
  deps: DriverDeps,
  base: string,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  await runQemuImg(deps, buildOverlayArgs(base, path), signal)
  await chmod(path, 0o600)
}
