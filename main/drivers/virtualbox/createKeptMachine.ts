import { access, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Instance } from '../../contract/instance.ts'
import type { MachineSpec } from '../../contract/machine.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { OnProgress } from '../onProgress.ts'
import { addController, attachStorage } from './commands/attachStorage.ts'
import { closeMedium } from './commands/closeMedium.ts'
import { createMachine } from './commands/createMachine.ts'
import { createMedium } from './commands/createMedium.ts'
import { setHardware } from './commands/modifyMachine.ts'
import { makeKeptMachine } from './newMachine.ts'

const never = new AbortController().signal

const slot = { controller: 'SATA', device: 0 } as const

/** Linux of the processor this is. */
const usualOsType = process.arch === 'arm64' ? 'Linux_arm64' : 'Linux_64'

/** Made in VirtualBox's own machine folder, where people look for it. */
export async function createKeptMachine(
  deps: DriverDeps,
  spec: MachineSpec,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Instance> {
  throwIfAborted(signal, 'virtualbox')
  const { name, disk, iso, osType = usualOsType } = spec
  if (disk?.kind === 'existing') await requireFile(disk.path, 'disk')
  if (iso !== undefined) await requireFile(iso, 'ISO image')
  return makeKeptMachine(deps, signal, async (uuid) => {
    onProgress({ step: 'making the machine', share: null })
    const folder = await createMachine(deps, { name, uuid, osType }, signal)
    await setHardware(deps, uuid, spec, signal)
    await addController(deps, uuid, signal)
    const attach = (medium: string) => attachStorage(deps, uuid, { ...slot, port: 0, type: 'hdd', medium }, signal)
    if (disk?.kind === 'existing') await attach(disk.path)
    if (disk?.kind === 'new') {
      const path = join(folder, `${name}.vdi`)
      try {
        await createMedium(deps, { path, bytes: disk.bytes }, onProgress, signal)
        await attach(path)
      } catch (error) {
        await removeNewDisk(deps, path, error)
        throw error
      }
    }
    if (iso !== undefined) await attachStorage(deps, uuid, { ...slot, port: 1, type: 'dvddrive', medium: iso }, signal)
  })
}

/**
 * A command that is ended early may leave the disk to VBoxSVC, which goes on by itself: a disk without a machine, which no removal
 * of the machine would find. One that a machine has goes with it.
 */
async function removeNewDisk(deps: DriverDeps, path: string, why: unknown): Promise<void> {
  if (why instanceof EngineError && why.code === 'name_taken') return
  try {
    await closeMedium(deps, path, never)
  } catch (error) {
    if (!(error instanceof EngineError) || error.code === 'in_use') return
  }
  await rm(path, { force: true })
}

/** Before anything is made. */
async function requireFile(path: string, what: string): Promise<void> {
  await access(path).catch(() => {
    throw new EngineError('not_found', 'virtualbox', `There is no ${what} ${basename(path)}, or it may not be read.`, {
      remedy: { text: 'Give the path of a file that exists' },
    })
  })
}
