import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { throwIfAborted } from '../../../model/engineError.ts'
import type { DriverDeps } from '../../driver.ts'
import { buildInitramfs } from '../../guest/initramfs.ts'
import { obtainGuestKernel } from '../../guest/kernel.ts'
import type { OnProgress } from '../../onProgress.ts'
import { chooseAccelerator, findCandidate, type TrialSetup } from '../accelerator.ts'
import type { Accelerator } from '../commandLine.ts'

/**
 * The accelerator that works here, found out once as for comparisons: by booting their guest, because the system of a user says
 * nothing that could be waited for. Where there is no kernel to try it with, the platform's own is taken unseen.
 */
export async function chooseSystemAccelerator(
  deps: DriverDeps,
  setup: Pick<TrialSetup, 'qemu' | 'architecture' | 'folder'>,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Accelerator> {
  const plausible = await findPlausible(deps)
  if (plausible === null) return 'tcg'
  const onStep = (step: string) => onProgress({ step, share: null })
  const kernel = await obtainGuestKernel(deps, setup.architecture, onStep, signal).catch(() => null)
  throwIfAborted(signal, 'qemu')
  if (!kernel) return plausible
  const initramfs = join(setup.folder, 'initramfs')
  await writeFile(initramfs, buildInitramfs(await readFile(deps.tools.probe), kernel.modules))
  const trial = { ...setup, kernel: kernel.image, initramfs }
  return (await chooseAccelerator(deps, trial, onStep, signal)).accelerator
}

/** What need not be tried to be ruled out; null where only emulation is left. */
export async function findPlausible(deps: Pick<DriverDeps, 'platform'>): Promise<Accelerator | null> {
  const candidate = await findCandidate(deps.platform)
  return candidate?.implausible === null ? candidate.accelerator : null
}
