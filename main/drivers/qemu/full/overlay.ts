import { runProgram } from '../../../os/run.ts'
import { workloadVariables } from '../../../os/variables.ts'

/**
 * qemu-img create -q -f qcow2 -b BASE -F qcow2 OVERLAY
 * https://www.qemu.org/docs/master/tools/qemu-img.html
 *
 * An instance's own disk: it holds what the instance writes, everything else is read from the base, which nobody writes.
 */
export async function createOverlay(
  qemuImg: string,
  base: string,
  overlay: string,
  signal: AbortSignal,
): Promise<void> {
  await runProgram(qemuImg, buildArgs(base, overlay), { engine: 'qemu', env: workloadVariables, signal })
}

/** Neither path has a colon in its first part, before which QEMU would take it for a protocol: they are absolute, or of names without one. */
export function buildArgs(base: string, overlay: string): readonly string[] {
  return ['create', '-q', '-f', 'qcow2', '-b', base, '-F', 'qcow2', overlay]
}
