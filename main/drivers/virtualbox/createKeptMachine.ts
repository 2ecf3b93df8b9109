import { access } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Instance } from '../../contract/instance.ts'
import type { MachineSpec } from '../../contract/machine.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { OnProgress } from '../machines.ts'
import { addController, attachStorage } from './commands/attachStorage.ts'
import { createMachine } from './commands/createMachine.ts'
import { createMedium } from './commands/createMedium.ts'
import { setHardware } from './commands/modifyMachine.ts'
import { makeKeptMachine } from './newMachine.ts'

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
    if (disk) {
      const path = disk.kind === 'new' ? join(folder, `${name}.vdi`) : disk.path
      if (disk.kind === 'new') await createMedium(deps, { path, bytes: disk.bytes }, onProgress, signal)
      await attachStorage(deps, uuid, { ...slot, port: 0, type: 'hdd', medium: path }, signal)
    }
    if (iso !== undefined) await attachStorage(deps, uuid, { ...slot, port: 1, type: 'dvddrive', medium: iso }, signal)
  })
}

/** Before anything is made. */
async function requireFile(path: string, what: string): Promise<void> {
  await access(path).catch(() => {
    throw new EngineError('not_found', 'virtualbox', `There is no ${what} ${basename(path)}, or it may not be read.`, {
      remedy: { text: 'Give the path of a file that exists' },
    })
  })
}
